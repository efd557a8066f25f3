using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// The data of the simulated restaurant «Тестовый объект»: what a dealer would have entered in the r_keeper manager.
/// Idents are seven digits and never equal to the codes, so that a client which mixes the two up is found out.
/// </summary>
public sealed partial class SimulatorMenu
{
    /// <summary>Code of the delivery station «Касса доставки».</summary>
    public const int DeliveryStation = 1;

    /// <summary>Code of the station in the hall, where the simulated cashier works.</summary>
    public const int HallStation = 2;

    /// <summary>Code of the table «Dlv» in the hall «Доставка».</summary>
    public const int DeliveryTable = 1;

    /// <summary>Code of the order category «Доставка».</summary>
    public const int DeliveryCategory = 2;

    /// <summary>Code of the ordinary order type.</summary>
    public const int OrdinaryType = 1;

    /// <summary>Code of the guest type «Интернет-гость».</summary>
    public const int WebGuest = 2;

    /// <summary>Code of the employee with the XML privilege.</summary>
    public const int WebEmployee = 9001;

    /// <summary>Code of the cashier who works at the simulated till.</summary>
    public const int CashierEmployee = 9002;

    /// <summary>Code of the manager.</summary>
    public const int ManagerEmployee = 9004;

    /// <summary>Code of a reason that may delete printed dishes.</summary>
    public const int GuestRefused = 1;

    /// <summary>Code of the reason that may stop dishes.</summary>
    public const int OutOfStock = 3;

    /// <summary>Code of the dish that a fresh till has stopped, «Суп дня».</summary>
    public const int StoppedDish = 204;

    /// <summary>Code of the dish of which a fresh till has five portions, «Лимонад домашний».</summary>
    public const int LimitedDish = 604;

    /// <summary>Restaurant code, the one in the licence anchor.</summary>
    public const int RestaurantCode = 199990001;

    internal const int Restaurant = 1005001;
    internal const int CashGroup = 1005002;
    internal const int SystemEmployee = 1005300;
    internal const int HallScale = 1005801;
    internal const int DeliveryScale = 1005802;
    internal const int TradeGroup = 1005851;
    internal const int DeliveryHall = 1005401;

    private const int Hall = 1005402;
    private const int Sauces = 1005601;
    private const int Sizes = 1005602;
    private const int Extras = 1005603;
    private const int SauceScheme = 1005651;
    private const int PizzaScheme = 1005652;
    private const int DrinkScheme = 1005653;
    private const int LunchScheme = 1005671;
    private const int FirstCourses = 1005681;
    private const int Breads = 1005682;
    private const int LunchDrinks = 1005683;

    private static readonly string[] _categories =
        ["Выпечка и десерты", "Супы", "Салаты и закуски", "Горячее", "Пицца", "Напитки", "Комбо"];

    private static readonly (int Code, string Name, int Group, int Roubles)[] _modifiers =
    [
        (305, "Сметана", Sauces, 20), (306, "Кетчуп", Sauces, 15), (307, "Соус чесночный", Sauces, 25),
        (308, "Майонез", Sauces, 15), (311, "Пицца 25 см", Sizes, 0), (312, "Пицца 30 см", Sizes, 120),
        (313, "Пицца 40 см", Sizes, 260), (321, "Лимон", Extras, 10), (322, "Сахар", Extras, 0),
        (323, "Молоко", Extras, 20),
    ];

    /// <summary>Makes the restaurant's data with the given employee as the one that may use the XML interface.</summary>
    public SimulatorMenu(string xmlUser)
    {
        Dishes = MakeDishes();
        References = MakeReferences(xmlUser);
    }

    internal ImmutableArray<Dish> Dishes { get; }

    internal ImmutableArray<Reference> References { get; }

