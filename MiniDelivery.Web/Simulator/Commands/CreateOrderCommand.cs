using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Makes an empty order (RK7 protocol digest, section 7.1).</summary>
internal static class CreateOrderCommand
{
    // 256 for the first order of a visit [rec]; the step for further ones is ours.
    private const int IdentStep = 256;

    public static CommandAnswer Run(TillBook book, XElement command)
    {
        var element = command.Demand("Order");
        if (book.Switches.ShiftTooOld)
        {
            throw TillRefusedException.ShiftTooOld(book.State.Shift.Number);
        }

        var wanted = Read(book, element);
        var guid = element.Braced("guid");
        if (guid is not null && book.Find(guid) is { } existing)
        {
            switch (book.Switches.RepeatedGuid)
            {
                case RepeatedGuid.Error:
                    // Not observed on a real till: the wording is ours, and there is no number.
                    throw TillRefusedException.Executing(null, $"Заказ с GUID {guid} уже существует");
                case RepeatedGuid.Same:
                    return Answer(book, existing);
                case RepeatedGuid.Overwrite:
                    book.DemandOpen(existing);
                    book.DemandUnlocked(existing, null);
                    wanted.Write(existing);
                    book.Touch(existing);
                    return Answer(book, existing);
                case RepeatedGuid.Second:
                    guid = null;
                    break;
            }
        }

        return Answer(book, Make(book, wanted, guid ?? TillBook.NewGuid(), FindVisit(book, element)));
    }

    public static string NextName(TillBook book, RefItem table)
    {
        var number = book.State.LastNumbers.GetValueOrDefault(table.Ident) + 1;
        book.State.LastNumbers[table.Ident] = number;
        return string.Create(CultureInfo.InvariantCulture, $"{table.Name}.{number}");
    }

    /// <summary>The properties that the till keeps.</summary>
    public static List<KeyValuePair<string, string>> KeptProps(TillBook book, XElement parent) =>
        book.Switches.PropsForgotten ? [] : ReadProps(parent);

    public static List<KeyValuePair<string, string>> ReadProps(XElement parent) =>
    [
        .. (parent.Element("ExternalProps")?.Elements("Prop") ?? [])
            .Select(prop => KeyValuePair.Create(prop.DemandText("name"), prop.Text("value") ?? "")),
    ];

    /// <summary>The guests of a request; null = it says nothing about them.</summary>
    public static (int? Count, List<string> Labels)? ReadGuests(XElement parent) =>
        parent.Element("Guests") is { } guests
            ? (guests.Number("count"),
                [.. guests.Elements("Guest").Select(guest => guest.Text("guestLabel")).OfType<string>()])
            : null;

    public static void Seat(TillVisit visit, (int? Count, List<string> Labels)? guests)
    {
        if (guests is var (count, labels))
        {
            visit.GuestCount = count ?? visit.GuestCount;
            visit.Guests = labels.Count > 0 ? labels : visit.Guests;
        }
    }

    private static Wanted Read(TillBook book, XElement element)
    {
        var table = book.DemandItem(element, "Table", Refs.Tables);
        var guests = ReadGuests(element);
        if (book.Switches.GuestsMandatory && guests is not { Labels.Count: > 0 })
        {
            throw TillRefusedException.NoGuests();
        }

        // Without Waiter the order is created on behalf of the system [docs].
        var waiter = book.Find(element, "Waiter", Refs.Employees)?.Ident ?? SimulatorMenu.SystemEmployee;
        var category = book.Find(element, "OrderCategory", Refs.OrderCategories)?.Ident
            ?? book.Menu[Refs.OrderCategories].Items[table.Parent is SimulatorMenu.DeliveryHall ? 1 : 0].Ident;
        return new Wanted(element, book)
        {
            Table = table,
            Guests = guests,
            Waiter = waiter,
            Creator = book.Find(element, "Creator", Refs.Employees)?.Ident ?? waiter,
            Station = book.Find(element, "Station", Refs.Stations)?.Ident ?? book.Menu[Refs.Stations].Items[0].Ident,
            Category = category,
            Type = book.Find(element, "OrderType", Refs.OrderTypes)?.Ident ?? book.Menu[Refs.OrderTypes].Items[0].Ident,
            GuestType = book.Find(element, "GuestType", Refs.GuestTypes)?.Ident ?? book.Menu[Refs.GuestTypes].Items[0].Ident,
            Props = KeptProps(book, element),
            OpenTime = element.Time("openTime"),
        };
    }

    private static TillVisit? FindVisit(TillBook book, XElement element)
    {
        if (element.Element("Visit") is not { } named)
        {
            return null;
        }

        var id = named.Number("visit");
        var guid = named.Braced("guid");
        var visit = book.State.Visits.Find(visit => visit.Id == id || visit.Guid == guid)
            ?? throw TillRefusedException.OrderNotFound($"{id}{guid}");
        return visit.Finished ? throw TillRefusedException.VisitClosed(visit.Id) : visit;
    }

    private static TillOrder Make(TillBook book, Wanted wanted, string guid, TillVisit? visit)
    {
        if (visit is null)
        {
            visit = new TillVisit
            {
                Id = book.State.NextVisit++,
                Guid = TillBook.NewGuid(),
                GuestType = wanted.GuestType,
            };
            book.State.Visits.Add(visit);
        }

        Seat(visit, wanted.Guests);
        var order = new TillOrder
        {
            Visit = visit.Id,
            Ident = (book.OrdersOf(visit.Id).Count() + 1) * IdentStep,
            Guid = guid,
            Name = NextName(book, wanted.Table),
            OpenedAt = book.Now,
        };
        wanted.Write(order);
        book.State.Orders.Add(order);
        book.Touch(order);
        return order;
    }

    private static CommandAnswer Answer(TillBook book, TillOrder order) => new(
        new XAttribute("VisitID", order.Visit),
        new XAttribute("OrderID", order.Ident),
        new XAttribute("guid", order.Guid),
        book.Habits.OrderInCreate ? OrderXml.Full(book, order) : null);

    private sealed record Wanted(XElement Element, TillBook Book)
    {
        public required RefItem Table { get; init; }

        public required (int? Count, List<string> Labels)? Guests { get; init; }

        public required int Waiter { get; init; }

        public required int Creator { get; init; }

        public required int Station { get; init; }

        public required int Category { get; init; }

        public required int Type { get; init; }

        public required int GuestType { get; init; }

        public required List<KeyValuePair<string, string>> Props { get; init; }

        public required DateTime? OpenTime { get; init; }

        public void Write(TillOrder order)
        {
            order.Table = Table.Ident;
            order.Waiter = Waiter;
            order.Creator = Creator;
            order.Station = Station;
            order.Category = Category;
            order.Type = Type;
            order.Props = Props;
            order.Comment = Element.Comment("persistentComment");
            order.PassingComment = Element.Comment("nonPersistentComment");
            order.Holder = Element.Comment("holder");
            order.PromoCode = Element.Text("promoCode");
            order.Duration = Element.Text("duration");
            order.ExtSource = Element.Text("extSource");
            order.ExtId = Element.Text("extID");
            order.OpenedAt = OpenTime is { } time ? Book.FromLocal(time) : order.OpenedAt;
        }
    }
}
