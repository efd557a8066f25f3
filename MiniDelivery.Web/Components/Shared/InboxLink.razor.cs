using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>«Нужна помощь» in the toolbar, for those who can help, while there is something to help with.</summary>
public sealed partial class InboxLink(
    InboxWatch watch, OrderBoard board, CurrentRestaurant here, CurrentStaff staff, IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private bool _may;
    private int _drawn;

    /// <summary>One is there.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    private int Count => here.Known is { } restaurant ? watch.For(restaurant.Id).Open : 0;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (here.Known is not { } restaurant)
        {
            return;
        }

        _may = (await staff.GetAsync()).May(Permission.KeepInbox, restaurant.Id);
        _drawn = Count;
        if (_may && RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(OnPoked));
        }
    }

    private void OnPoked()
    {
        if (_drawn != Count)
        {
            _drawn = Count;
            StateHasChanged();
        }
    }
}
