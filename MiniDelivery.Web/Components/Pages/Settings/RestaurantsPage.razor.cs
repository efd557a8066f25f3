using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Объекты»: the restaurants of the installation.</summary>
public sealed partial class RestaurantsPage(
    RestaurantDesk desk, CurrentStaff staff, IStringLocalizer<RestaurantsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private IReadOnlyList<RestaurantView>? _all;
    private RestaurantView? _edited;
    private RestaurantForm _form = new();
    private IReadOnlyList<DayForm> _days = [];
    private RestaurantAnswer? _answer;
    private RestaurantId? _asked;
    private string _said = "";
    private bool _isDenied;
    private bool _isBusy;

    private IStringLocalizer<RestaurantsPage> L => localizer;

    // What is kept may be a name that this machine's list does not show.
    private IEnumerable<string> Zones => TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id)
        .Append(_form.TimeZone).Distinct().Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Open(null);
        await ReadAsync();
    }

    private static string NameOf(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day);

    private async Task ReadAsync()
    {
        _all = await desk.ListAsync(await staff.GetAsync(), CancellationToken.None);
        _isDenied = _all is null;
    }

    private void Open(RestaurantView? one)
    {
        (_edited, _answer, _asked, _said) = (one, null, null, "");
        var from = one?.Form ?? new RestaurantForm();
        _form = new RestaurantForm { Name = from.Name, Code = from.Code, TimeZone = from.TimeZone, Currency = from.Currency, Country = from.Country, DayTurnsAtHour = from.DayTurnsAtHour, CookingMinutes = from.CookingMinutes, TravelMinutes = from.TravelMinutes, DuplicateMinutes = from.DuplicateMinutes };
        // Monday first, as calendars here have it.
        _days = [.. Enum.GetValues<DayOfWeek>().OrderBy(day => ((int)day + 6) % 7).Select(day => new DayForm(day, from.Hours.FirstOrDefault(hours => hours.Day == day)))];
    }

    private async Task SaveAsync()
    {
        _form.Hours = [.. _days.Select(day => day.Hours).OfType<DayHours>()];
        if (await DoAsync(by => _edited is { } edited
            ? desk.SaveAsync(edited.Id, edited.Version, _form, by, CancellationToken.None)
            : desk.CreateAsync(_form, by, CancellationToken.None)))
        {
            Open(null);
            _said = L["Saved"];
        }
    }

    private async Task<bool> DoAsync(Func<Actor, Task<RestaurantAnswer>> work)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            _answer = await work(await staff.GetAsync());
            (_asked, _said) = (null, "");
            await ReadAsync();
            return _answer.IsDone;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string IsWrong(RestaurantField field) => _answer?.Faults.Contains(field) is true ? "true" : "false";

    // What is typed of one day; both or neither.
    private sealed class DayForm(DayOfWeek day, DayHours? hours)
    {
        public DayOfWeek Day => day;

        public TimeOnly? Opens { get; set; } = hours?.Opens;

        public TimeOnly? Closes { get; set; } = hours?.Closes;

        public DayHours? Hours => Opens is { } opens && Closes is { } closes ? new DayHours(day, opens, closes) : null;
    }
}
