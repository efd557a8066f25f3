using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>Licence and versions: what support asks first.</summary>
public sealed partial class HelpAbout(
    CurrentRestaurant here,
    LicenseWatch licenses,
    TillMonitor tills,
    IStringLocalizer<Help> localizer) : ComponentBase
{
    private RestaurantInfo Restaurant => here.Info;

    private LicenseCheck License => licenses.For(Restaurant.Id);

    private string? TillVersion => tills.For(Restaurant.Id)?.Info?.Version;
}
