using System.Xml.Linq;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Reads what answers carry (RK7 protocol digest, section 6), as pure functions: by name, whatever the order of attributes, and
/// past everything unknown. What must be there and is not is a <see cref="FormatException"/>.
/// </summary>
internal static class Rk7Answers
{
    // Section 4: lines stay with the order when they are removed.
    private const int LineOpen = 1;
    private const int LineDeleted = 7;

    // Section 4: 4 printed, 5 partly closed, 6 closed.
    private const int LinePrinted = 4;

    /// <summary>GetSystemInfo and GetSystemInfo2.</summary>
    public static TillInfo Info(Rk7Answer answer)
    {
        var system = answer.Body.Element("SystemInfo");
        return new TillInfo(
            answer.Root.Text("ServerVersion") ?? "",
            answer.Root.Text("NetName") ?? answer.Body.Text("NetName") ?? "",
            system?.Element("Restaurant")?.Text("name"),
            system?.Element("CommonShift")?.Int("ShiftNum"));
    }

    /// <summary>The order in answers of GetOrder, CreateOrder and SaveOrder; null when they have none (CreateOrder before 7.5.5.057).</summary>
    public static TillOrder? Order(Rk7Answer answer) => answer.Body.Element("Order") is { } order
        ? Order(order, answer.Body.Guid("guid"), answer.Body.Long("VisitID"), answer.Body.Int("OrderID"))
        : null;

    /// <summary>The guid that CreateOrder says the order got; null when it does not say.</summary>
    public static Guid? CreatedGuid(Rk7Answer answer) => answer.Body.Guid("guid");

    /// <summary>LockOrder: whether the order is locked after the call. Ok alone does not say so (section 5).</summary>
    public static bool Locked(Rk7Answer answer) => answer.Body.Flag("locked");

    /// <summary>GetOrderList2. GetOrderList has other names and no reader here.</summary>
    /// <param name="us">Whose locks are ours, the station and the employee that our own locks name (section 5); and which table.</param>
    public static TillOrderList OrderList(Rk7Answer answer, long? lastVersion, TillOptions? us = null)
    {
        var version = answer.Body.Long("lastversion") ?? answer.Root.Long("lastversion") ?? lastVersion ?? 0;
        return answer.Status is Rk7Answer.NoChanges
            ? new TillOrderList(version, true, [])
            : new TillOrderList(
                version,
                false,
                [.. from visit in answer.Body.Elements("Visit")
                    from order in visit.Elements("Orders").Elements("Order")
                    where order.Guid("guid") is not null || MayBeOurs(order)
                    select Order(order, null, visit.Long("visit"), null) with
                    {
                        IsLockedByUs = IsLockedBy(order, us),
                        IsOnOurTable = us is not null && order.Element("Table")?.Text("code") == us.Table,
                    }]);
    }

    // Others' orders without a guid do not keep us from reading ours; one that may be ours and cannot be read must not pass for "not there".
    private static bool MayBeOurs(XElement order) =>
        order.Text("persistentComment")?.StartsWith('#') is true || order.Elements("ExternalProps").Elements("Prop").Any();

    private static bool IsLockedBy(XElement order, TillOptions? us) => us is { Station: not "" }
        && order.Element("LockedByStation")?.Text("code") == us.Station
        && (order.Element("LockedByWaiter")?.Text("code") ?? "") == us.Waiter;

