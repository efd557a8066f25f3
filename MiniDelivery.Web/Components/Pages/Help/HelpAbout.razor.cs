using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>Licence and versions: what support asks first.</summary>
public sealed partial class HelpAbout(
    CurrentRestaurant here,
    LicenseWatch licenses,
    TillMonitor tills,
    SupportReport support,
    CurrentStaff staff,
    IJSRuntime js,
    IStringLocalizer<Help> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private string? _report;
    private bool _isCopied;

    private RestaurantInfo Restaurant => here.Info;

    private LicenseCheck License => licenses.For(Restaurant.Id);

    private string? TillVersion => tills.For(Restaurant.Id)?.Info?.Version;

    private async Task WriteAsync()
    {
        var told = await support.WriteAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        (_report, _isCopied) = (told is null ? null : $"{ProductInfo.Name} {ProductInfo.Version}\n{told}", false);
    }

    private async Task CopyAsync()
    {
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/copy.js");
            await module.InvokeVoidAsync("copyText", _report);
            _isCopied = true;
        }
        catch (JSDisconnectedException)
        {
            // The page was closed while it was asked.
        }
    }
}
