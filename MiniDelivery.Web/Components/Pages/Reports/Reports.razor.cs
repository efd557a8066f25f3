using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>«Отчеты»: a period in numbers, kept current while it lasts.</summary>
public sealed partial class Reports(
    ReportSheets sheets,
    RestaurantDirectory directory,
    CurrentRestaurant here,
    CurrentStaff staff,
    LiveSignal signal,
    NavigationManager navigation,
    TimeProvider time,
    IStringLocalizer<Reports> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    // A rush changes orders every second; numbers that jump so often cannot be read, and each look asks the database.
    private static readonly TimeSpan _atMostEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _stop;
    private IDisposable? _subscription;
    private ReportView _view = new(default, default, ReportPart.Summary, false, null, null);
    private ReportContent? _content;
    private TimeSpan _took;
    private bool _isManyPossible;
    private bool _isDenied;

    private RestaurantInfo Restaurant => here.Info;

    private DateOnly Today => Restaurant.Day.Of(time.GetUtcNow());

    private string TurnsAt => new TimeOnly(Restaurant.Day.TurnsAtHour, 0).ToString("HH:mm", CultureInfo.InvariantCulture);

    private string Range => _view.From == _view.To
        ? _view.From == Today ? localizer["Today", Format.Date(_view.From)] : Format.Date(_view.From)
        : localizer["Range", Format.Date(_view.From), Format.Date(_view.To)];

    // A week and a month as calendars have them, up to today; a year as far back as a report goes.
    private IEnumerable<(string Name, DateOnly From, DateOnly To)> Periods =>
    [
        ("Today", Today, Today),
        ("Yesterday", Today.AddDays(-1), Today.AddDays(-1)),
        ("Week", Today.AddDays(-(((int)Today.DayOfWeek + 6) % 7)), Today),
        ("Month", new DateOnly(Today.Year, Today.Month, 1), Today),
        ("Year", Today.AddDays(-364), Today),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        navigation.LocationChanged -= OnLocationChanged;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Kept apart: its source can no longer be asked once the page is gone, and a bell may still ring then.
        _stop = _closed.Token;
        if (RendererInfo.IsInteractive)
        {
            _subscription = signal.Subscribe(OnRingAsync, _atMostEvery);
            navigation.LocationChanged += OnLocationChanged;
        }

        await ReadAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(RefreshAsync);

    // What is over changes seldom enough to be looked up anew by hand. What lasts is read again and again, but never for more than a
    // sixth of the time: pages that are left open at a year must not keep the database busy.
    private async Task OnRingAsync()
    {
        if (Asked().To < Today)
        {
            return;
        }

        try
        {
            await Task.Delay(_took * 5, time, _stop);
            await InvokeAsync(RefreshAsync);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page was left in the meantime.
        }
    }

    private async Task RefreshAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await ReadAsync();
        StateHasChanged();
    }

    private ReportView Asked()
    {
        var query = QueryHelpers.ParseQuery(navigation.ToAbsoluteUri(navigation.Uri).Query);
        return ReportView.Read(name => query.TryGetValue(name, out var value) ? value.ToString() : null, Today);
    }

    private async Task ReadAsync()
    {
        var started = time.GetTimestamp();
        _view = Asked();
        try
        {
            var by = await staff.GetAsync();
            _isManyPossible = ReportView.Together(Restaurant, directory, by).Skip(1).Any();
            _content = await sheets.ReadAsync(_view, Restaurant, by, isWhole: false, _stop);
            _isDenied = _content is null;
            _took = time.GetElapsedTime(started);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page was left while it was being read.
        }
    }
}