    private static TillOrder Order(XElement order, Guid? guid, long? visit, int? ident) => new()
    {
        Guid = order.Guid("guid") ?? guid ?? throw new FormatException("The till's order has no guid."),
        Visit = order.Long("visit") ?? visit ?? throw new FormatException("The till's order has no visit."),
        OrderIdent = order.Int("orderIdent") ?? ident ?? throw new FormatException("The till's order has no orderIdent."),
        Name = order.Text("orderName") ?? "",
        Table = order.Element("Table")?.Text("name"),
        Version = order.Long("version") ?? 0,
        Crc32 = Crc32(order),
        Sum = order.Money("orderSum") ?? Money.Zero,
        Pieces = order.Quantity("totalPieces") ?? default,
        Comment = order.Text("persistentComment"),
        ExternalId = order.Elements("ExternalProps").Elements("Prop")
            .FirstOrDefault(property => property.Text("name") is Rk7Messages.WebOrderId)?.Text("value"),
        IsPaid = order.Flag("paid"),
        IsFinished = order.Flag("finished"),
        IsDeleted = order.Flag("deleted"),
        IsLocked = order.Flag("locked"),
        LockedBy = LockedBy(order),
        BilledAt = order.Time("billTime"),
        Packages = [.. order.Elements("Session").Select(Package)],
    };

    // A signed number by the schema; some writers of checksums forget the sign.
    private static int Crc32(XElement order) => unchecked((int)(order.Long("crc32") ?? 0));

    private static string? LockedBy(XElement order)
    {
        string?[] names = [order.Element("LockedByStation")?.Text("name"), order.Element("LockedByWaiter")?.Text("name")];
        var known = names.Where(name => !string.IsNullOrWhiteSpace(name)).ToList();
        return known is [] ? null : string.Join(", ", known);
    }

    private static TillPackage Package(XElement session) => new(
        session.Int("uni") ?? 0,
        session.Guid("line_guid"),
        session.Flag("printed"),
        [.. session.Elements()
            .Where(IsLine)
            .Select(Dish)])
    {
        HasMore = session.Flag("isDraft")
            || session.Elements().Any(part => part.Name.LocalName is "Discount" or "Prepay" or "Pay" or "PrintCheck" or "Course")
            || session.Elements().Where(IsLine).Any(HasMore),
        Times = session.Text("remindTime") is null && session.Text("readyTime") is null && session.Text("startService") is null
            ? null
            : new PackageTimes(session.Text("remindTime"), session.Text("readyTime"), session.Text("startService")),
    };

    private static bool IsLine(XElement part) => part.Name.LocalName is "Dish" or "Combo" && part.Int("state") is not LineDeleted;

    // What we would lose by writing the line anew: a line that is past open, a discount, a refusal, a price or a text of the cashier's.
    private static bool HasMore(XElement line) =>
        line.Int("state") is not (null or LineOpen)
        || line.Elements().Any(part => part.Name.LocalName is "Discount" or "Void" or "Consum")
        || (line.Name.LocalName is "Combo" && line.Elements().Any(part => part.Name.LocalName is "Modi" or "ComboModi"))
        || line.Elements("Component").Elements().Any(part => part.Name.LocalName is "Modi" or "ComboModi")
        || line.Descendants("Modi").Any(modifier => !string.IsNullOrEmpty(modifier.Text("openName")))
        || line.Int("seat") is not (null or 0)
        || (line.Money("priceListAmount") is { } list && line.Money("amount") is { } amount && list != amount);

    private static TillDish Dish(XElement dish)
    {
        var quantity = dish.Quantity("quantity") ?? throw new FormatException("A dish of the till's order has no quantity.");
        return new TillDish(
            Id(dish),
            dish.Text("name") ?? "",
            quantity,
            dish.Money("amount") ?? ((dish.Money("price") ?? Money.Zero) * quantity),
            [.. dish.Elements()
                .Where(part => part.Name.LocalName is "Modi" or "Component" && part.Int("state") is not LineDeleted)
                .Select(part => new TillModifier(Id(part), part.Text("name") ?? "", part.Int("count") ?? 1))])
        {
            Uni = dish.Int("uni") ?? 0,
            IsCombo = dish.Name.LocalName is "Combo",
            IsPrinted = dish.Int("state") is >= LinePrinted and < LineDeleted,
        };
    }

    private static int Id(XElement line) => line.Int("id") ?? throw new FormatException($"A {line.Name.LocalName} of the till's order has no id.");
}
