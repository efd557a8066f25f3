using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Components.Pages.Status;

/// <summary>«Состояние системы»: every part in plain words, what to do, since when, and what happened before.</summary>
public sealed partial class SystemPage(
    SystemDesk desk,
    SystemWatch watch,
    TillMonitor tills,
    OrderBoard board,
    CurrentRestaurant here,
    RestaurantDirectory restaurants,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<SystemPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    // Numbers and times go on without anything becoming better or worse.
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private ITimer? _timer;
    private SystemView? _view;
    private int _seen;
    private bool _isDenied;

    private IStringLocalizer<SystemPage> L => localizer;

    private TimeZoneInfo Zone => here.Info.Zone;

    private FindingLevel Worst => _view is { Now: [_, ..] now } ? now.Max(standing => standing.Finding.Level) : FindingLevel.Ok;

    // Of the work that goes its way one line is enough; the table below has it all.
    private IEnumerable<PartState> Shown => _view!.Now
        .Where(standing => standing.Finding is not { Part: SystemPart.Work, Level: FindingLevel.Ok })
        .Concat(_view.Now.Where(standing => standing.Finding.Part is SystemPart.Work).ToList() is { Count: > 0 } works && works.TrueForAll(work => work.Finding.Level is FindingLevel.Ok)
            ? [new PartState(new Finding(SystemPart.Work, FindingLevel.Ok, Finding.Well), works.Max(work => work.Since))]
            : []);

    private string Summary => _view!.Now is [] ? L["All.Looking"] : Worst switch
    {
        FindingLevel.Ok => L["All.Ok"],
        FindingLevel.Notice => L["All.Notice", Count],
        FindingLevel.Trouble => L["All.Trouble", Count],
    };

    private int Count => _view!.Now.Count(standing => standing.Finding.Level == Worst);

    private bool IsOnSeveral => _view!.History.Any(line => line.Machine != _view.Machine);

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _timer?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(FollowAsync));
            _timer = time.CreateTimer(_ => _ = InvokeAsync(DrawAsync), null, _every, _every);
        }

        await ReadAsync();
    }

    // Most pokes are about orders.
    private Task FollowAsync() => watch.Version != _seen ? DrawAsync() : Task.CompletedTask;

    private async Task DrawAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            _seen = watch.Version;
            _view = await desk.ShowAsync(await staff.GetAsync(), _closed.Token);
            _isDenied = _view is null;
        }
        catch (OperationCanceledException)
        {
            // The page was closed meanwhile.
        }
    }

    private static string DotOf(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Notice => "warn",
        FindingLevel.Trouble => "bad",
    };

    private string Moment(DateTimeOffset moment) => Format.TimeOrDay(moment, time.GetUtcNow(), Zone);

    private string NameOf(string work) => L[$"Name.{work}"] is { ResourceNotFound: false } known ? known : work;

    private string TitleOf(Finding finding) => string.Join(" · ", new[]
    {
        words[$"System.{finding.Part}"].Value,
        finding switch
        {
            { Restaurant: { } restaurant } => restaurants.Find(restaurant)?.Name,
            { Part: SystemPart.Work, Subject: { Length: > 0 } work } => NameOf(work),
            { Subject: { Length: > 0 } subject } => L[$"{finding.Part}.Subject.{subject}"].Value,
            _ => null,
        },
    }.Where(part => part is not null));

    private string WhatOf(Finding finding) => L[KeyOf(finding), DetailOf(finding)];

    private string? DoOf(Finding finding) => finding.Level is FindingLevel.Ok ? null : L[$"{KeyOf(finding)}.Do"].Value;

    private static string KeyOf(Finding finding) => finding.Code is "NotLookedAt" ? finding.Code : $"{finding.Part}.{finding.Code}";

    private static string DetailOf(Finding finding) => finding switch
    {
        { Part: SystemPart.License, Detail: { } day } => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
        { Detail: { } detail } => detail,
        _ => "",
    };

    // What the till itself says now is more than the finding knows.
    private TillTrouble? TillTroubleOf(Finding finding) =>
        finding is { Part: SystemPart.Till, Level: not FindingLevel.Ok, Restaurant: { } restaurant } ? tills.For(restaurant)?.Trouble : null;

    private string HowOf(WorkState state) => state switch
    {
        { FailingSince: { } since } => L["Works.Failing", Moment(since), state.Error ?? ""],
        { BusySince: { } since } => L["Works.Busy", Moment(since)],
        _ => L["Level.Ok"],
    };
}
