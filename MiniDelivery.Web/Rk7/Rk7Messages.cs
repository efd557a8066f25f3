using System.Xml.Linq;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// The XML we send, as pure functions: each has a golden file beside its test. Always one command in the RK7CMD shape (RK7
/// protocol digest, section 2), children in the order of the schema, booleans as 1 and 0.
/// </summary>
internal static class Rk7Messages
{
    /// <summary>Name of the external property that carries the shop's order number.</summary>
    public const string WebOrderId = "webOrderId";

    // Section 6.1: always a mask; without one the answers are huge, and of EMPLOYEES they hold password hashes.
    private const string MenuItemsMask =
        "items.(Ident,Code,Name,GUIDString,Status,CategPath,ModiScheme,ComboScheme,SaleObjectType,PriceMode,QntDecDigits,MainParentIdent)";

    private const string SchemesMask =
        "items.(Ident,Status,RIChildItems.TModiSchemeDetail(ModiGroup,UpLimit,DownLimit,UseUpLimit,UseDownLimit,SortNum))";

    private const string ComboSchemesMask =
        "items.(Ident,Status,RIChildItems.TComboSchemeDetail(ComboGroup,UpLimit,DownLimit,UseUpLimit,UseDownLimit,SortNum))";

    private const string ComboGroupsMask = "items.(Ident,Name,Status,RIChildItems.TComboGroupDetail(Dish,Price))";

    public static XElement GetSystemInfo() => Query("GetSystemInfo");

    public static XElement GetSystemInfo2() => Query("GetSystemInfo2");

    /// <summary>Asks whether the restaurant has the lifetime licence that SaveOrder needs (section 8).</summary>
    public static XElement CheckLicense() => Query("CheckLicense", new XAttribute("license", "XMLSaveOrder"));

    /// <summary>
    /// Asks for a subscription's number (section 8). The number itself is left out: an instance that the till has not met answers
    /// 5304, which still proves anchor and token.
    /// </summary>
    public static XElement GetLicenseNumber(string anchor, string token, Guid instance) => Query(
        "GetXMLLicenseInstanceSeqNumber",
        new XElement(
            "LicenseInfo",
            new XAttribute("anchor", anchor),
            new XAttribute("licenseToken", token),
            new XElement("LicenseInstance", new XAttribute("guid", Rk7Format.Write(instance)))));

    /// <summary>Which commands the server knows; the answer is not complete (section 6.1).</summary>
    public static XElement GetFunctions() => Query("GetFunctions");

    public static XElement GetStations() => GetRefData("CASHES", "items.(Ident,Code,Name,Status)");

    public static XElement GetTables() => GetRefData("TABLES", "items.(Ident,Code,Name,Hall,MainParentIdent,Status)");

    public static XElement GetHalls() => GetRefData("HALLPLANS", "items.(Ident,Name,Status)");

    public static XElement GetOrderCategories() => GetRefData("UNCHANGEABLEORDERTYPES", "items.(Ident,Code,Name,Status)");

    public static XElement GetOrderTypes() => GetRefData("CHANGEABLEORDERTYPES", "items.(Ident,Code,Name,Status)");

    public static XElement GetGuestTypes() => GetRefData("GUESTTYPES", "items.(Ident,Code,Name,Status)");

    /// <summary>Never with a wider mask: this reference holds password hashes, cards and addresses (section 6.1).</summary>
    public static XElement GetEmployees() => GetRefData("EMPLOYEES", "items.(Ident,Code,Name,MainParentIdent)");

    public static XElement GetRefList() => Query("GetRefList");

    public static XElement GetMenuItems() => GetRefData("MENUITEMS", MenuItemsMask);

    public static XElement GetCategories() => GetRefData("CATEGLIST", "items.(Ident,Name,MainParentIdent,Status)");

    public static XElement GetModifiers() => GetRefData("MODIFIERS", "items.(Ident,Code,Name,MainParentIdent,Status)");

    public static XElement GetModifierGroups() => GetRefData("MODIGROUPS", "items.(Ident,Name,MainParentIdent,Status)");

    public static XElement GetModifierSchemes() => GetRefData("MODISCHEMES", SchemesMask, new XAttribute("WithChildItems", "2"));

    /// <summary>What combos are made of; the names of the properties are inferred from those of modifiers.</summary>
    public static XElement GetComboSchemes() => GetRefData("COMBOSCHEMES", ComboSchemesMask, new XAttribute("WithChildItems", "2"));

    public static XElement GetComboGroups() => GetRefData("COMBOGROUPS", ComboGroupsMask, new XAttribute("WithChildItems", "2"));

    /// <summary>Reasons for cancelling. Their flags differ by version, hence the open mask (section 6.1).</summary>
    public static XElement GetOrderVoids() => GetRefData("ORDERVOIDS", "*");

    /// <summary>What can be sold now. The context is that of the orders to come, because prices depend on it (section 6.2).</summary>
    public static XElement GetOrderMenu(TillOptions till) => Query(
        "GetOrderMenu",
        new XAttribute("checkrests", "1"),
        Code("Station", till.Station),
        Code("Table", till.Table),
        Code("OrderCategory", till.OrderCategory),
        Code("OrderType", till.OrderType));

    public static XElement GetDishRests() => Query("GetDishRests");

    public static XElement GetOrder(Guid guid) => Query("GetOrder", Order(guid));

    /// <summary>By the numbers that survive a change of guids.</summary>
    public static XElement GetOrder(long visit, int orderIdent) => Query(
        "GetOrder",
        new XElement(
            "Order",
            new XAttribute("visit", Rk7Format.Write(visit)),
            new XAttribute("orderIdent", Rk7Format.Write(orderIdent))));

