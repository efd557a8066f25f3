using System.Xml.Linq;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

public class Rk7MessagesTests
{
    private static readonly Guid _order = new("9a4e1b7c-2f60-4b3d-8c5a-6d7e8f901234");
    private static readonly Guid _lock = new("0f2c1a94-7d53-4c1b-9b7e-1e5a0c2d3f44");
    private static readonly Guid _package = new("c0ffee00-0001-4000-8000-000000000001");

    private static readonly TillOptions _till = new()
    {
        Url = "https://till.example:8080",
        Station = "1",
        Table = "102",
        OrderCategory = "2",
        OrderType = "1",
        GuestType = "3",
        Waiter = "9001",
        Manager = "9002",
        DeleteReason = "5",
    };

    private static readonly NewTillOrder _new = new(
        _order, "#43", "shop-a/58213", "Анна, +70000000000\r\nул. Примерная, 1\tкв. 2", 2);

    private static readonly FillPlan _plan = new(
        [
            new FillLine(1000121, new Quantity(2000), false, [new FillModifier(1000305, 1), new FillModifier(1000317, 2)], []),
            new FillLine(1000140, new Quantity(350), false, [], []),
            new FillLine(1000200, new Quantity(1000), true, [], [new FillModifier(1000121, 1), new FillModifier(1000133, 2)]),
        ],
        []);

    [Fact]
    public void GetSystemInfo() => Golden.Matches("get-system-info", Rk7Messages.GetSystemInfo);

    [Fact]
    public void GetSystemInfo2() => Golden.Matches("get-system-info-2", Rk7Messages.GetSystemInfo2);

    [Fact]
    public void CheckLicense() => Golden.Matches("check-license", Rk7Messages.CheckLicense);

    [Fact]
    public void GetRefList() => Golden.Matches("get-ref-list", Rk7Messages.GetRefList);

    [Fact]
    public void Menu_items() => Golden.Matches("get-ref-data-menuitems", Rk7Messages.GetMenuItems);

    [Fact]
    public void Categories() => Golden.Matches("get-ref-data-categlist", Rk7Messages.GetCategories);

    [Fact]
    public void Modifiers() => Golden.Matches("get-ref-data-modifiers", Rk7Messages.GetModifiers);

    [Fact]
    public void Modifier_groups() => Golden.Matches("get-ref-data-modigroups", Rk7Messages.GetModifierGroups);

    [Fact]
    public void Modifier_schemes() => Golden.Matches("get-ref-data-modischemes", Rk7Messages.GetModifierSchemes);

    [Fact]
    public void Reasons() => Golden.Matches("get-ref-data-ordervoids", Rk7Messages.GetOrderVoids);

    [Fact]
    public void Number_of_a_subscription() => Golden.Matches(
        "get-xml-license-instance-seq-number",
        () => Rk7Messages.GetLicenseNumber("6:{655CEE55-7BCD-4826-B6E0-A8CCF2017EF3}#199990001/17", "1000001", _package));

    [Fact]
    public void GetFunctions() => Golden.Matches("get-functions", Rk7Messages.GetFunctions);

    [Fact]
    public void Stations() => Golden.Matches("get-ref-data-cashes", Rk7Messages.GetStations);

    [Fact]
    public void Tables() => Golden.Matches("get-ref-data-tables", Rk7Messages.GetTables);

    [Fact]
    public void Halls() => Golden.Matches("get-ref-data-hallplans", Rk7Messages.GetHalls);

    [Fact]
    public void Order_categories() => Golden.Matches("get-ref-data-unchangeableordertypes", Rk7Messages.GetOrderCategories);

    [Fact]
    public void Order_types() => Golden.Matches("get-ref-data-changeableordertypes", Rk7Messages.GetOrderTypes);

    [Fact]
    public void Guest_types() => Golden.Matches("get-ref-data-guesttypes", Rk7Messages.GetGuestTypes);

    [Fact]
    public void Employees() => Golden.Matches("get-ref-data-employees", Rk7Messages.GetEmployees);

    [Fact]
    public void GetOrderMenu() => Golden.Matches("get-order-menu", () => Rk7Messages.GetOrderMenu(_till));

    [Fact]
    public void GetDishRests() => Golden.Matches("get-dish-rests", Rk7Messages.GetDishRests);

