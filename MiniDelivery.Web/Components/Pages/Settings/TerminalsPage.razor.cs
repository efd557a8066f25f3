using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Терминалы»: which browsers staff work on, who shares one, whether people hear them, and cutting one off.</summary>
public sealed partial class TerminalsPage(
    AlertDesk desk,
    TerminalBook terminals,
    OrderBoard board,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<TerminalsPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private TerminalId? _own;
    private string _said = "";
    private bool? _isAllowed;

    private IStringLocalizer<TerminalsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private AlertSettings Test => desk.LastTest(Restaurant.Id);

    private string TestText => Test is { TestStartedAt: { } at, TestStartedBy: { } by }
        ? L["Test.Last", Format.DateTime(at, Restaurant.Zone), by]
        : L["Test.Never"];

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(StateHasChanged));
        }

        _own = await staff.TerminalAsync() is { } own ? new TerminalId(own) : null;
        // An administrator elsewhere may be less than that here.
        _isAllowed = (await staff.GetAsync()).May(Permission.ChangeSettings, Restaurant.Id);
    }

    private async Task StartTestAsync() => Tell(await desk.StartTestAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None), "");

    private async Task RenameAsync((TerminalId Id, string Name) wanted) =>
        Tell(await desk.RenameAsync(wanted.Id, wanted.Name, await staff.GetAsync(), CancellationToken.None), SavedText);

    private async Task RemoveAsync(TerminalId id) => Tell(await desk.RemoveAsync(id, await staff.GetAsync(), CancellationToken.None), L["Terminal.Removed"]);

    private async Task SetLockingAsync((TerminalId Id, bool IsShared, int IdleMinutes) wanted) => Tell(
        await desk.SetLockingAsync(wanted.Id, wanted.IsShared, wanted.IdleMinutes, await staff.GetAsync(), CancellationToken.None),
        SavedText);

    private string SavedText => L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)];

    private void Tell(Outcome outcome, string done) => _said = outcome.IsDone ? done : words.Why(outcome, Restaurant);
}
