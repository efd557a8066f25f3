using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>What a station can sell at the moment (RK7 protocol digest, section 6.2).</summary>
internal static class MenuCommands
{
    public static CommandAnswer GetOrderMenu(TillBook book, XElement command)
    {
        var context = Context.Read(book, command);
        var checkRests = command.Word("checkrests", true);
        return new CommandAnswer(
            Scale(book, context),
            TradeGroup(),
            new XElement("Dishes", book.Menu.Dishes
                .Select(dish => book.Dish(dish.Ident))
                .Where(dish => TillBook.IsOffered(dish, context.Station, context.At)
                    && !(checkRests && book.Rest(dish.Ident) is 0))
                .Select(dish => Item(book, dish, context))),
            new XElement("Modifiers", book.Menu[Refs.Modifiers].Items
                .Where(modifier => !(checkRests && book.State.StoppedModifiers.ContainsKey(modifier.Ident)))
                .Select(modifier => Item(book, modifier))),
            new XElement("OrderTypes", book.Menu[Refs.OrderTypes].Items.Select(type =>
                new XElement("Item", new XAttribute("Ident", type.Ident)))));
    }

    public static CommandAnswer GetOrderMenu2(TillBook book, XElement command)
    {
        var context = Context.Read(book, command);
        return new CommandAnswer(
            Scale(book, context),
            TradeGroup(),
            Chosen(book, command, "Dishes", Refs.Dishes, item =>
            {
                var dish = book.Dish(item.Ident);
                var element = Item(book, dish, context);
                var available = TillBook.IsOffered(dish, context.Station, context.At) && book.Rest(dish.Ident) is not 0;
                element.Add(new XAttribute("Avail", OrderXml.Bit(available)));
                return element;
            }),
            Chosen(book, command, "Modifiers", Refs.Modifiers, modifier =>
            {
                var element = Item(book, modifier);
                var available = !book.State.StoppedModifiers.ContainsKey(modifier.Ident);
                element.Add(new XAttribute("Avail", OrderXml.Bit(available)));
                return element;
            }),
            Chosen(book, command, "OrderTypes", Refs.OrderTypes, type =>
                new XElement("Item", new XAttribute("Ident", type.Ident), new XAttribute("Avail", 1))));
    }

    private static XElement? Chosen(
        TillBook book, XElement command, string list, string reference, Func<RefItem, XElement> write) =>
        command.Element(list) is { } chosen
            ? new XElement(list, chosen.Elements("Item").Select(item => write(book.Resolve(item, reference))))
            : null;

    private static XElement Item(TillBook book, Dish dish, Context context) => new("Item",
        new XAttribute("Ident", dish.Ident),
        new XAttribute("Price", book.Price(dish, context.Scale)),
        OrderXml.Maybe("quantity", book.Rest(dish.Ident)));

    private static XElement Item(TillBook book, RefItem modifier) => new("Item",
        new XAttribute("Ident", modifier.Ident),
        new XAttribute("ID", modifier.Ident),
        new XAttribute("Price", SimulatorMenu.ModifierPrice(modifier.Ident)));

    private static XElement Scale(TillBook book, Context context) =>
        OrderXml.Named("PriceScale", book.Menu.Item(Refs.PriceTypes, context.Scale));

    private static XElement TradeGroup() => new("TradeGroup",
        new XAttribute("id", SimulatorMenu.TradeGroup), new XAttribute("code", 1), new XAttribute("name", "Общая"));

    private sealed record Context(int Station, int Scale, DateTime At)
    {
        public static Context Read(TillBook book, XElement command)
        {
            var station = book.DemandItem(command, "Station", Refs.Stations);
            var order = command.Element("Order") is null ? null : OrderCommands.Named(book, command);
            var table = book.Find(command, "Table", Refs.Tables)?.Ident ?? order?.Table;
            var category = book.Find(command, "OrderCategory", Refs.OrderCategories)?.Ident ?? order?.Category
                ?? book.Menu[Refs.OrderCategories].Items[0].Ident;
            var hall = table ?? book.Menu[Refs.Tables].Items[^1].Ident;
            return new Context(station.Ident, book.PriceScale(hall, category), command.Time("dateTime") ?? book.LocalNow);
        }
    }
}
