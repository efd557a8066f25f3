using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Simulator;

/// <summary>One order as the cashier's form shows it.</summary>
public sealed partial class SimulatorOrder(IStringLocalizer<SimulatorPage> localizer) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private bool _opening;
    private HookAnswer? _hook;
    private string _comment = "";
    private string? _shownComment;
    private DishView? _dish;
    private decimal _quantity = 1;
    private IReadOnlyCollection<ModifierView> _modifiers = [];

    /// <summary>The till.</summary>
    [Parameter, EditorRequired]
    public SimulatedTill Till { get; set; } = null!;

    /// <summary>The till as it is now.</summary>
    [Parameter, EditorRequired]
    public TillView View { get; set; } = null!;

    /// <summary>The order.</summary>
    [Parameter, EditorRequired]
    public OrderView Order { get; set; } = null!;

    /// <summary>Told what came of each act.</summary>
    [Parameter]
    public EventCallback<CashierOutcome> OnOutcome { get; set; }

    private IStringLocalizer<SimulatorPage> L => localizer;

    private bool CanEdit => Order is { IsOpenHere: true, IsFinished: false, IsLockedByClient: false };

    private List<ModifierView> Modifiers =>
        [.. View.Modifiers.Where(modifier => _dish is not null && modifier.Schemes.Contains(_dish.ModiScheme))];

    private List<OrderView> Targets => [.. View.Orders.Where(order => !order.IsFinished && order.Id != Order.Id)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What the cashier is typing stays until somebody else writes another comment.
        if (_shownComment != Order.Comment || _shownComment is null)
        {
            _shownComment = Order.Comment;
            _comment = Order.Comment ?? _comment;
        }
    }

    private async Task OpenAsync()
    {
        _opening = true;
        try
        {
            var opened = await Till.OpenOrderAsync(Order.Id, _leaving.Token);
            _hook = opened.Hook;
            await OnOutcome.InvokeAsync(opened.Outcome);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left while the service was being called.
        }
        finally
        {
            _opening = false;
        }
    }

    private Task<IEnumerable<DishView?>> FindDishesAsync(string? text, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<DishView?>>(View.Dishes.Where(dish => dish.IsOffered
            && (string.IsNullOrWhiteSpace(text) || dish.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase))));

    private void ForgetModifiers() => _modifiers = [];

    private async Task AddDish()
    {
        var outcome = Till.AddDish(
            Order.Id, _dish!.Code, (int)Math.Round(_quantity * 1000), [.. _modifiers.Select(modifier => modifier.Code)]);
        if (outcome.Done)
        {
            (_dish, _quantity, _modifiers) = (null, 1, []);
        }

        await Tell(outcome);
    }

    private Task Tell(CashierOutcome outcome) => OnOutcome.InvokeAsync(outcome);
}
