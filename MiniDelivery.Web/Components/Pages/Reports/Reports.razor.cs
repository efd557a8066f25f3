using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>«Отчеты»: one business day in numbers, kept current while it lasts.</summary>
public sealed partial class Reports(
    ReportQueries queries,
    CurrentRestaurant here,
    CurrentStaff staff,
    LiveSignal signal,
    TimeProvider time,
    IStringLocalizer<Reports> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    // A rush changes orders every second; numbers that jump so often cannot be read, and each look asks the database.
    private static readonly TimeSpan _atMostEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private DayReport? _report;
    private DateOnly _day;

    /// <summary>The day to show, <c>2027-01-13</c>; nothing or nonsense means today.</summary>
    [SupplyParameterFromQuery]
    public string? Day { get; set; }

    private RestaurantInfo Restaurant => here.Info;

    private DateOnly Today => Restaurant.Day.Of(time.GetUtcNow());

    private bool IsToday => _day == Today;

    private string TurnsAt => new TimeOnly(Restaurant.Day.TurnsAtHour, 0).ToString("HH:mm", CultureInfo.InvariantCulture);

    private string CancelledShare => _report is { Cancelled.Count: > 0 } report
        ? localizer["OfAll", Math.Round(100m * report.Cancelled.Count / report.Received), report.Received]
        : "";

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = signal.Subscribe(() => InvokeAsync(RefreshAsync), _atMostEvery);
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _day = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wanted) && wanted <= Today
            ? wanted
            : Today;
        try
        {
            _report = await queries.DayAsync(Restaurant.Id, Restaurant.Day, _day, await staff.GetAsync(), _closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left while it was being read.
        }
    }

    private string LinkTo(DateOnly day) => day == Today ? "reports" : $"reports?day={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private string Money(Money money) => Format.Money(money, Restaurant.Currency);
}
