using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Лицензия»: what is installed, until when, and another one in its place.</summary>
public sealed partial class LicensePage(
    LicenseDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<LicensePage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private LicenseView? _view;
    private LicenseFault? _fault;
    private bool _isDenied;
    private bool _isInstalled;
    private bool _isBusy;
    private string _text = "";

    private IStringLocalizer<LicensePage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private static string Dot(LicenseState state) => state switch
    {
        LicenseState.Valid => "ok",
        LicenseState.EndsSoon or LicenseState.Grace => "warn",
        LicenseState.Missing or LicenseState.Expired => "bad",
    };

    private string Day(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Restaurant.Zone).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private int? DaysLeft(License license) => license.Expires - time.GetUtcNow() is { Ticks: > 0 } left ? (int)Math.Ceiling(left.TotalDays) : null;

    private async Task ReadAsync()
    {
        _view = await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _view is null;
    }

    private async Task ReadFileAsync(InputFileChangeEventArgs chosen)
    {
        (_fault, _isInstalled) = (null, false);
        if (chosen.File.Size > LicenseDesk.LongestText)
        {
            _fault = LicenseFault.NotALicense;
            return;
        }

        using var reader = new StreamReader(chosen.File.OpenReadStream(LicenseDesk.LongestText), Encoding.UTF8);
        _text = await reader.ReadToEndAsync();
    }

    private async Task InstallAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var answer = await desk.InstallAsync(Restaurant.Id, _text, await staff.GetAsync(), CancellationToken.None);
            (_fault, _isInstalled) = (answer.Fault, answer is { Refusal: null, Fault: null });
            _text = _isInstalled ? "" : _text;
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
