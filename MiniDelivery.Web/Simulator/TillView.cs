using System.Globalization;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>The till as its page shows it, at one moment. Times are server local, money is kopecks.</summary>
public sealed record TillView(
    IReadOnlyList<TableView> Tables, IReadOnlyList<OrderView> Orders, IReadOnlyList<DishView> Dishes,
    IReadOnlyList<ModifierView> Modifiers, IReadOnlyList<MessageView> Messages, IReadOnlyList<(int Code, string Name)> Reasons,
    IReadOnlyList<(int Code, string Name)> Currencies, int ShiftNumber, DateTimeOffset ShiftOpenedAt, bool ShiftIsClosing);

/// <summary>A table.</summary>
public sealed record TableView(int Code, string Name, string Hall);

/// <summary>An order the cashier can see.</summary>
/// <param name="Id">Its guid, upper case, in braces.</param>
/// <param name="LockedBy">Station and person who hold it; null = nobody.</param>
/// <param name="IsOpenHere">A cashier has its form open.</param>
/// <param name="IsLockedByClient">The holder is a client of the XML interface.</param>
public sealed record OrderView(
    string Id, string Name, string Table, string Hall, string Category, string Waiter, string? Comment, DateTimeOffset OpenedAt,
    long Sum, long Unpaid, IReadOnlyList<LineView> Lines, string? LockedBy, bool IsOpenHere, bool IsLockedByClient, bool IsDeferred,
    bool IsBilled, bool IsPaid, bool IsFinished, bool IsDeleted, int Version);

/// <summary>A line of an order. Quantity and Refused in thousandths.</summary>
public sealed record LineView(
    int Uni, string Name, int Quantity, int Refused, bool Weighed, long Amount, IReadOnlyList<string> Details, bool IsPrinted);

/// <summary>A dish with its state in the stop list. Rest in thousandths, null = not limited.</summary>
public sealed record DishView(int Code, string Name, string Category, long Price, bool Weighed, int? Rest, bool IsOffered, int ModiScheme);

/// <summary>A modifier and the scheme it belongs to.</summary>
public sealed record ModifierView(int Code, string Name, long Price, IReadOnlyList<int> Schemes);

/// <summary>A pop-up on the station's screen.</summary>
public sealed record MessageView(int Id, string Text, DateTimeOffset ExpiresAt);

public sealed partial class SimulatedTill
{
    /// <summary>Looks at the till.</summary>
    public TillView View()
    {
        lock (_lock)
        {
            var book = Open();
            return new TillView(
                [.. _menu[Refs.Tables].Items.Select(table => new TableView(table.Code, table.Name, HallOf(table)))],
                [.. _state.Orders.Where(order => order is { Listed: true, Hidden: false }).Select(order => Show(book, order))],
                [.. _menu.Dishes.Where(dish => !dish.Deleted).Select(dish => Show(book, book.Dish(dish.Ident)))],
                [.. _menu[Refs.Modifiers].Items.Select(Show)],
                [.. _state.Messages.Select(message => new MessageView(message.Id, message.Text, Local(message.ExpiresAt)))],
                [.. _menu[Refs.Reasons].Items.Select(reason => (reason.Code, reason.Name))],
                [.. _menu[Refs.Currencies].Items.Select(currency => (currency.Code, currency.Name))],
                _state.Shift.Number,
                Local(_state.Shift.CreatedAt),
                _state.Shift.ClosedAt is not null || _switches.ShiftClosing is not ShiftClosing.No);
        }
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _options.Zone);

    private string HallOf(RefItem table) => _menu.Item(Refs.Halls, table.Parent).Name;

    private OrderView Show(TillBook book, TillOrder order)
    {
        var table = _menu.Item(Refs.Tables, order.Table);
        var sums = Pricing.Of(order, _menu);
        var holder = book.HeldBy(order) is var (station, person)
            ? string.Join(", ", new[] { station?.Name, person?.Name }.Where(name => name is not null).DefaultIfEmpty("Кассовый сервер"))
            : null;
        return new OrderView(
            order.Guid, order.Name, table.Name, HallOf(table), _menu.Item(Refs.OrderCategories, order.Category).Name,
            _menu.Item(Refs.Employees, order.Waiter).Name, order.Comment, Local(order.OpenedAt), sums.Sum, sums.Unpaid,
            [.. order.Sessions.SelectMany(session => session.Lines.Select(line => Show(book, session, line)))],
            holder, order.Form is not null, order.Lock is not null, order.Deferred, order.BilledAt is not null, order.Paid,
            order.IsClosed, order.Deleted, order.Version);
    }

    private LineView Show(TillBook book, TillSession session, TillLine line)
    {
        var dish = book.Dish(line.Item);
        return new LineView(
            line.Uni, dish.Name, line.Quantity, line.Voids.Sum(one => one.Quantity), dish.Weighed, Pricing.Amount(line),
            [
                .. line.Components.Select(component => book.Dish(component.Item).Name),
                .. line.Modis.Concat(line.Components.SelectMany(component => component.Modis)).Select(modi =>
                    Times(_menu.Item(Refs.Modifiers, modi.Item).Name, modi.Count)),
            ],
            session.Printed);
    }

    private DishView Show(TillBook book, Dish dish) => new(
        dish.Code, dish.Name, _menu.CategoryName(dish.Category), dish.Price, dish.Weighed, book.Rest(dish.Ident),
        dish is { Active: true, Deleted: false }, dish.ModiScheme);

    private ModifierView Show(RefItem modifier) => new(
        modifier.Code, modifier.Name, SimulatorMenu.ModifierPrice(modifier.Ident),
        [
            .. _menu[Refs.ModiSchemes].Items
                .Where(scheme => scheme.Children.Any(rule => rule.Number("ModiGroup") == modifier.Parent))
                .Select(scheme => scheme.Ident),
        ]);

    private static string Times(string name, int count) =>
        count is 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} × {count}");
}
