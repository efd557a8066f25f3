using System.Collections.Immutable;
using System.Globalization;

namespace MiniDelivery.Web.Simulator;

public sealed partial class SimulatorMenu
{
    private static readonly string[] _reasonFlags =
    [
        "ImplOnCheckVoid", "ImplOnCheckUndo", "ImplOnDishReturn", "ImplOnAddDishInStopList", "ImplOnBillCancel",
        "ImplOnPrepayDeletion",
    ];

    // Property names and reference names: RK7 protocol digest, section 6.1 [rec]. COMBOGROUPS and COMBOSCHEMES are
    // inferred: no source says which reference holds a combo's composition, so it is made like MODISCHEMES.
    private ImmutableArray<Reference> MakeReferences(string xmlUser) =>
    [
        new(Refs.Dishes, "TRK7MenuItem",
        [
            // A real answer begins with an empty draft.
            new RefItem(0, 0, "") { Status = "rsDraft" },
            .. Dishes.Select(DishItem),
        ]),
        new(Refs.Categories, "TRK7ClassificatorGroup",
        [
            new RefItem(1005500, 500, "Меню"),
            .. _categories.Select((name, index) => new RefItem(1005501 + index, 501 + index, name) { Parent = 1005500 }),
        ]),
        new(Refs.Modifiers, "TRK7Modifier",
        [
            .. _modifiers.Select(modifier => new RefItem(1001000 + modifier.Code, modifier.Code, modifier.Name)
            {
                Parent = modifier.Group,
                Properties = [("MaxOneDish", "0")],
            }),
        ]),
        new(Refs.ModiGroups, "TRK7ModiGroup",
        [
            new RefItem(Sauces, 61, "Соусы"), new RefItem(Sizes, 62, "Размер пиццы"), new RefItem(Extras, 63, "К напитку"),
        ]),
        new(Refs.ModiSchemes, "TRK7ModiScheme",
        [
            new RefItem(SauceScheme, 71, "Соусы 0-3") { Children = [ModiRule(1005751, Sauces, 0, 3)] },
            new RefItem(PizzaScheme, 72, "Пицца")
            {
                Children = [ModiRule(1005752, Sizes, 1, 1), ModiRule(1005753, Sauces, 0, 2)],
            },
            new RefItem(DrinkScheme, 73, "Напиток") { Children = [ModiRule(1005754, Extras, 0, 2)] },
        ]),
        new(Refs.ComboSchemes, "TRK7ComboScheme",
        [
            new RefItem(LunchScheme, 81, "Комбо обед")
            {
                Children =
                [
                    ComboRule(1005771, FirstCourses, 201, 1), ComboRule(1005772, Breads, 102, 2),
                    ComboRule(1005773, LunchDrinks, 601, 3),
                ],
            },
        ]),
        new(Refs.ComboGroups, "TRK7ComboGroup",
        [
            ComboGroup(FirstCourses, 82, "Первое", (201, 0), (202, 30), (203, 0)),
            ComboGroup(Breads, 83, "Выпечка", (102, 0), (103, 40)),
            ComboGroup(LunchDrinks, 84, "Напиток", (601, 0), (602, 0), (603, 20)),
        ]),
        new(Refs.Restaurants, "TRK7Restaurant",
        [
            new RefItem(Restaurant, 1, "Тестовый объект") { Properties = [("FullRestaurantCode", Text(RestaurantCode))] },
        ]),
        new(Refs.Halls, "TRK7HallPlan",
        [
            new RefItem(DeliveryHall, 1, "Доставка") { Parent = Restaurant },
            new RefItem(Hall, 2, "Зал") { Parent = Restaurant },
        ]),
        new(Refs.Tables, "TRK7Table",
        [
            Table(1005411, DeliveryTable, "Dlv", DeliveryHall),
            .. Enumerable.Range(1, 10).Select(number =>
                Table(1005420 + number, 10 + number, Text(number), Hall)),
        ]),
        new(Refs.CashGroups, "TRK7CashGroup", [new RefItem(CashGroup, 1, "Кассовый сервер") { Parent = Restaurant }]),
        new(Refs.Stations, "TRK7Cash",
        [
            new RefItem(1005201, DeliveryStation, "Касса доставки") { Parent = CashGroup, Properties = [("NetName", "DLV1")] },
            new RefItem(1005202, HallStation, "Касса 1") { Parent = CashGroup, Properties = [("NetName", "CASH1")] },
        ]),
        new(Refs.Roles, "TRK7Role",
        [
            new RefItem(1005281, 81, "Система"), new RefItem(1005282, 82, "Кассир"),
            new RefItem(1005283, 83, "Официант"), new RefItem(1005284, 84, "Менеджер"),
        ]),
        new(Refs.Employees, "TRK7Employee",
        [
            Employee(SystemEmployee, 9000, "Система", 1005281),
            Employee(1005301, WebEmployee, xmlUser, 1005282),
            Employee(1005302, CashierEmployee, "Иванова А.", 1005282),
            Employee(1005303, 9003, "Петров С.", 1005283),
            Employee(1005304, ManagerEmployee, "Сидорова М.", 1005284),
        ]),
        new(Refs.OrderCategories, "TRK7UnchangeableOrderType",
            [new RefItem(1005221, 1, "Основная"), new RefItem(1005222, DeliveryCategory, "Доставка")]),
        new(Refs.OrderTypes, "TRK7ChangeableOrderType",
            [new RefItem(1005231, OrdinaryType, "Обычный"), new RefItem(1005232, 2, "Самовывоз")]),
        new(Refs.GuestTypes, "TRK7GuestType",
            [new RefItem(1005241, 1, "Гость"), new RefItem(1005242, WebGuest, "Интернет-гость")]),
        new(Refs.Reasons, "TRK7OrderVoid",
        [
            Reason(1005251, GuestRefused, "Отказ гостя", "ImplOnCheckVoid", "ImplOnDishReturn", "ImplOnBillCancel"),
            Reason(1005252, 2, "Отмена чека", "ImplOnCheckUndo"),
            Reason(1005253, OutOfStock, "Нет продукта", "ImplOnAddDishInStopList"),
            Reason(1005254, 4, "Возврат предоплаты", "ImplOnPrepayDeletion"),
        ]),
        new(Refs.Currencies, "TRK7Currency",
        [
            new RefItem(1005261, 1, "Рубли"), new RefItem(1005262, 2, "Банковская карта"),
            new RefItem(1005263, 3, "Онлайн-оплата"),
        ]),
        new(Refs.Discounts, "TRK7Discount",
        [
            new RefItem(1005271, 1, "Скидка 10%") { Properties = [("Percent", "10")] },
            new RefItem(1005272, 2, "Скидка суммой"),
        ]),
        new(Refs.PriceTypes, "TRK7PriceType", [new RefItem(HallScale, 1, "Зал"), new RefItem(DeliveryScale, 2, "Доставка")]),
        new(Refs.Courses, "TRK7Kurs", [new RefItem(1005291, 1, "Основной")]),
    ];

