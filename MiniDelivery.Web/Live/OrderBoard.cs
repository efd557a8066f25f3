using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Telemetry;

namespace MiniDelivery.Web.Live;

/// <summary>
/// The orders in work, read once for everybody: fifty open windows cost one query per change and fifty references, not fifty
/// queries and fifty copies. Only orders that changed are read again.
/// </summary>
public sealed class OrderBoard(IServiceProvider services, LiveSignal signal, TimeProvider time, ILogger<OrderBoard> logger)
    : BackgroundService
{
    private static readonly TimeSpan _breather = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan _longestBreather = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _windowRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(2);

    // Catches what nobody told us of: the business day turning, a row changed by hand, another instance.
    private static readonly TimeSpan _fullReload = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _lock = new();
    private HashSet<OrderId> _stale = [];
    private bool _allStale = true;
    private ImmutableDictionary<RestaurantId, ImmutableHashSet<int>> _stopped = ImmutableDictionary<RestaurantId, ImmutableHashSet<int>>.Empty;
    private ImmutableDictionary<RestaurantId, BoardView> _views = ImmutableDictionary<RestaurantId, BoardView>.Empty;
    private bool _isRead;
    private DateTimeOffset _sortedAt;

    /// <summary>Whether the orders have been read at least once since the start.</summary>
    public bool IsRead => Volatile.Read(ref _isRead);

    /// <summary>The picture as of now. Take it once per drawing: the next read may be newer.</summary>
    public BoardView For(RestaurantId restaurant) => _views.GetValueOrDefault(restaurant, BoardView.Empty);

    /// <summary>Calls back, without saying what, whenever the picture may have changed. Listen first, look second.</summary>
    public IDisposable Subscribe(Func<Task> onChange) => signal.Subscribe(onChange, _windowRest);

    /// <summary>These orders were changed and committed. Cheap, never blocks and never reads.</summary>
    public void Changed(IEnumerable<OrderId> orders)
    {
        lock (_lock)
        {
            _stale.UnionWith(orders);
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>These dishes cannot be sold at a restaurant's till now: orders that hold one are pinned.</summary>
    public void StopListIs(RestaurantId restaurant, IEnumerable<int> menuIdents)
    {
        var stopped = menuIdents.ToImmutableHashSet();
        lock (_lock)
        {
            if (_stopped.GetValueOrDefault(restaurant, []).SetEquals(stopped))
            {
                return;
            }

            _stopped = _stopped.SetItem(restaurant, stopped);
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>Anything may have changed.</summary>
    public void Invalidate()
    {
        lock (_lock)
        {
            _allStale = true;
        }

        _bell.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = time.CreateTimer(_ => Invalidate(), null, _fullReload, _fullReload);
        // One for the whole board: it rings when the next order becomes late, and the list is sorted anew.
        using var late = time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Invalidate();
        while (await _bell.Reader.WaitToReadAsync(stoppingToken))
        {
            // Taken before reading: a change that comes during the read asks for another one.
            _bell.Reader.TryRead(out _);
            var (all, some) = TakeStale();
            var started = time.GetTimestamp();
            try
            {
                using var measured = Meters.Board.Begin("board", ActivityKind.Internal, time, KeyValuePair.Create<string, object?>("all", all));
                var isChanged = await ReadAsync(all, some, stoppingToken);
                measured.Outcome = isChanged ? "changed" : "same";
                if (isChanged)
                {
                    signal.Ring();
                }

                late.Change(UntilNextLate(), Timeout.InfiniteTimeSpan);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Logs.BoardReloadFailed(logger, error);
                Invalidate();
                await Task.Delay(_afterFailure, time, stoppingToken);
            }

            await Task.Delay(Breather(time.GetElapsedTime(started)), time, stoppingToken);
        }
    }

    // Thousands of orders in a rush: reading them again must not take the processor from storing the next ones.
    private static TimeSpan Breather(TimeSpan read) => TimeSpan.FromTicks(Math.Clamp(4 * read.Ticks, _breather.Ticks, _longestBreather.Ticks));

    // The full reload comes before anything that is later than that. What became late while the list was read was sorted as not late yet:
    // its time is now.
    private TimeSpan UntilNextLate()
    {
        var now = time.GetUtcNow();
        return _views.Values.SelectMany(view => view.Rows).Select(row => row.Clock.LateFrom)
            .Where(late => late > _sortedAt && late - now < _fullReload)
            .Select(late => late > now ? late - now : TimeSpan.Zero)
            .DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
    }

    private (bool All, HashSet<OrderId> Some) TakeStale()
    {
        lock (_lock)
        {
            var taken = (_allStale, _stale);
            (_allStale, _stale) = (false, []);
            return taken;
        }
    }

    private async Task<bool> ReadAsync(bool all, HashSet<OrderId> some, CancellationToken cancellationToken)
    {
        // Resolved here and not injected: the contexts carry the interceptor, and the interceptor carries this board.
        await using var db = await services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var restaurants = await db.Restaurants.AsNoTracking().Where(restaurant => restaurant.IsActive).ToListAsync(cancellationToken);
        var orders = db.Orders.AsNoTracking();
        var read = all
            ? await BoardReader.ReadAsync(db, orders.Where(order => order.Status != OrderStatus.Archived && order.Status != OrderStatus.Deleted), cancellationToken)
            : await BoardReader.ReadAsync(db, orders.Where(order => some.Contains(order.Id)), cancellationToken);
        var before = _views;
        var views = before.ToBuilder();
        views.RemoveRange(before.Keys.Except(restaurants.Select(restaurant => restaurant.Id)));
        foreach (var restaurant in restaurants)
        {
            var old = before.GetValueOrDefault(restaurant.Id, BoardView.Empty);
            var known = old.Rows.Where(row => all || some.Contains(row.Id)).ToDictionary(row => row.Id);
            var stopped = _stopped.GetValueOrDefault(restaurant.Id, []);
            var rows = read.Where(row => row.RestaurantId == restaurant.Id && row.Status.IsLive)
                .Select(row => known.TryGetValue(row.Id, out var same) && (same.Version, same.Source, same.Colour, same.Clock) == (row.Version, row.Source, row.Colour, row.Clock) ? same : row)
                .Select(row => Stop(row, stopped));
            var sorted = Sort([.. old.Rows.Where(row => !known.ContainsKey(row.Id)).Select(row => Stop(row, stopped))], [.. rows], now);
            var today = restaurant.Day.Start(restaurant.Day.Of(now));
            var done = await orders
                .Where(order => order.RestaurantId == restaurant.Id && order.StatusChangedAt >= today
                    && (order.Status == OrderStatus.Archived || order.Status == OrderStatus.Deleted))
                .GroupBy(order => order.Status)
                .Select(group => new { Status = group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
            var view = new BoardView(
                old.Rows.AsSpan().SequenceEqual(sorted.AsSpan(), _identity) ? old.Rows : sorted,
                done.GetValueOrDefault(OrderStatus.Archived),
                done.GetValueOrDefault(OrderStatus.Deleted));
            if (view != old)
            {
                views[restaurant.Id] = view;
            }
        }

        (_views, _sortedAt) = (views.ToImmutable(), now);
        var first = !IsRead;
        Volatile.Write(ref _isRead, true);
        return first || !ReferenceEquals(before, _views) || some.Count > 0;
    }

    // Those that were in the list before are in order there, unless one has become late or lost a dish meanwhile. In a rush they are
    // thousands, and the others a few.
    private static ImmutableArray<BoardRow> Sort(List<BoardRow> before, List<BoardRow> others, DateTimeOffset now)
    {
        if (!before.Zip(before.Skip(1)).All(pair => Place(pair.First).CompareTo(Place(pair.Second)) < 0))
        {
            return [.. before.Concat(others).OrderBy(Place)];
        }

        var sorted = ImmutableArray.CreateBuilder<BoardRow>(before.Count + others.Count);
        var next = 0;
        foreach (var row in others.OrderBy(Place))
        {
            while (next < before.Count && Place(before[next]).CompareTo(Place(row)) < 0)
            {
                sorted.Add(before[next++]);
            }

            sorted.Add(row);
        }

        sorted.AddRange(before.Skip(next));
        return sorted.MoveToImmutable();

        (int Kind, DateTimeOffset Time, int Number) Place(BoardRow row) => PlaceOf(row, now);
    }

    private static readonly IEqualityComparer<BoardRow> _identity =
        EqualityComparer<BoardRow>.Create((left, right) => ReferenceEquals(left, right));

    // Worth knowing only as long as the guest can still be asked for another dish.
    private static BoardRow Stop(BoardRow row, ImmutableHashSet<int> menuIdents)
    {
        if (menuIdents.Count is 0 || row.Status is not (OrderStatus.Waiting or OrderStatus.Created) || !row.Dishes.Any(IsStopped))
        {
            return row.Stopped is [] ? row : row with { Stopped = [] };
        }

        ImmutableArray<string> stopped = [.. row.Dishes.Where(IsStopped).Select(dish => dish.Name).Distinct()];
        return row.Stopped.SequenceEqual(stopped) ? row : row with { Stopped = stopped };

        bool IsStopped(BoardDish dish) => dish.MenuIdent is { } ident && menuIdents.Contains(ident);
    }

    // Trouble first, then what is late, the latest on top, then what rings, oldest first, then by the time it is due.
    private static (int Kind, DateTimeOffset Time, int Number) PlaceOf(BoardRow row, DateTimeOffset now) => row switch
    {
        { Problem: not null } => (0, row.ReceivedAt, row.Number),
        _ when row.Clock.IsLate(now) => (1, row.Clock.DueAt, row.Number),
        { Status: OrderStatus.Waiting } => (2, row.ReceivedAt, row.Number),
        _ => (3, row.Clock.DueAt, row.Number),
    };
}

internal static partial class Logs
{
    [LoggerMessage(2002, LogLevel.Error, "The board could not be read; it shows what it had")]
    public static partial void BoardReloadFailed(ILogger logger, Exception error);
}
