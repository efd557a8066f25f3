using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>How many orders the kitchen takes in a quarter of an hour.</summary>
public sealed partial class IntakeLimit(
    IntakeDesk desk, CurrentStaff staff, IStringLocalizer<ConnectionsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private bool _isRead;
    private int? _limit;
    private int _minutes;
    private Refusal? _refusal;
    private string _said = "";

    /// <summary>Whose kitchen.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<ConnectionsPage> L => localizer;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None) is { } state)
        {
            (_limit, _minutes, _isRead) = (state.SlotLimit, state.SlotMinutes, true);
        }
    }

    private async Task SaveAsync()
    {
        _refusal = (await desk.LimitAsync(Restaurant.Id, _limit, _minutes, await staff.GetAsync(), CancellationToken.None)).Reason;
        _said = _refusal is null ? L["Saved"] : "";
    }
}
