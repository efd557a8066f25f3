using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Finding, changing, locking and voiding orders (RK7 protocol digest, sections 5, 6.3 and 7.3 to 7.4).</summary>
internal static class OrderCommands
{
    private static readonly DateTime _delphiZero = new(1899, 12, 30);

    public static CommandAnswer GetOrder(TillBook book, XElement command) =>
        new(OrderXml.Full(book, Named(book, command)));

    public static CommandAnswer UpdateOrder(TillBook book, XElement command)
    {
        var order = Named(book, command);
        book.DemandOpen(order);
        book.DemandUnlocked(order, command.Braced("lockguid"));
        var table = book.Find(command, "Table", Refs.Tables);
        var waiter = book.Find(command, "Waiter", Refs.Employees);
        var type = book.Find(command, "OrderType", Refs.OrderTypes);
        var guestType = book.Find(command, "GuestType", Refs.GuestTypes);
        book.Find(command, "Manager", Refs.Employees);
        book.Find(command, "LockStation", Refs.Stations);
        var opened = command.Time("openTime");
        var guests = CreateOrderCommand.ReadGuests(command);
        var props = CreateOrderCommand.KeptProps(book, command);

        if (table is not null && table.Ident != order.Table)
        {
            order.Table = table.Ident;
            order.Name = CreateOrderCommand.NextName(book, table);
        }

        order.Waiter = waiter?.Ident ?? order.Waiter;
        order.Type = type?.Ident ?? order.Type;
        order.OpenedAt = opened is { } local ? book.FromLocal(local) : order.OpenedAt;
        order.Comment = command.Comment("persistentComment") ?? order.Comment;
        order.PassingComment = command.Comment("nonPersistentComment") ?? order.PassingComment;
        order.Holder = command.Comment("holder") ?? order.Holder;
        order.PromoCode = command.Text("promoCode") ?? order.PromoCode;
        order.Duration = command.Text("duration") ?? order.Duration;
        foreach (var (name, value) in props)
        {
            order.Props.RemoveAll(prop => prop.Key == name);
            order.Props.Add(new KeyValuePair<string, string>(name, value));
        }

        var visit = book.Visit(order.Visit);
        visit.GuestType = guestType?.Ident ?? visit.GuestType;
        CreateOrderCommand.Seat(visit, guests);
        book.Touch(order);
        return new CommandAnswer();
    }

    public static CommandAnswer LockOrder(TillBook book, XElement command)
    {
        var order = Named(book, command);
        var key = command.Braced("lockguid") ?? "";
        var time = command.DemandText("lockTime");
        var station = book.Find(command, "Station", Refs.Stations);
        var employee = book.Find(command, "Employee", Refs.Employees);
        book.DemandOpen(order);
        if (order.Lock is null || order.Lock.Key != key || order.Form is { Locked: true })
        {
            book.DemandUnlocked(order, key);
        }

        // Only an interval from the Delphi zero date is understood. "00:02:00", as the 7.26 schema writes it, is answered
        // with Ok and locks nothing [skill].
        var length = DateTime.TryParseExact(
            time, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            ? end - _delphiZero
            : (TimeSpan?)null;
        if (length is { } interval)
        {
            order.Lock = interval <= TimeSpan.Zero
                ? null
                : new TillLock
                {
                    Key = key,
                    Station = station?.Ident,
                    Employee = employee?.Ident,
                    Until = book.Now + interval,
                };
            book.TouchLists();
        }

        return new CommandAnswer(new XAttribute("locked", OrderXml.Bit(order.Lock is not null)));
    }

    public static CommandAnswer VoidOrder(TillBook book, XElement command)
    {
        var order = Named(book, command);
        book.DemandItem(command, "Station", Refs.Stations);
        book.DemandItem(command, "Manager", Refs.Employees);
        var reason = book.DemandItem(command, "DeleteReason", Refs.Reasons);
        var changeGuids = command.Flag("change_guids", true) && book.Habits.ChangesGuids;
        book.DemandOpen(order);
        book.DemandUnlocked(order, command.Braced("lockguid"));
        if (order.Sessions.Exists(session => session.Printed) && !reason.HasFlag("ImplOnCheckVoid"))
        {
            throw TillRefusedException.WrongReason(reason.Name);
        }

        if (changeGuids)
        {
            // The default: whoever knows only the guid cannot find the order again [xsd].
            order.Guid = TillBook.NewGuid();
        }

        book.Delete(order);
        return new CommandAnswer();
    }

    public static CommandAnswer CloseVisit(TillBook book, XElement command)
    {
        var id = command.Text("VisitID") is { } text
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw TillRefusedException.BadInteger(command, "VisitID", text)
            : Named(book, command).Visit;
        var visit = book.State.Visits.Find(one => one.Id == id) ?? throw TillRefusedException.OrderNotFound(
            id.ToString(CultureInfo.InvariantCulture));
        var orders = book.OrdersOf(id).ToList();
        if (orders.Exists(order => book.HeldBy(order) is not null))
        {
            throw TillRefusedException.VisitLocked(id);
        }

        // Works for empty visits and for those whose orders are all closed [skill]; the words for others are ours.
        if (orders.Exists(order => !order.Finished && order.Sessions.Count > 0))
        {
            throw TillRefusedException.Executing(null, $"В визите {id} есть незакрытые заказы");
        }

        visit.Finished = true;
        foreach (var order in orders.Where(order => !order.Finished))
        {
            book.Finish(order);
        }

        book.TouchLists();
        return new CommandAnswer();
    }

    /// <summary>
    /// The order a command means: visit with orderIdent, guid, or (7.26) ExternalProps, in that order [xsd]. One client
    /// of the 7.6.4 time writes guid on RK7CMD itself and its code relies on that [woo].
    /// </summary>
    public static TillOrder Named(TillBook book, XElement command)
    {
        var element = command.Element("Order") ?? (command.Attribute("guid") is not null
            ? command
            : throw TillRefusedException.MissingElement("Order"));
        if (element.Number("visit") is { } visit && element.Number("orderIdent") is { } ident)
        {
            return book.State.Orders.Find(order => order.Visit == visit && order.Ident == ident)
                ?? throw TillRefusedException.OrderNotFound($"{visit}.{ident}");
        }

        if (element.Braced("guid") is { } guid)
        {
            return book.Find(guid) ?? throw TillRefusedException.OrderNotFound(guid);
        }

        if (book.Habits.FindsByProps && CreateOrderCommand.ReadProps(element) is [_, ..] props)
        {
            return book.State.Orders.FindLast(order => props.TrueForAll(order.Props.Contains))
                ?? throw TillRefusedException.OrderNotFound(props[0].Value);
        }

        throw TillRefusedException.MissingAttribute(element, "guid");
    }
}