    private static RefItem DishItem(Dish dish) => new(dish.Ident, dish.Code, dish.Name)
    {
        Status = dish.Deleted ? "rsDeleted" : dish.Active ? "rsActive" : "rsInactive",
        Parent = dish.Category,
        Properties =
        [
            ("AltName", ""),
            ("CategPath", $"\\Меню\\{_categories[dish.Category - 1005501]}"),
            ("ModiScheme", Text(dish.ModiScheme)),
            ("ComboScheme", Text(dish.ComboScheme)),
            ("SaleObjectType", dish.ComboScheme is 0 ? "sotMenuItem" : "sotComboMenuItem"),
            ("PriceMode", dish.Weighed ? "pmPerUnitOfWeight" : "pmPerPortion"),
            ("QntDecDigits", dish.Weighed ? "3" : "0"),
            ("OpenPrice", "false"),
            ("UseRestControl", Text(dish.Code is LimitedDish)),
            ("PortionName", dish.Portion),
            ("PortionWeight", "0"),
            ("ExtCode", "0"),
            ("Instruct", ""),
            ("Comment", ""),
            ("SalesTerms_Flag", Text(dish.Hours is null ? 0 : 1)),
            ("SalesTerms_StartSale", Milliseconds(dish.Hours?.From)),
            ("SalesTerms_StopSale", Milliseconds(dish.Hours?.To)),
            ("Kinds", "[0, 2]"),
        ],
    };

    // Dates inside references count milliseconds from the Delphi zero date (RK7 protocol digest, section 4 [rec]); an
    // hour of the day is counted on that day.
    private static string Milliseconds(TimeOnly? hour) =>
        ((long)(hour ?? TimeOnly.MinValue).ToTimeSpan().TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static RefChild ModiRule(int ident, int group, int down, int up) => new("TModiSchemeDetail", ident,
    [
        ("ModiGroup", Text(group)), ("DownLimit", Text(down)), ("UpLimit", Text(up)),
        ("UseDownLimit", Text(down > 0)), ("UseUpLimit", Text(true)), ("DefaultModifier", "0"),
        ("FreeCount", "0"), ("ReplaceDefModifier", "false"), ("ChangesPrice", "true"), ("SortNum", "0"),
    ]);

    private static RefChild ComboRule(int ident, int group, int defaultDish, int sort) => new("TComboSchemeDetail", ident,
    [
        ("ComboGroup", Text(group)), ("DownLimit", "1"), ("UpLimit", "1"), ("UseDownLimit", "true"),
        ("UseUpLimit", "true"), ("DefaultDish", Text(1000020 + defaultDish)), ("SortNum", Text(sort)),
    ]);

    private static RefItem ComboGroup(int ident, int code, string name, params (int Dish, int Roubles)[] dishes) =>
        new(ident, code, name)
        {
            Children =
            [
                .. dishes.Select((dish, index) => new RefChild("TComboGroupDetail", ident * 10 + index,
                    [("Dish", Text(1000020 + dish.Dish)), ("Price", Text(dish.Roubles * 100))])),
            ],
        };

    private static RefItem Table(int ident, int code, string name, int hall) => new(ident, code, name)
    {
        Parent = hall,
        Properties = [("Hall", Text(hall))],
    };

    // The last three are what an EMPLOYEES query without a mask gives away on a real server [rec].
    private static RefItem Employee(int ident, int code, string name, int role) => new(ident, code, name)
    {
        Parent = role,
        Properties = [("Password", "NOT-A-REAL-HASH"), ("CardCode", ""), ("Email", $"employee{code}@example.invalid")],
    };

    private static RefItem Reason(int ident, int code, string name, params string[] flags) => new(ident, code, name)
    {
        Properties =
        [
            .. _reasonFlags.Select(flag => (flag, Text(flags.Contains(flag)))),
        ],
    };
}
