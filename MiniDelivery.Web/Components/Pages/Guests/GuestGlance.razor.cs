using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Guests;

/// <summary>What is known of whoever ordered: how often, when last, what colleagues noted, and a warning. It follows what they note meanwhile.</summary>
public sealed partial class GuestGlance(GuestDesk desk, OrderBoard board, CurrentStaff staff, IStringLocalizer<GuestsPage> localizer)
    : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private GuestGlimpse? _glimpse;

    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<GuestsPage> L => localizer;

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(FollowAsync));
        }

        await ReadAsync();
    }

    private async Task FollowAsync()
    {
        var before = _glimpse?.Guest.Version;
        await ReadAsync();
        if (_glimpse?.Guest.Version != before)
        {
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            _glimpse = await desk.GlimpseAsync(Order, await staff.GetAsync(), _closed.Token);
        }
    }
}
