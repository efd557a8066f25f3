using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>The orders behind a number of a report.</summary>
public sealed partial class ReportOrders(
    ReportQueries queries,
    RestaurantDirectory directory,
    CurrentRestaurant here,
    CurrentStaff staff,
    NavigationManager navigation,
    TimeProvider time,
    IStringLocalizer<Reports> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _stop;
    private ReportView _view = new(default, default, ReportPart.Summary, false, null, null);
    private OrdersBehind _behind = new OrderPick.Received();
    private OrderPage<BoardRow>? _orders;
    private bool _isDenied;

    private ReportView Asked => _view.Narrowed(_behind);

    /// <summary>From 1. Named here so that the page follows its own links.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    // What is meant, in words; source and courier are in the rows.
    private string Said => _behind.Pick switch
    {
        OrderPick.Received => localizer["Stage.Received"],
        OrderPick.Kept => localizer["NotCancelled"],
        OrderPick.Late => localizer["Late"],
        OrderPick.InState state => words.Of(state.Status),
        OrderPick.Reached reached => localizer[$"Stage.{reached.Stage}"],
        OrderPick.CancelledFor cancelled => localizer["CancelledFor", words.Of(cancelled.Reason)],
        OrderPick.By person => localizer["AcceptedBy", person.Name],
        OrderPick.Guests guests => localizer[guests.IsNew ? "NewGuests" : "ReturningGuests"],
        OrderPick.AtHour { Day: { } day } hour => $"{CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day)}, {Hour(hour.Hour)}",
        OrderPick.AtHour hour => Hour(hour.Hour),
        OrderPick.Compared { Differs: null } => localizer["OrderedAgainst"],
        OrderPick.Compared compared => localizer[compared.Differs is true ? "Differing" : "Same"],
        OrderPick.Timed { Over: { } over } timed => localizer["LongerThan", localizer[$"Time.{timed.Time}"], Format.Age(TimeSpan.FromSeconds(over))],
        OrderPick.Timed timed => localizer[$"Time.{timed.Time}"],
        OrderPick.Dish { IsDropped: true } dish => localizer["DroppedDish", _behind.Name ?? dish.Name],
        OrderPick.Dish dish => _behind.Name ?? dish.Name,
        _ => "",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _stop = _closed.Token;
        var query = QueryHelpers.ParseQuery(navigation.ToAbsoluteUri(navigation.Uri).Query);
        _view = ReportView.Read(Value, here.Info.Day.Of(time.GetUtcNow())) with { Page = Math.Max(1, Page ?? 1) };
        _behind = ReportView.ReadOrders(Value);
        try
        {
            var by = await staff.GetAsync();
            _orders = await queries.OrdersAsync(Asked.Filter(here.Info, directory, by), _behind.Pick, _view.Page, by, _stop);
            _isDenied = _orders is null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page was left while it was being read.
        }

        string? Value(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00–{(hour + 1) % 24:00}:00");

    private TimeZoneInfo ZoneOf(BoardRow row) => directory.Find(row.RestaurantId)?.Zone ?? here.Info.Zone;
}