    [Fact]
    public void GetOrder_by_guid() => Golden.Matches("get-order", () => Rk7Messages.GetOrder(_order));

    [Fact]
    public void GetOrder_by_numbers() => Golden.Matches("get-order-by-visit", () => Rk7Messages.GetOrder(356255787, 256));

    [Fact]
    public void GetOrderList2() => Golden.Matches("get-order-list-2", () => Rk7Messages.GetOrderList2(null));

    [Fact]
    public void GetOrderList2_since() => Golden.Matches("get-order-list-2-since", () => Rk7Messages.GetOrderList2(1234567));

    [Fact]
    public void CreateOrder() => Golden.Matches("create-order", () => Rk7Messages.CreateOrder(_till, _new));

    [Fact]
    public void CreateOrder_with_required_settings_only() => Golden.Matches(
        "create-order-bare",
        () => Rk7Messages.CreateOrder(new TillOptions { Station = "1", Table = "102" }, _new with { Comment = "", Guests = 0 }));

    [Fact]
    public void LockOrder() => Golden.Matches("lock-order", () => Rk7Messages.LockOrder(_till, _order, _lock, TimeSpan.FromMinutes(3)));

    [Fact]
    public void LockOrder_as_unlock() => Golden.Matches("unlock-order", () => Rk7Messages.LockOrder(_till, _order, _lock, TimeSpan.Zero));

    [Fact]
    public void SaveOrder() => Golden.Matches("save-order", () => Rk7Messages.SaveOrder(_till, _order, _lock, _package, _plan));

    [Fact]
    public void SaveOrder_with_a_package_written_anew_and_a_new_one() => Golden.Matches(
        "save-order-packages",
        () => Rk7Messages.SavePackages(_till, _order, _lock,
        [
            new PackageWrite(12, _package, _plan.Lines, new PackageTimes("2030-01-01T12:00:00", "2030-01-01T12:30:00", null)),
            new PackageWrite(null, new Guid("c0ffee00-0002-4000-8000-000000000002"), [_plan.Lines[1]]),
        ]));

    [Fact]
    public void SaveOrder_with_a_package_emptied() => Golden.Matches(
        "save-order-emptied", () => Rk7Messages.SavePackages(_till, _order, _lock, [new PackageWrite(12, _package, [])]));

    [Fact]
    public void Combo_schemes() => Golden.Matches("get-ref-data-comboschemes", Rk7Messages.GetComboSchemes);

    [Fact]
    public void Combo_groups() => Golden.Matches("get-ref-data-combogroups", Rk7Messages.GetComboGroups);

    [Fact]
    public void UpdateOrder() => Golden.Matches("update-order", () => Rk7Messages.UpdateOrder(_order, _lock, "#43 Анна, домофон 12"));

    [Fact]
    public void VoidOrder() => Golden.Matches("void-order", () => Rk7Messages.VoidOrder(_till, _order));

    [Fact]
    public void CloseVisit() => Golden.Matches("close-visit", () => Rk7Messages.CloseVisit(356255787));

    [Fact]
    public void What_xml_forbids_does_not_reach_the_till()
    {
        var sent = Rk7Messages.CreateOrder(_till, _new with { Comment = "домофон\u0000 12\u000B\uFFFF, <\"Ленин&Ко\">\uD800 \U0001F355" });

        Assert.Equal("#43 домофон 12, <\"Ленин&Ко\"> \U0001F355", Comment(XElement.Parse(sent.ToString())));
    }

    [Theory]
    [InlineData("a\r\nb", "a b")]
    [InlineData("a\nb", "a b")]
    [InlineData("a\rb", "a b")]
    [InlineData("a\tb\n", "a b")]
    public void A_comment_is_one_line(string comment, string expected) =>
        Assert.Equal($"#43 {expected}", Comment(Rk7Messages.CreateOrder(_till, _new with { Comment = comment })));

    [Fact]
    public void No_price_is_ever_sent() => Assert.DoesNotContain(
        Rk7Messages.SaveOrder(_till, _order, _lock, _package, _plan).Descendants(), element => element.Attribute("price") is not null);

    private static string? Comment(XElement createOrder) => (string?)createOrder.Descendants("Order").Single().Attribute("persistentComment");
}
