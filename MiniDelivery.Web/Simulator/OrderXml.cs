using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>Writes an order as GetOrder gives it (RK7 protocol digest, section 6.3; type resOrderItem [xsd]).</summary>
internal static class OrderXml
{
    /// <summary>What the checksum is made of: everything a client would want to notice, locks and versions apart.</summary>
    public static string Content(TillBook book, TillOrder order)
    {
        var element = Full(book, order);
        foreach (var name in new[] { "version", "crc32", "locked" })
        {
            element.Attribute(name)?.Remove();
        }

        // Only the lists tell of the bill, but it is a change of the order.
        element.Add(Maybe("billTime", order.BilledAt is { } billed ? book.Local(billed) : null));
        return element.ToString(SaveOptions.DisableFormatting);
    }

    public static XElement Full(TillBook book, TillOrder order)
    {
        var menu = book.Menu;
        var sums = Pricing.Of(order, menu);
        var visit = book.Visit(order.Visit);
        return new XElement("Order",
            new XAttribute("visit", order.Visit),
            new XAttribute("orderIdent", order.Ident),
            new XAttribute("guid", order.Guid),
            new XAttribute("url", Url(order)),
            new XAttribute("orderName", order.Name),
            new XAttribute("version", order.Version),
            new XAttribute("crc32", order.Crc),
            new XAttribute("openTime", book.Local(order.OpenedAt)),
            Maybe("duration", order.Duration),
            Maybe("persistentComment", order.Comment),
            Maybe("nonPersistentComment", order.PassingComment),
            Maybe("holder", order.Holder),
            Maybe("promoCode", order.PromoCode),
            new XAttribute("orderSum", sums.Sum),
            new XAttribute("prepaySum", sums.Prepaid),
            new XAttribute("promisedSum", sums.Promised),
            new XAttribute("discountSum", sums.DiscountSum),
            new XAttribute("unpaidSum", sums.Unpaid),
            new XAttribute("totalPieces", sums.Pieces),
            new XAttribute("cookMins", 0),
            new XAttribute("paid", Bit(order.Paid)),
            new XAttribute("finished", Bit(order.Finished)),
            new XAttribute("deleted", Bit(order.Deleted)),
            new XAttribute("locked", Bit(book.HeldBy(order) is not null)),
            Person(menu, "Creator", order.Creator),
            Person(menu, "Waiter", order.Waiter),
            Named("Station", menu.Item(Refs.Stations, order.Station)),
            Named("OrderCategory", menu.Item(Refs.OrderCategories, order.Category)),
            Named("OrderType", menu.Item(Refs.OrderTypes, order.Type)),
            Named("Table", menu.Item(Refs.Tables, order.Table)),
            Named("GuestType", menu.Item(Refs.GuestTypes, visit.GuestType)),
            Named("Restaurant", menu.Item(Refs.Restaurants, SimulatorMenu.Restaurant)),
            Guests(visit),
            Props(order),
            order.Sessions.Select(session => Session(book, session, sums)));
    }

    public static XElement Named(string element, RefItem item) => new(element,
        new XAttribute("id", item.Ident), new XAttribute("code", item.Code), new XAttribute("name", item.Name));

    public static XElement? Guests(TillVisit visit) => visit.GuestCount is null && visit.Guests.Count is 0
        ? null
        : new XElement("Guests",
            new XAttribute("count", visit.GuestCount ?? visit.Guests.Count),
            visit.Guests.Select(label => new XElement("Guest", new XAttribute("guestLabel", label))));

    public static XElement? Props(TillOrder order) => order.Props.Count is 0
        ? null
        : new XElement("ExternalProps", order.Props.Select(prop =>
            new XElement("Prop", new XAttribute("name", prop.Key), new XAttribute("value", prop.Value))));

    public static string Url(TillOrder order) =>
        string.Create(CultureInfo.InvariantCulture, $"rk7order://{SimulatorMenu.RestaurantCode}/{order.Visit}/{order.Ident}");

    public static XAttribute? Maybe(string name, object? value) => value is null ? null : new XAttribute(name, value);

    public static int Bit(bool flag) => flag ? 1 : 0;

    private static XElement Person(SimulatorMenu menu, string element, int ident)
    {
        var person = menu.Item(Refs.Employees, ident);
        var named = Named(element, person);
        named.Add(Named("Role", menu.Item(Refs.Roles, person.Parent)));
        return named;
    }

