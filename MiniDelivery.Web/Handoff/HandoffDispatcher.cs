using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Telemetry;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// Carries out what the tills are promised. Every promise is claimed before it is sent, and after any doubt the till is asked
/// what it has before anything is sent again; so a lost answer, a crash or a second dispatcher never makes a second order.
/// </summary>
public sealed class HandoffDispatcher(
    IDbContextFactory<DeliveryDb> contexts, HandoffSteps steps, OrderBoard board, TimeProvider time, ILogger<HandoffDispatcher> logger)
    : RegularWork(time)
{
    private const int AtOnce = 4;
    private const int Tries = 5;

    // Renewed while the step goes on, however long the till takes; what a process that died was at is taken up after so long. Long against
    // the renewals and against what the clocks of two machines may differ: whoever takes it up asks the till, and waits for the grace
    // time, before anything is sent again (RK7 protocol digest, section 10.2).
    private static readonly TimeSpan _claim = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _renewEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    // What each restaurant's till is busy with. A till that does not answer keeps its own orders waiting, and no other restaurant's.
    private readonly Dictionary<RestaurantId, Task> _lanes = [];

    /// <summary>Orders whose promise is due, most urgent first; those of restaurants whose till is <paramref name="busy"/> are left out.</summary>
    internal async Task<List<DueOrder>> FindDueAsync(IReadOnlyCollection<RestaurantId> busy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        return await db.Handoffs.AsNoTracking()
            .Where(h => (h.State == HandoffState.Due || h.State == HandoffState.Sending || h.State == HandoffState.InDoubt) && h.DueAt <= now)
            .Join(db.Orders, h => h.OrderId, order => order.Id, (h, order) => new { h.DueAt, h.OrderId, order.RestaurantId })
            .Where(due => !busy.Contains(due.RestaurantId))
            .OrderBy(due => due.DueAt)
            .Select(due => new DueOrder(due.RestaurantId, due.OrderId))
            .Take(32)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Takes one step for one order, if nobody else has claimed it.</summary>
    internal async Task DispatchAsync(OrderId id, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(id, cancellationToken) is not { } claim)
        {
            return;
        }

        var (lease, move) = claim;

        // From here on nothing is given up half-way because the host stops: what was sent cannot be unsent.
        using var oneByOne = new SemaphoreSlim(1);
        await using var renewal = Renewal.Begin(RenewAsync, _renewEvery, Time, error => Logs.ClaimNotRenewed(logger, id, error));
        var claimed = await LoadAsync(id, move);
        if (claimed.Handoff.DueAt != lease)
        {
            Logs.ClaimLost(logger, id);
            return;
        }

        using var measured = Meters.Handoff.Begin(
            "handoff", ActivityKind.Internal, Time, KeyValuePair.Create<string, object?>("act", claimed.Handoff.Act.ToString()), KeyValuePair.Create<string, object?>("move", move.ToString()));
        var last = await steps.TakeAsync(claimed, LearnAsync, CancellationToken.None);
        await LearnAsync((order, now) =>
        {
            last(order, now);
            measured.Outcome = order.Handoff!.State.ToString();
        });

        // What is stored and the renewal both look for the claim as it was last written.
        async Task<bool> LearnAsync(Lesson lesson)
        {
            await oneByOne.WaitAsync(CancellationToken.None);
            try
            {
                return await ApplyAsync(id, lease, lesson);
            }
            finally
            {
                oneByOne.Release();
            }
        }

        async Task<bool> RenewAsync()
        {
            await oneByOne.WaitAsync(CancellationToken.None);
            try
            {
                return await ProlongAsync(id, lease) is { } longer && (lease = longer) == longer;
            }
            finally
            {
                oneByOne.Release();
            }
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _poll;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = board.Subscribe(() =>
        {
            _bell.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            // What was sent cannot be unsent: what becomes of it is learned before the program ends.
            await Task.WhenAll(_lanes.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _lanes.Values.Select(lane => lane.Exception?.InnerException).OfType<Exception>().ToList().ForEach(SayFailed);
        }
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        var ended = _lanes.Where(lane => lane.Value.IsCompleted).ToList();
        ended.ForEach(lane => _lanes.Remove(lane.Key));
        while (await FindDueAsync([.. _lanes.Keys], stoppingToken) is [_, ..] due)
        {
            foreach (var own in due.GroupBy(found => found.Restaurant, found => found.Id))
            {
                _lanes.Add(own.Key, DispatchAsync([.. own], stoppingToken));
            }
        }

        // Last, so that what went wrong at one till is said and has kept no other waiting.
        await Task.WhenAll(ended.Select(lane => lane.Value));
    }

    private async Task DispatchAsync(List<OrderId> orders, CancellationToken stoppingToken)
    {
        await Parallel.ForEachAsync(
            orders,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (id, token) => await DispatchAsync(id, token));
        _bell.Writer.TryWrite(true); // More may have come for this till meanwhile.
    }

    /// <inheritdoc/>
    // The claim lapses, and the till is asked then.
    protected override void SayFailed(Exception error) => Logs.DispatchFailed(logger, error);

    /// <inheritdoc/>
    protected override async Task RestAsync(CancellationToken stoppingToken)
    {
        using var timer = Time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, _poll, Timeout.InfiniteTimeSpan);
        await _bell.Reader.WaitToReadAsync(stoppingToken);
        _bell.Reader.TryRead(out _);
    }

    // A compare-and-set in plain SQL: it works the same on SQLite and SQL Server and needs no lock hints.
    private async Task<(DateTimeOffset Lease, HandoffMove Move)?> ClaimAsync(OrderId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var seen = await db.Handoffs.AsNoTracking().SingleAsync(h => h.OrderId == id, cancellationToken);
        if (!seen.IsOpen || seen.DueAt > now)
        {
            return null;
        }

        return await ClaimAsync(db, seen, now, cancellationToken) ? (now + _claim, seen.NextMove) : null;
    }

    internal static async Task<bool> ClaimAsync(
        DeliveryDb db, Domain.Till.Handoff seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = seen.State is HandoffState.Due ? HandoffState.Sending : seen.State;
        var sentAt = seen is { State: HandoffState.Due, Act: HandoffAct.Create } ? now : seen.SentAt;
        var rows = await db.Handoffs
            .Where(h => h.OrderId == seen.OrderId && h.State == seen.State && h.DueAt == seen.DueAt)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(h => h.State, claimed)
                    .SetProperty(h => h.DueAt, now + _claim)
                    .SetProperty(h => h.SentAt, sentAt)
                    .SetProperty(h => h.Attempts, h => h.Attempts + 1),
                cancellationToken);
        return rows == 1;
    }

    // Null: the claim is no longer ours.
    private async Task<DateTimeOffset?> ProlongAsync(OrderId id, DateTimeOffset lease)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var longer = Time.GetUtcNow() + _claim;
        return await db.Handoffs.Where(h => h.OrderId == id && (h.State == HandoffState.Sending || h.State == HandoffState.InDoubt) && h.DueAt == lease)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.DueAt, longer)) is 1
            ? longer
            : null;
    }

    private async Task<Claimed> LoadAsync(OrderId id, HandoffMove move)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var order = await db.Orders.AsNoTracking().SingleAsync(found => found.Id == id);
        return new Claimed(order, order.Handoff!, move);
    }

    /// <summary>Stores what was learned, on top of whatever people did meanwhile. False: the claim is no longer ours.</summary>
    private async Task<bool> ApplyAsync(OrderId id, DateTimeOffset lease, Lesson lesson)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var order = await db.Orders.SingleAsync(found => found.Id == id);
            if (order.Handoff!.DueAt != lease)
            {
                Logs.ClaimLost(logger, id);
                return false;
            }

            lesson(order, Time.GetUtcNow());
            try
            {
                await db.SaveChangesAsync();
                Logs.HandedOff(logger, id, order.Handoff.Act, order.Handoff.State, order.Handoff.Attempts, order.Handoff.Trouble?.Code);
                return true;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // A person changed the order meanwhile; what the till said is true all the same.
            }
        }
    }
}

