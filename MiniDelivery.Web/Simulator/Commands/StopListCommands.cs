using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Limits and stops of dishes and modifiers (RK7 protocol digest, section 6.2).</summary>
internal static class StopListCommands
{
    public static CommandAnswer GetDishRests(TillBook book, XElement command) => new(
        book.State.Rests.OrderBy(rest => rest.Key).Select(rest =>
        {
            var dish = book.Dish(rest.Key);
            return new XElement("DishRest",
                new XAttribute("id", dish.Ident), new XAttribute("code", dish.Code), new XAttribute("name", dish.Name),
                new XAttribute("quantity", rest.Value.Quantity ?? 0),
                new XAttribute("prohibited", OrderXml.Bit(rest.Value.Prohibited)),
                Reason(book, rest.Value.Reason));
        }));

    public static CommandAnswer GetDishRest(TillBook book, XElement command)
    {
        var dish = book.DemandItem(command, "Dish", Refs.Dishes);
        return new CommandAnswer(OrderXml.Maybe("quantity", book.Rest(dish.Ident)));
    }

    public static CommandAnswer SetDishRests(TillBook book, XElement command)
    {
        book.DemandItem(command, "Author", Refs.Employees);
        // The reason is demanded even for lifting a stop [skill].
        var reason = DemandStopReason(book, command);
        var wanted = command.Elements("DishRest").Select(rest => (
            Dish: book.Resolve(rest, Refs.Dishes),
            Quantity: rest.Number("quantity"),
            Prohibited: rest.Flag("prohibited", false),
            KeepZero: rest.Flag("storeZeroQuantity", false))).ToList();
        foreach (var (dish, quantity, prohibited, keepZero) in wanted)
        {
            // Zero means "no limit any more" unless storeZeroQuantity says that it is meant ([inf] from its name).
            var limit = quantity is 0 && !keepZero ? null : quantity;
            if (!prohibited && limit is null)
            {
                book.State.Rests.Remove(dish.Ident);
            }
            else
            {
                book.State.Rests[dish.Ident] = new DishRest { Quantity = limit, Prohibited = prohibited, Reason = reason.Ident };
            }
        }

        book.MarkChanged();
        return new CommandAnswer();
    }

    public static CommandAnswer GetModifierStopList(TillBook book, XElement command) => new(
        book.State.StoppedModifiers.OrderBy(stop => stop.Key).Select(stop =>
        {
            var element = OrderXml.Named("Modifier", book.Menu.Item(Refs.Modifiers, stop.Key));
            element.Add(Reason(book, stop.Value));
            return element;
        }));

    public static CommandAnswer AddModifierToStopList(TillBook book, XElement command)
    {
        var stops = command.Elements("Modifier").Select(element =>
            (Modifier: book.Resolve(element, Refs.Modifiers), Reason: book.Find(element, "Reason", Refs.Reasons))).ToList();
        DemandSome(stops.Count);
        foreach (var (modifier, reason) in stops)
        {
            book.State.StoppedModifiers[modifier.Ident] = reason?.Ident;
        }

        book.MarkChanged();
        return new CommandAnswer();
    }

    public static CommandAnswer DeleteModifierFromStopList(TillBook book, XElement command)
    {
        var modifiers = command.Elements("Modifier").Select(element => book.Resolve(element, Refs.Modifiers)).ToList();
        DemandSome(modifiers.Count);
        foreach (var modifier in modifiers)
        {
            book.State.StoppedModifiers.Remove(modifier.Ident);
        }

        book.MarkChanged();
        return new CommandAnswer();
    }

    private static RefItem DemandStopReason(TillBook book, XElement command)
    {
        var reason = book.DemandItem(command, "Reason", Refs.Reasons);
        return reason.HasFlag("ImplOnAddDishInStopList") ? reason : throw TillRefusedException.WrongReason(reason.Name);
    }

    private static void DemandSome(int count)
    {
        if (count is 0)
        {
            throw TillRefusedException.MissingElement("Modifier");
        }
    }

    private static XElement? Reason(TillBook book, int? reason) =>
        reason is { } ident ? OrderXml.Named("Reason", book.Menu.Item(Refs.Reasons, ident)) : null;
}