    private static XElement Session(TillBook book, TillSession session, OrderSums sums)
    {
        var menu = book.Menu;
        return new XElement("Session",
            new XAttribute("uni", session.Uni),
            new XAttribute("line_guid", session.LineGuid),
            new XAttribute("sessionID", session.SessionId),
            new XAttribute("isDraft", Bit(session.Draft)),
            new XAttribute("printed", Bit(session.Printed)),
            Maybe("printTime", session.PrintedAt is { } at ? book.Local(at) : null),
            Maybe("remindTime", session.RemindTime),
            Maybe("readyTime", session.ReadyTime),
            Maybe("startService", session.StartService),
            new XAttribute("cookMins", 0),
            Named("Station", menu.Item(Refs.Stations, session.Station)),
            Person(menu, "Author", session.Author),
            Person(menu, "Creator", session.Creator),
            session.Course is { } course ? Named("Course", menu.Item(Refs.Courses, course)) : null,
            session.Lines.Select(line => Line(book, session, line)),
            session.Discounts.Select(discount => Discount(menu, discount, sums)),
            session.Prepays.Select(prepay => Prepay(menu, prepay)),
            Named("PriceScale", menu.Item(Refs.PriceTypes, session.PriceScale)),
            new XElement("TradeGroup",
                new XAttribute("id", SimulatorMenu.TradeGroup), new XAttribute("code", 1), new XAttribute("name", "Общая")));
    }

    private static XElement Line(TillBook book, TillSession session, TillLine line)
    {
        var dish = book.Dish(line.Item);
        var kitchen = line.Kitchen.Select(state => new XElement(book.Habits.KitchenElement,
            new XAttribute("name", state.Name), new XAttribute("at", book.Local(state.At))));
        return new XElement(line.Combo ? "Combo" : "Dish",
            DishNames(dish),
            new XAttribute("uni", line.Uni),
            new XAttribute("line_guid", line.LineGuid),
            new XAttribute("state", session.Printed ? 4 : 1),
            new XAttribute("quantity", line.Quantity),
            new XAttribute("srcQuantity", line.SourceQuantity),
            new XAttribute("price", line.Price),
            new XAttribute("amount", Pricing.Amount(line)),
            // The combo type has no priceListAmount [xsd].
            line.Combo ? null : new XAttribute("priceListAmount", Pricing.ListAmount(line)),
            new XAttribute("seat", line.Seat),
            Maybe("kdsstate", line.Kitchen.LastOrDefault()?.Name),
            line.Modis.Select(modi => Modi(book, modi)),
            line.Voids.Select(one => Void(book, one)),
            line.Components.Select(component => Component(book, component)),
            kitchen);
    }

    private static IEnumerable<XAttribute> DishNames(Dish dish) =>
        [new("id", dish.Ident), new("code", dish.Code), new("name", dish.Name)];

    private static XElement Modi(TillBook book, TillModi modi)
    {
        var element = Named("Modi", book.Menu.Item(Refs.Modifiers, modi.Item));
        element.Add(new XAttribute("count", modi.Count), new XAttribute("price", modi.Price), Maybe("openName", modi.OpenName));
        return element;
    }

    private static XElement Void(TillBook book, TillVoid one)
    {
        var element = Named("Void", book.Menu.Item(Refs.Reasons, one.Reason));
        element.Add(
            new XAttribute("quantity", one.Quantity),
            new XAttribute("dateTime", book.Local(one.At)),
            Named("Author", book.Menu.Item(Refs.Employees, one.Author)));
        return element;
    }

    private static XElement Component(TillBook book, TillComponent component) => new("Component",
        DishNames(book.Dish(component.Item)),
        new XAttribute("line_guid", component.LineGuid),
        new XAttribute("count", component.Count),
        new XAttribute("price", component.Price),
        component.Modis.Select(modi => Modi(book, modi)));

    private static XElement Discount(SimulatorMenu menu, TillCharge discount, OrderSums sums)
    {
        var element = Named("Discount", menu.Item(Refs.Discounts, discount.Item));
        element.Add(
            new XAttribute("uni", discount.Uni),
            new XAttribute("line_guid", discount.LineGuid),
            new XAttribute("charge_source", "xmlInterface"),
            new XAttribute("discountSum", sums.Discounts.First(one => one.Discount == discount).Sum));
        return element;
    }

    private static XElement Prepay(SimulatorMenu menu, TillCharge prepay)
    {
        var element = Named("Prepay", menu.Item(Refs.Currencies, prepay.Item));
        element.Add(
            new XAttribute("uni", prepay.Uni),
            new XAttribute("line_guid", prepay.LineGuid),
            new XAttribute("amount", prepay.Amount ?? 0),
            new XAttribute("promised", Bit(prepay.Promised)));
        return element;
    }
}