/// <summary>An order whose promise is due.</summary>
/// <param name="Restaurant">To whose till it was made.</param>
/// <param name="Id">The order.</param>
internal sealed record DueOrder(RestaurantId Restaurant, OrderId Id);

/// <summary>An order whose promise is claimed, as it was then.</summary>
/// <param name="Order">The order.</param>
/// <param name="Handoff">Its promise.</param>
/// <param name="Move">What its state asked for before it was claimed.</param>
public sealed record Claimed(Order Order, Domain.Till.Handoff Handoff, HandoffMove Move);

/// <summary>What was learned from the till, to be applied to the order as it is by then.</summary>
public delegate void Lesson(Order order, DateTimeOffset now);

internal static partial class Logs
{
    [LoggerMessage(3001, LogLevel.Information, "Order {OrderId}: {Act} is {State} after {Attempts} attempts, trouble {Trouble}")]
    public static partial void HandedOff(ILogger logger, OrderId orderId, HandoffAct act, HandoffState state, int attempts, string? trouble);

    [LoggerMessage(3002, LogLevel.Error, "A handoff could not be carried out; its claim lapses and the till is asked then")]
    public static partial void DispatchFailed(ILogger logger, Exception error);

    [LoggerMessage(3003, LogLevel.Warning, "Order {OrderId}: the till answered after the claim had lapsed; whoever claimed it since asks the till")]
    public static partial void ClaimLost(ILogger logger, OrderId orderId);

    [LoggerMessage(3005, LogLevel.Warning, "Order {OrderId}: the claim could not be renewed; it is tried again before it lapses")]
    public static partial void ClaimNotRenewed(ILogger logger, OrderId orderId, Exception error);

    [LoggerMessage(3004, LogLevel.Warning, "The till's lock could not be released: {Trouble}; it ends by itself")]
    public static partial void LockNotReleased(ILogger logger, string trouble);
}
