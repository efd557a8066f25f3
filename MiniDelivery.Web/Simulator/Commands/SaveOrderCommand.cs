using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Adds and replaces sessions of an order, and tells what could not be sold (RK7 protocol digest, section 7.2).</summary>
internal static class SaveOrderCommand
{
    public static CommandAnswer Run(TillBook book, XElement command) => LicenceCommands.Guard(book, command, Save);

    /// <summary>ValidateOrder: the same checks, nothing is stored.</summary>
    public static CommandAnswer Validate(TillBook book, XElement command)
    {
        var order = command.Element("Order") is null ? null : OrderCommands.Named(book, command);
        var table = book.Find(command, "Table", Refs.Tables)?.Ident ?? order?.Table ?? book.Menu[Refs.Tables].Items[0].Ident;
        var category = book.Find(command, "OrderCategory", Refs.OrderCategories)?.Ident ?? order?.Category
            ?? book.Menu[Refs.OrderCategories].Items[0].Ident;
        command.Demand("Session");
        var reader = new SessionReader(book, book.PriceScale(table, category));
        foreach (var session in command.Elements("Session"))
        {
            reader.Read(session);
        }

        return new CommandAnswer(reader.Errors);
    }

    private static CommandAnswer Save(TillBook book, XElement command)
    {
        var order = OrderCommands.Named(book, command);
        var hidden = command.Flag("dontcheckLicense", false);
        var deferred = command.Flag("deferred", false);
        book.Find(command, "LockStation", Refs.Stations);
        command.Demand("Session");
        book.DemandOpen(order);
        book.DemandUnlocked(order, command.Braced("lockguid"));

        var reader = new SessionReader(book, book.PriceScale(order.Table, order.Category));
        var wanted = command.Elements("Session").Select(element =>
        {
            var old = FindOld(order, element);
            return old is { Printed: true } ? PlanVoids(book, old, element) : new Plan(old, reader.Read(element));
        }).ToList();
        if (reader.Errors.Count > 0 && !book.Switches.PartialSave)
        {
            throw TillRefusedException.OfLines(reader.Errors);
        }

        foreach (var plan in wanted)
        {
            plan.Carry(book, order);
        }

        order.Hidden |= hidden;
        order.Deferred = deferred;
        book.Touch(order);
        foreach (var plan in wanted.Where(plan => plan.Prints(book)))
        {
            book.Print(order, plan.New!);
        }

        var full = OrderXml.Full(book, order);
        var sums = Pricing.Of(order, book.Menu);
        full.Add(new XAttribute("basicSum", sums.Sum), new XAttribute("nationalSum", sums.Sum));
        return new CommandAnswer(reader.Errors, full, wanted.Where(plan => plan.New is not null).Select(plan =>
            new XElement("Session",
                new XAttribute("line_guid", plan.New!.LineGuid), new XAttribute("sessionID", plan.New.SessionId))));
    }

    private static TillSession? FindOld(TillOrder order, XElement element)
    {
        if (element.Number("uni") is not { } uni)
        {
            return null;
        }

        return order.Sessions.Find(session => session.Uni == uni)
            ?? throw TillRefusedException.Bad($"Не найден элемент {uni} в коллекции Sessions");
    }

    /// <summary>
    /// A printed session can only lose dishes, each by a Void inside its Dish ([xsd], not observed). Anything else in it
    /// is refused.
    /// </summary>
    private static Plan PlanVoids(TillBook book, TillSession old, XElement element)
    {
        var voids = new List<(TillLine Line, TillVoid Void)>();
        foreach (var dish in element.Elements().Where(child => child.Name.LocalName is "Dish" or "Combo"))
        {
            var line = old.Lines.Find(line => line.Uni == dish.Number("uni"));
            if (line is null || dish.Element("Void") is null)
            {
                throw TillRefusedException.Executing(null, "Пакет уже напечатан и не может быть изменён");
            }

            foreach (var one in dish.Elements("Void"))
            {
                var reason = book.Resolve(one, Refs.Reasons);
                if (!reason.HasFlag("ImplOnDishReturn"))
                {
                    throw TillRefusedException.WrongReason(reason.Name);
                }

                voids.Add((line, new TillVoid
                {
                    Reason = reason.Ident,
                    Author = book.DemandItem(one, "Author", Refs.Employees).Ident,
                    Quantity = Math.Min(one.DemandNumber("quantity"), line.Quantity),
                    At = book.Now,
                }));
            }
        }

        return voids is []
            ? throw TillRefusedException.Executing(null, "Пакет уже напечатан и не может быть изменён")
            : new Plan(old, null) { Voids = voids };
    }

    /// <summary>What will happen to one session once the whole request is known to be good.</summary>
    private sealed record Plan(TillSession? Old, TillSession? New)
    {
        public List<(TillLine Line, TillVoid Void)> Voids { get; init; } = [];

        public void Carry(TillBook book, TillOrder order)
        {
            foreach (var (line, one) in Voids)
            {
                line.Voids.Add(one);
                line.Quantity -= one.Quantity;
            }

            if (New is not null)
            {
                Store(book, order, New);
            }
        }

        public bool Prints(TillBook book) => New is { Draft: false, PrintAt: { } at } && at <= book.Now;

        private void Store(TillBook book, TillOrder order, TillSession session)
        {
            session.Uni = Old?.Uni ?? ++order.LastUni;
            session.SessionId = Old?.SessionId ?? book.State.NextSessionId++;
            foreach (var line in session.Lines)
            {
                line.Uni = ++order.LastUni;
            }

            foreach (var charge in session.Discounts.Concat(session.Prepays))
            {
                charge.Uni = ++order.LastUni;
            }

            if (Old is null)
            {
                order.Sessions.Add(session);
            }
            else
            {
                book.TakeFromRest(Old.Lines, -1);
                order.Sessions[order.Sessions.IndexOf(Old)] = session;
            }

            book.TakeFromRest(session.Lines, 1);
        }
    }
}
