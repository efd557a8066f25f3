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
    private ReportView _view = new(default, default, ReportPart.Summary, false, null, null);
    private OrderPick _pick = new();
    private PickedOrders? _orders;
    private bool _isDenied;
    private int _page = 1;

    /// <summary>From 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    // What can be said of the choice in words; the rest is in the address.
    private string Said => string.Concat(new[]
    {
        _pick.Status is { } status ? words.Of(status) : null,
        _pick.Reason is { } reason ? words.Of(reason) : null,
        _pick.Stage is { } stage ? localizer[$"Stage.{stage}"].Value : null,
        _pick.Operator,
        _pick.IsLate is true ? localizer["Late"].Value : null,
        _pick.IsNewGuest is { } isNew ? localizer[isNew ? "NewGuests" : "ReturningGuests"].Value : null,
        _pick.Differs is { } differs ? localizer[differs ? "Differing" : "Same"].Value : null,
    }.Where(part => part is not null).Select(part => $" · {part}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var query = QueryHelpers.ParseQuery(navigation.ToAbsoluteUri(navigation.Uri).Query);
        _view = ReportView.Read(Last, here.Info.Day.Of(time.GetUtcNow()));
        _pick = ReportView.ReadPick(Last);
        _page = Math.Clamp(Page ?? 1, 1, ReportQueries.LastPage);
        // A row of a day's table narrows the period; the way back leads to the whole of it.
        var asked = Last("day") is { } day ? ReportView.Read(name => name is "from" or "to" ? day : Last(name), _view.To) : _view;
        try
        {
            var by = await staff.GetAsync();
            _orders = await queries.OrdersAsync(asked.Filter(here.Info, directory, by), _pick, _page, by, _closed.Token);
            _isDenied = _orders is null;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left while it was being read.
        }

        // A number says what is narrower than its report after what the report says: source=… of a row comes last.
        string? Last(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;
    }

    private TimeZoneInfo ZoneOf(BoardRow row) => directory.Find(row.RestaurantId)?.Zone ?? here.Info.Zone;

    private string AtPage(int page) => navigation.GetUriWithQueryParameter("page", page);
}
