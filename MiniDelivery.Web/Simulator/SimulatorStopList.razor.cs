using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Simulator;

/// <summary>The stop list and the dishes of the restaurant.</summary>
public sealed partial class SimulatorStopList(IStringLocalizer<SimulatorPage> localizer) : ComponentBase
{
    private string _search = "";

    /// <summary>The till.</summary>
    [Parameter, EditorRequired]
    public SimulatedTill Till { get; set; } = null!;

    /// <summary>All dishes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DishView> Dishes { get; set; } = [];

    /// <summary>Told what came of each act.</summary>
    [Parameter]
    public EventCallback<CashierOutcome> OnOutcome { get; set; }

    private IStringLocalizer<SimulatorPage> L => localizer;

    private string State(DishView dish) => dish switch
    {
        { IsOffered: false } => L["Inactive"],
        { Rest: 0 } => L["InStopList"],
        { Rest: { } rest } => L["LeftOf", SimulatorWords.Quantity(rest)],
        _ => "",
    };

    private Task Stop(DishView dish, bool stopped) => OnOutcome.InvokeAsync(Till.SetStop(dish.Code, stopped, null));

    private Task Limit(DishView dish, decimal? left) => OnOutcome.InvokeAsync(
        Till.SetStop(dish.Code, false, left is { } number ? (int)Math.Round(number * 1000) : null));
}
