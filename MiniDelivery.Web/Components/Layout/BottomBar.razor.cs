using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The footer of the original: object, module, licence, version, and two links.</summary>
public sealed partial class BottomBar(
    CurrentRestaurant here, LicenseWatch licenses, OrderBoard board, IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private LicenseCheck? _license;

    private RestaurantInfo? Restaurant => here.Known;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(Look));
        }

        Look();
    }

    private void Look()
    {
        var now = Restaurant is { } restaurant ? licenses.For(restaurant.Id) : null;
        if (now != _license)
        {
            _license = now;
            StateHasChanged();
        }
    }
}