    [IndexerName("Reference")]
    internal Reference this[string name] =>
        References.First(reference => reference.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal RefItem Item(string reference, int ident) => this[reference].Items.First(item => item.Ident == ident);

    internal RefItem ByCode(string reference, int code) =>
        this[reference].Items.First(item => item.Code == code && item.Ident != 0);

    /// <summary>Price of one modifier, kopecks. Not a property of the reference: clients get it from GetOrderMenu.</summary>
    internal static long ModifierPrice(int ident) =>
        _modifiers.First(modifier => 1001000 + modifier.Code == ident).Roubles * 100L;

    internal string CategoryName(int category) => Item(Refs.Categories, category).Name;

    /// <summary>The combo groups of a combo scheme with the dishes that may be chosen from them and their surcharges.</summary>
    internal IEnumerable<(RefChild Rule, ImmutableArray<RefChild> Dishes)> ComboGroups(int scheme) =>
        Item(Refs.ComboSchemes, scheme).Children
            .Select(rule => (rule, Item(Refs.ComboGroups, rule.Number("ComboGroup")).Children));

    private static ImmutableArray<Dish> MakeDishes()
    {
        static Dish Make(int code, string name, int category, int roubles) =>
            new(1000020 + code, code, name, 1005501 + category, roubles * 100L);

        return
        [
            Make(101, "Пирог", 0, 350) with { ModiScheme = SauceScheme },
            Make(102, "Хлеб", 0, 30),
            Make(103, "Булочка с корицей", 0, 90),
            Make(104, "Чизкейк", 0, 280),
            Make(105, "Медовик", 0, 260),
            Make(198, "Штоллен рождественский", 0, 410) with { Active = false },
            Make(199, "Ватрушка", 0, 70) with { Active = false, Deleted = true },
            Make(201, "Борщ", 1, 290) with { ModiScheme = SauceScheme },
            Make(202, "Солянка мясная", 1, 320),
            Make(203, "Куриный бульон", 1, 210),
            Make(StoppedDish, "Суп дня", 1, 190),
            Make(205, "Том ям", 1, 420),
            Make(211, "Салат «Цезарь»", 2, 380),
            Make(212, "Салат греческий", 2, 340),
            Make(213, "Оливье", 2, 250),
            Make(214, "Винегрет", 2, 190),
            Make(215, "Сёмга слабосолёная", 2, 3200) with { Weighed = true, Portion = "кг" },
            Make(401, "Котлета по-киевски", 3, 420),
            Make(402, "Плов", 3, 360),
            Make(403, "Пельмени домашние", 3, 340) with { ModiScheme = SauceScheme },
            Make(404, "Стейк из лосося", 3, 790),
            Make(405, "Картофель фри", 3, 150) with { ModiScheme = SauceScheme },
            Make(406, "Каша овсяная", 3, 160) with { Hours = (new TimeOnly(8, 0), new TimeOnly(12, 0)) },
            Make(501, "Пицца «Маргарита»", 4, 490) with { ModiScheme = PizzaScheme },
            Make(502, "Пицца «Пепперони»", 4, 560) with { ModiScheme = PizzaScheme },
            Make(503, "Пицца «Четыре сыра»", 4, 590) with { ModiScheme = PizzaScheme },
            Make(601, "Морс клюквенный", 5, 120),
            Make(602, "Чай чёрный", 5, 100) with { ModiScheme = DrinkScheme },
            Make(603, "Кофе американо", 5, 140) with { ModiScheme = DrinkScheme },
            Make(LimitedDish, "Лимонад домашний", 5, 180),
            Make(605, "Пиво разливное", 5, 220) with { Stations = [1005202] },
            Make(701, "Комбо обед", 6, 590) with { ComboScheme = LunchScheme },
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool flag) => flag ? "true" : "false";
}

/// <summary>Names of the references, as the messages of the server spell them.</summary>
internal static class Refs
{
    public const string Dishes = "MenuItems";
    public const string Categories = "CategList";
    public const string Modifiers = "Modifiers";
    public const string ModiGroups = "ModiGroups";
    public const string ModiSchemes = "ModiSchemes";
    public const string ComboGroups = "ComboGroups";
    public const string ComboSchemes = "ComboSchemes";
    public const string Tables = "Tables";
    public const string Halls = "HallPlans";
    public const string Employees = "Employees";
    public const string Roles = "Roles";
    public const string Stations = "Cashes";
    public const string OrderCategories = "UnchangeableOrderTypes";
    public const string OrderTypes = "ChangeableOrderTypes";
    public const string GuestTypes = "GuestTypes";
    public const string Reasons = "OrderVoids";
    public const string Restaurants = "Restaurants";
    public const string Currencies = "Currencies";
    public const string PriceTypes = "PriceTypes";
    public const string Courses = "Kurses";
    public const string Discounts = "Discounts";
    public const string CashGroups = "CashGroups";
}
