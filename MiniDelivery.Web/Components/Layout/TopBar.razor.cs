using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>Who, where, when, whether the till is there; and under it one bar for each trouble.</summary>
public sealed partial class TopBar(
    RestaurantDirectory restaurants,
    TillMonitor tills,
    LicenseWatch licenses,
    MappingWatch mappings,
    OrderBoard board,
    TimeProvider time,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private DateTimeOffset _now;
    private (TillHealth? Health, LicenseCheck License, int Broken)? _drawn;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private RestaurantInfo? Restaurant => restaurants.All is [var first, ..] ? first : null;

    private TillHealth? Health => Restaurant is { } restaurant ? tills.For(restaurant.Id) : null;

    private LicenseCheck License =>
        Restaurant is { } restaurant ? licenses.For(restaurant.Id) : new LicenseCheck(LicenseState.Missing, null);

    private int Broken => Restaurant is { } restaurant && mappings.For(restaurant.Id) is { } check ? check.Broken : 0;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _now = time.GetUtcNow();
        if (RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(OnPoked));
        }

        _drawn = (Health, License, Broken);
    }

    // Most pokes are about orders: the header stays as it is.
    private void OnPoked()
    {
        if (_drawn != (Health, License, Broken))
        {
            _drawn = (Health, License, Broken);
            _now = time.GetUtcNow();
            StateHasChanged();
        }
    }

    // An event of a child draws this component again, and with it the moment of the last answer.
    private void Look() => _now = time.GetUtcNow();

    private Task CheckTillAsync() => tills.CheckAsync(Restaurant!.Id, CancellationToken.None);
}
