using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Inbox;

/// <summary>«Нужна помощь»: what came from shops and could not become an order.</summary>
public sealed partial class InboxPage(
    InboxDesk desk,
    InboxWatch watch,
    OrderBoard board,
    CurrentRestaurant here,
    CurrentStaff staff,
    IStringLocalizer<InboxPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private IReadOnlyList<InboxEntry>? _entries;
    private InboxNow? _seen;
    private (OrderId Id, int Number)? _taken;
    private bool _settled;
    private bool _isDenied;

    private IStringLocalizer<InboxPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

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
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(FollowAsync));
        }

        await ReadAsync();
    }

    // Most pokes are about orders.
    private async Task FollowAsync()
    {
        if (!_closed.IsCancellationRequested && watch.For(Restaurant.Id) != _seen)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    // Not bound: a list's choice is text, and no text binds to a bool.
    private Task ShowAsync(ChangeEventArgs choice)
    {
        _settled = choice.Value is "settled";
        return ReadAsync();
    }

    private Task AcceptedAsync((OrderId Id, int Number) order)
    {
        _taken = order;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var settled = _settled;
        _seen = watch.For(Restaurant.Id);
        var entries = await desk.ListAsync(Restaurant.Id, settled, await staff.GetAsync(), _closed.Token);
        if (settled == _settled)
        {
            // Otherwise the others are looked for meanwhile.
            (_entries, _isDenied) = (entries, entries is null);
        }
    }
}
