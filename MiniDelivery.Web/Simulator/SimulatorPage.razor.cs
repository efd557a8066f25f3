using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace MiniDelivery.Web.Simulator;

/// <summary>The simulated till for a human: what the cashier sees and does, and everything that can be broken.</summary>
public sealed partial class SimulatorPage(
    IServiceProvider services,
    IHostEnvironment environment,
    NavigationManager navigation,
    TimeProvider time,
    ISnackbar snackbar,
    IStringLocalizer<SimulatorPage> localizer) : ComponentBase, IDisposable
{
    // Fast enough to look live, slow enough that a load test does not draw for every request.
    private static readonly TimeSpan _atMostEvery = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private SimulatedTill? _till;
    private Uri? _address;
    private TillView? _view;
    private IReadOnlyList<TillLogEntry> _log = [];
    private SimulatorSwitches _switches = new();
    private List<TableView> _tables = [];
    private List<OrderView> _orders = [];
    private TableView? _table;
    private string? _selected;
    private bool _finished;

    private IStringLocalizer<SimulatorPage> L => localizer;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_till is not null)
        {
            _till.Changed -= Ring;
        }

        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (!environment.IsDevelopment())
        {
            // By a full load the address is a 404; a link within the product comes here without asking the server.
            navigation.NotFound();
            return;
        }

        // Absent when the application has a till of its own: the page then says so.
        var server = services.GetService<SimulatedTillServer>();
        _till = server?.Till;
        _address = server?.Address;
        if (_till is not null && RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings again.
            _till.Changed += Ring;
            _ = ListenAsync(_leaving.Token);
        }

        Look();
    }

    private static string Look(OrderView order) =>
        order.IsFinished ? "done" : order.LockedBy is not null || order.IsOpenHere ? "held" : "";

    private void Ring() => _bell.Writer.TryWrite(true);

    private async Task ListenAsync(CancellationToken leaving)
    {
        try
        {
            while (await _bell.Reader.WaitToReadAsync(leaving))
            {
                _bell.Reader.TryRead(out _);
                await InvokeAsync(() =>
                {
                    Look();
                    StateHasChanged();
                });
                await Task.Delay(_atMostEvery, time, leaving);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private void Look()
    {
        if (_till is null)
        {
            return;
        }

        _view = _till.View();
        _log = _till.Log;
        _switches = _till.Switches;
        // The delivery table always, another one while it has orders.
        _tables =
        [
            .. _view.Tables.Where(table => table.Code is SimulatorMenu.DeliveryTable
                || _view.Orders.Any(order => order.Table == table.Name && !order.IsFinished)),
        ];
        _table = _tables.Find(table => table.Code == _table?.Code) ?? _tables[0];
        _orders =
        [
            .. _view.Orders.Where(order => order.Table == _table.Name && (_finished || !order.IsFinished || order.Id == _selected))
                .Reverse(),
        ];
    }

    private string State(OrderView order) => order switch
    {
        { IsDeleted: true } => L["State.Deleted"],
        { IsPaid: true } => L["State.Paid"],
        { IsFinished: true } => L["State.Closed"],
        { LockedBy: not null } => L["State.Held"],
        { IsBilled: true } => L["State.Billed"],
        _ => "",
    };

    private void ShowTable(TableView table)
    {
        _table = table;
        Look();
    }

    private void ShowFinished(bool finished)
    {
        _finished = finished;
        Look();
    }

    private void Select(OrderView order) => _selected = order.Id;

    private void NewOrder() => Do(_till!.NewOrder(_table!.Code));

    private void CloseShift() => Do(_till!.CloseShift());

    private void Do(CashierOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            snackbar.Add(outcome.Detail ?? L[$"Refusal.{refusal}"], Severity.Warning);
        }
    }
}
