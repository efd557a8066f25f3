using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Setup;
using MiniDelivery.Web.Tills;
using MiniDelivery.Web.Webhooks;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// Keeps what this instance has in memory true to what others store. Told by <see cref="InstanceLink"/> what kinds of things were stored,
/// it has whoever keeps them read them again, and rings for the pages; while Redis is away it has everything read every two seconds.
/// <para>
/// Everything in memory that a change elsewhere makes stale is in <see cref="Readers"/> or named here. In the database at each use, and so
/// never stale: API keys, escalation settings, intake's own decision, limits of sources, idempotency keys, promises to the till and to
/// shops with their claims, the editor's holds, waits after wrong passwords and PINs. Each instance's own by nature: the till's health,
/// its references, open pages. In Redis: calls and tries of a minute. With each sign of life: who has which card open. Looked at every 20 s:
/// keys of open hub connections. A terminal's touches stay where it is heard; one that comes from another instance counts as touched when
/// it was last heard of.
/// </para>
/// </summary>
internal sealed class OtherInstances(
    InstanceLink link,
    MissedChanges missed,
    OrderBoard board,
    LiveSignal signal,
    AlertSettingsStore alerts,
    TerminalBook terminals,
    Seats seats,
    RestaurantDirectory restaurants,
    RestaurantWatch restaurantWatch,
    LicenseWatch licenses,
    IntakeWatch intake,
    InboxWatch inbox,
    MenuCache menus,
    MappingWatch mappings,
    TillSettingsStore tills,
    WebhookBook webhooks,
    StaffStamps stamps,
    OrderEditor editor,
    SetupDesk setup,
    TimeProvider time,
    ILogger<OtherInstances> logger) : RegularWork(time)
{
    private static readonly TimeSpan _whileApart = TimeSpan.FromSeconds(2);

    // A word can be lost without anybody noticing; two small queries catch it.
    private static readonly TimeSpan _whileTogether = TimeSpan.FromSeconds(15);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _lock = new();
    private HashSet<string> _told = [];
    private bool _isAnythingTold;
    private DateTimeOffset? _missedAt;

    /// <summary>What is read again when which kinds of things were stored.</summary>
    private (string[] Kinds, Func<CancellationToken, Task> ReadAsync)[] Readers =>
    [
        ([nameof(AlertSettings)], alerts.ReadAsync),
        ([nameof(Terminal)], ReadTerminalsAsync),
        // The licence lies with its restaurant.
        ([nameof(Restaurant)], async token =>
        {
            await restaurantWatch.ReadAsync(token);
            await licenses.ReadAsync(token);
        }),
        ([nameof(Restaurant), nameof(IntakeState)], intake.ReadAsync),
        ([nameof(InboxItem)], inbox.ReadAsync),
        ([nameof(OrderSource)], _ => Do(board.Invalidate)),
        ([nameof(MenuSnapshot)], menus.RecallAsync),
        ([nameof(DishMapping)], menus.ReadMappingsAsync),
        ([nameof(MenuCheck), nameof(DishMapping)], mappings.ReadAsync),
        ([nameof(TillSettings), nameof(Restaurant)], tills.ReadStoredAsync),
        ([nameof(WebhookEndpoint)], webhooks.ReadAsync),
        // Roles lie in tables of Identity's own, and whoever changes them makes a new stamp.
        ([nameof(StaffMember), nameof(StaffPost), nameof(StaffPin)], _ => Do(stamps.Forget)),
        ([nameof(StaffMember)], setup.LookAsync),
        ([nameof(EditorHold)], editor.LookAsync),
    ];

    /// <summary>Reads what was told of, or everything.</summary>
    internal async Task ReadAsync(IReadOnlySet<string>? kinds, CancellationToken cancellationToken)
    {
        foreach (var (_, readAsync) in Readers.Where(reader => kinds is null || reader.Kinds.Any(kinds.Contains)))
        {
            await readAsync(cancellationToken);
        }

        signal.Ring();
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => link.IsApart ? _whileApart : _whileTogether;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!link.IsShared)
        {
            return;
        }

        using var listening = link.Listen(Hear);
        using var watching = link.Watch(Look);
        await base.ExecuteAsync(stoppingToken);
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        var (kinds, isAnything) = Take();
        var isEverything = isAnything || link.IsApart;
        if (isEverything || _missedAt is null || Time.GetUtcNow() - _missedAt >= _whileTogether)
        {
            await missed.ReadAsync(stoppingToken);
            if (_missedAt is null)
            {
                // What was stored after the board was read and before this was begun.
                board.Invalidate();
            }

            _missedAt = Time.GetUtcNow();
        }

        if (isEverything || kinds.Count > 0)
        {
            await ReadAsync(isEverything ? null : kinds, stoppingToken);
        }
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error)
    {
        Logs.OthersNotRead(logger, error);
        lock (_lock)
        {
            _isAnythingTold = true;
        }
    }

    /// <inheritdoc/>
    protected override async Task RestAsync(CancellationToken stoppingToken)
    {
        using var timer = Time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, Every, Timeout.InfiniteTimeSpan);
        await _bell.Reader.WaitToReadAsync(stoppingToken);
        _bell.Reader.TryRead(out _);
    }

    // The pages show it, and whoever is apart now begins to look by itself.
    private void Look()
    {
        signal.Ring();
        _bell.Writer.TryWrite(true);
    }

    // On Redis's own thread: nothing here waits.
    private void Hear(Poke poke)
    {
        board.Changed(poke.Orders.Select(order => new OrderId(order)));
        lock (_lock)
        {
            _told.UnionWith(poke.Kinds);
            _isAnythingTold |= poke.IsAnything;
        }

        _bell.Writer.TryWrite(true);
    }

    private (HashSet<string> Kinds, bool IsAnything) Take()
    {
        lock (_lock)
        {
            var taken = (_told, _isAnythingTold);
            (_told, _isAnythingTold) = ([], false);
            return taken;
        }
    }

    // A terminal that was cut off elsewhere, or locks itself by other rules now: whoever sits there is asked at once.
    private async Task ReadTerminalsAsync(CancellationToken cancellationToken)
    {
        var before = All();
        await terminals.ReadAsync(cancellationToken);
        var now = All();
        foreach (var gone in before.Keys.Except(now.Keys))
        {
            seats.Expel(gone.Value);
        }

        foreach (var terminal in now.Values.Where(terminal => before.GetValueOrDefault(terminal.Id) is not { } known
            || (known.IdleMinutes, known.IsShared) != (terminal.IdleMinutes, terminal.IsShared)))
        {
            seats.Know(terminal.Id.Value, TimeSpan.FromMinutes(terminal.IdleMinutes), terminal.IsShared, terminal.LastSeenAt);
        }

        Dictionary<TerminalId, Terminal> All() =>
            restaurants.All.SelectMany(restaurant => terminals.All(restaurant.Id)).ToDictionary(terminal => terminal.Id);
    }

    private static Task Do(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}

internal static class OtherInstancesSetup
{
    /// <summary>Several instances of one installation, where <c>Redis:Configuration</c> is set.</summary>
    public static IServiceCollection AddOtherInstances(this IServiceCollection services)
    {
        services.AddInstanceLink().AddRelay();
        return services.AddHostedService<OtherInstances>();
    }
}

internal static partial class Logs
{
    [LoggerMessage(4291, LogLevel.Error, "What other instances have stored could not be read; it is tried again")]
    public static partial void OthersNotRead(ILogger logger, Exception error);
}