    public static XElement GetOrderList2(long? lastVersion) => Query(
        "GetOrderList2", lastVersion is { } version ? new XAttribute("lastversion", Rk7Format.Write(version)) : null);

    /// <summary>An empty order (section 7.1). Guests are counted and named, since restaurants that demand them (3444) want the names.</summary>
    public static XElement CreateOrder(TillOptions till, NewTillOrder order)
    {
        var guests = Math.Max(1, order.Guests);
        return Query(
            "CreateOrder",
            new XElement(
                "Order",
                new XAttribute("guid", Rk7Format.Write(order.Guid)),
                new XAttribute("persistentComment", Rk7Format.WriteText($"{order.Marker} {order.Comment}")),
                Code("Table", till.Table),
                Code("Station", till.Station),
                Code("Waiter", till.Waiter),
                Code("OrderCategory", till.OrderCategory),
                Code("OrderType", till.OrderType),
                Code("GuestType", till.GuestType),
                new XElement(
                    "Guests",
                    new XAttribute("count", Rk7Format.Write(guests)),
                    Enumerable.Range(1, guests).Select(label => new XElement("Guest", new XAttribute("guestLabel", Rk7Format.Write(label))))),
                new XElement(
                    "ExternalProps",
                    new XElement(
                        "Prop",
                        new XAttribute("name", WebOrderId),
                        new XAttribute("value", Rk7Format.WriteText(order.ExternalId))))));
    }

    /// <summary>Zero time unlocks; there is no other way (section 5).</summary>
    public static XElement LockOrder(TillOptions till, Guid order, Guid lockGuid, TimeSpan time) => Query(
        "LockOrder",
        new XAttribute("lockTime", Rk7Format.WriteInterval(time)),
        new XAttribute("lockguid", Rk7Format.Write(lockGuid)),
        Order(order),
        Code("Station", till.Station),
        Code("Employee", till.Waiter));

    /// <summary>
    /// Adds a package (section 7.2). No uni, so a repeat doubles the dishes: only for who has looked before. No prices, so the
    /// till's list holds.
    /// </summary>
    public static XElement SaveOrder(TillOptions till, Guid order, Guid lockGuid, Guid packageGuid, FillPlan plan) => Query(
        "SaveOrder",
        new XAttribute("lockguid", Rk7Format.Write(lockGuid)),
        Order(order),
        new XElement(
            "Session",
            new XAttribute("line_guid", Rk7Format.Write(packageGuid)),
            Code("Station", till.Station),
            Code("Author", till.Waiter),
            Code("Creator", till.Waiter),
            plan.Lines.Select(Line)));

    /// <summary>
    /// Writes packages in one request (section 7.2): with uni the content is replaced, which may be repeated; without, it is added.
    /// </summary>
    public static XElement SavePackages(TillOptions till, Guid order, Guid lockGuid, IReadOnlyList<PackageWrite> packages) => Query(
        "SaveOrder",
        new XAttribute("lockguid", Rk7Format.Write(lockGuid)),
        Order(order),
        packages.Select(package => new XElement(
            "Session",
            package.Uni is { } uni ? new XAttribute("uni", Rk7Format.Write(uni)) : null,
            package.Guid is { } guid ? new XAttribute("line_guid", Rk7Format.Write(guid)) : null,
            AsWritten("remindTime", package.Times?.Remind),
            AsWritten("readyTime", package.Times?.Ready),
            AsWritten("startService", package.Times?.StartService),
            Code("Station", till.Station),
            Code("Author", till.Waiter),
            Code("Creator", till.Waiter),
            package.Lines.Select(Line))));

    /// <summary>Another comment; what the till had as one is gone, so only for who has read it under the lock.</summary>
    public static XElement UpdateOrder(Guid order, Guid lockGuid, string comment) => Query(
        "UpdateOrder",
        new XAttribute("persistentComment", Rk7Format.WriteText(comment)),
        new XAttribute("lockguid", Rk7Format.Write(lockGuid)),
        Order(order));

    /// <summary>By default the till would give the cancelled order new guids, and nobody would find it again (section 7.4).</summary>
    public static XElement VoidOrder(TillOptions till, Guid order) => Query(
        "VoidOrder",
        new XAttribute("change_guids", "0"),
        Order(order),
        Code("Station", till.Station),
        Code("Manager", till.Manager),
        Code("DeleteReason", till.DeleteReason));

    public static XElement CloseVisit(long visit) => Query("CloseVisit", new XAttribute("VisitID", Rk7Format.Write(visit)));

    private static XElement GetRefData(string name, string mask, XAttribute? more = null) => Query(
        "GetRefData",
        new XAttribute("RefName", name),
        new XAttribute("OnlyActive", "1"),
        more,
        new XAttribute("PropMask", mask));

    private static XElement Query(string command, params object?[] content) =>
        new("RK7Query", new XElement("RK7CMD", new XAttribute("CMD", command), content));

    private static XElement Order(Guid guid) => new("Order", new XAttribute("guid", Rk7Format.Write(guid)));

    private static XElement Line(FillLine line) => new(
        line.IsCombo ? "Combo" : "Dish",
        new XAttribute("id", Rk7Format.Write(line.Ident)),
        new XAttribute("quantity", Rk7Format.Write(line.Quantity.Thousandths)),
        line.Modifiers.Select(modifier => Counted("Modi", modifier)),
        line.Components.Select(component => Counted("Component", component)));

    private static XAttribute? AsWritten(string name, string? time) => time is null ? null : new XAttribute(name, time);

    private static XElement? Code(string name, string code) => code is "" ? null : new XElement(name, new XAttribute("code", code));

    private static XElement Counted(string name, FillModifier modifier) => new(
        name,
        new XAttribute("id", Rk7Format.Write(modifier.Ident)),
        new XAttribute("count", Rk7Format.Write(modifier.Count)));
}
