using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Telemetry;

namespace MiniDelivery.Web.Intake;

/// <summary>An order to be stored.</summary>
/// <param name="Call">Null = the call has no Idempotency-Key.</param>
public sealed record IntakeItem(NewOrder Draft, RestaurantId Restaurant, SourceId Source, Actor By, IdempotentCall? Call = null)
{
    /// <summary>Staff wrote it down themselves: a guest on the telephone is not sent away, and the till is promised the order at once.</summary>
    public bool IsOfStaff { get; init; }

    /// <summary>Of an order of the staff's own: the till is promised its dishes, too.</summary>
    public bool IsFilled { get; init; }
}

/// <summary>
/// Stores new orders: one writer that puts all orders waiting at a moment into one transaction. With a durable commit on every
/// order the disk would set the pace; grouped, one commit serves up to <see cref="GroupSize"/>, and the numbers never collide.
/// </summary>
public sealed class IntakeWriter(
    IDbContextFactory<DeliveryDb> contexts, MenuCache menus, TimeProvider time, ILogger<IntakeWriter> logger) : BackgroundService
{
    /// <summary>The most orders in one transaction.</summary>
    public const int GroupSize = 256;

    private const int Tries = 5;

    private static readonly PreparedQuery<Func<DeliveryDb, List<SourceId>, List<string>, IAsyncEnumerable<Found>>> _known = new(() => EF.CompileAsyncQuery(
        (DeliveryDb db, List<SourceId> sources, List<string> externalIds) => db.Orders.AsNoTracking()
            .Where(order => sources.Contains(order.SourceId) && externalIds.Contains(order.ExternalId))
            .Select(order => new Found(order.SourceId, order.ExternalId, order.Id, order.Number, order.Fingerprint))));

    private Failure? _failure;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(4 * GroupSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>How many orders wait to be stored.</summary>
    public int Queue => _queue.Reader.Count;

    /// <summary>When an order could not be stored, if none was since; null = the last one was.</summary>
    public DateTimeOffset? NotStoredAt => Volatile.Read(ref _failure)?.At;

    /// <summary>Stores an order and answers when it is durable, or with what stood in the way.</summary>
    /// <exception cref="DbUpdateException">The database cannot store at the moment; nothing of this order is stored.</exception>
    public async Task<IntakeAnswer> StoreAsync(IntakeItem item, CancellationToken cancellationToken)
    {
        using var measured = Begin(item.IsOfStaff);
        var waiting = new Waiting(item, new TaskCompletionSource<IntakeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(waiting, cancellationToken);
        var answer = await waiting.Answer.Task.WaitAsync(cancellationToken);
        measured.Outcome = answer.Code;
        return answer;
    }

    /// <summary>Answers an order that need not come so far; it is measured like the others.</summary>
    public IntakeAnswer Refuse(IntakeAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var measured = Begin(isOfStaff: false);
        measured.Outcome = answer.Code;
        return answer;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server stops before this does, so what is still in the queue was promised an answer: it is stored first.
        await using var stop = stoppingToken.Register(() => _queue.Writer.TryComplete());
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var group = new List<Waiting>(GroupSize);
            while (group.Count < GroupSize && _queue.Reader.TryRead(out var waiting))
            {
                group.Add(waiting);
            }

            await StoreAsync(group);
        }
    }

    private Measured Begin(bool isOfStaff) =>
        Meters.Intake.Begin("intake", ActivityKind.Internal, time, KeyValuePair.Create<string, object?>("source", isOfStaff ? "staff" : "shop"));

    private async Task StoreAsync(List<Waiting> group)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                var answers = await StoreOnceAsync([.. group.Select(waiting => waiting.Item)]);
                Volatile.Write(ref _failure, null);
                foreach (var (waiting, answer) in group.Zip(answers))
                {
                    waiting.Answer.SetResult(answer);
                }

                return;
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // Another instance took the same number or stored the same order in this very moment: look again.
            }
            catch (Exception) when (group.Count > 1)
            {
                // One that cannot be stored must not take the others down with it.
                foreach (var waiting in group)
                {
                    await StoreAsync([waiting]);
                }

                return;
            }
            catch (Exception error)
            {
                Logs.NotStored(logger, error.GetType().Name);
                Volatile.Write(ref _failure, new Failure(time.GetUtcNow()));
                group[0].Answer.SetException(error);
                return;
            }
        }
    }

    private async Task<List<IntakeAnswer>> StoreOnceAsync(List<IntakeItem> items)
    {
        await using var db = await contexts.CreateDbContextAsync();
        // Once, not for each of the questions below.
        await db.Database.OpenConnectionAsync();
        var known = await FindKnownAsync(db, items);
        var kept = await FindKeptAsync(db, items);
        var gates = new Dictionary<RestaurantId, Gate>();
        var now = time.GetUtcNow();
        var answers = new List<IntakeAnswer>(items.Count);
        foreach (var item in items)
        {
            var keptBefore = item.Call is { } asked ? kept.GetValueOrDefault((item.Source, asked.Key)) : null;
            if (keptBefore?.HoldsAt(now) is true)
            {
                answers.Add(keptBefore.Fingerprint == item.Call!.Fingerprint ? new IntakeAnswer.Replayed(keptBefore) : new IntakeAnswer.KeyConflict());
                continue;
            }

            var key = (item.Source, item.Draft.ExternalId);
            if (known.TryGetValue(key, out var before))
            {
                if (before.Fingerprint != item.Draft.Fingerprint())
                {
                    answers.Add(new IntakeAnswer.Conflict(before.Id));
                    continue;
                }

                var same = item.Call is null ? null : before.Order ?? await db.Orders.AsNoTracking().SingleAsync(found => found.Id == before.Id);
                answers.Add(new IntakeAnswer.AlreadyKnown(before.Id, before.Number, Keep(item, same, StatusCodes.Status200OK)));
                continue;
            }

            if (!gates.TryGetValue(item.Restaurant, out var gate))
            {
                gate = await Gate.OpenAsync(db, item.Restaurant, [.. items.Where(other => other.Restaurant == item.Restaurant)], now);
                gates.Add(item.Restaurant, gate);
            }

            var entry = item.IsOfStaff ? null : await gate.OfAsync(db, item.Source, now);
            if ((gate.Refusal(item, now) ?? entry?.Refusal(item)) is { } refusal)
            {
                answers.Add(refusal);
                continue;
            }

            var menu = menus.For(item.Restaurant, item.Source);
            var order = Order.Receive(
                item.Draft with { UsualPayment = entry?.Take() }, item.Restaurant, item.Source, gate.TakeNumber(), menu, item.By, now,
                PhoneText.Key(item.Draft.Guest.Phone, gate.Country), gate.Zone);
            gate.LookAlikes.Link(order, now);
            if (item.IsOfStaff)
            {
                _ = item.IsFilled ? order.AcceptAndFill(item.By, menu, now) : order.Accept(item.By, now);
            }
            else if (entry is not null && !order.IsLikelyDuplicate && await entry.AutoAcceptsAsync(db, order, menus.For(item.Restaurant)) is { } rule)
            {
                order.AcceptByRule(rule, now);
            }

            db.Add(order);
            known.Add(key, new Known(order.Id, order.Number, order.Fingerprint, order));
            answers.Add(new IntakeAnswer.Taken(order, Keep(item, order, StatusCodes.Status201Created)));
        }

        await db.SaveChangesAsync();
        return answers;

        // In the same transaction as the order: an answer that was kept without its order, or the other way round, would be a lie after
        // the next power cut.
        KeptAnswer? Keep(IntakeItem item, Order? order, int status)
        {
            if (order is null || item.Call is not { } call)
            {
                return null;
            }

            var answer = call.Answer(order, status, now);
            var place = (item.Source, call.Key);
            db.Keep(answer, kept.GetValueOrDefault(place));
            kept[place] = answer;
            return answer;
        }
    }

    private static async Task<Dictionary<(SourceId Source, string Key), KeptAnswer>> FindKeptAsync(DeliveryDb db, List<IntakeItem> items)
    {
        var keys = items.Select(item => item.Call?.Key).OfType<string>().Distinct().ToList();
        if (keys is [])
        {
            return [];
        }

        var sources = items.Select(item => item.Source).Distinct().ToList();
        return await db.KeptAnswers.Where(answer => sources.Contains(answer.SourceId) && keys.Contains(answer.Key))
            .ToDictionaryAsync(answer => (answer.SourceId, answer.Key));
    }

    private static async Task<Dictionary<(SourceId Source, string ExternalId), Known>> FindKnownAsync(DeliveryDb db, List<IntakeItem> items)
    {
        var sources = items.Select(item => item.Source).Distinct().ToList();
        var externalIds = items.Select(item => item.Draft.ExternalId).Distinct().ToList();
        return await _known.On(db)(db, sources, externalIds).ToDictionaryAsync(
            found => (found.Source, found.ExternalId), found => new Known(found.Id, found.Number, found.Fingerprint, null));
    }

    // What decides in this transaction whether a restaurant's orders are stored; read once for the whole group.
    private sealed class Gate(Restaurant restaurant, IntakeState state, int inSlot, LookAlikes lookAlikes)
    {
        private static readonly PreparedQuery<Func<DeliveryDb, RestaurantId, Task<Restaurant>>> _restaurant = new(() => EF.CompileAsyncQuery(
            (DeliveryDb db, RestaurantId id) => db.Restaurants.Single(found => found.Id == id)));

        private readonly Dictionary<SourceId, Entry> _sources = [];
        private int _inSlot = inSlot;

        public string Country => restaurant.Country;

        public LookAlikes LookAlikes => lookAlikes;

        public TimeZoneInfo Zone { get; } = restaurant.Zone;

        public static async Task<Gate> OpenAsync(DeliveryDb db, RestaurantId id, IReadOnlyList<IntakeItem> items, DateTimeOffset now)
        {
            var restaurant = await _restaurant.On(db)(db, id);
            var state = await db.IntakeOfAsync(id, CancellationToken.None);
            return new Gate(
                restaurant,
                state,
                await db.InSlotAsync(state, now, CancellationToken.None),
                await LookAlikes.FindAsync(
                    db, id, [.. items.Select(item => PhoneText.Key(item.Draft.Guest.Phone, restaurant.Country))], restaurant.DuplicateMinutes, now));
        }

        public async Task<Entry> OfAsync(DeliveryDb db, SourceId id, DateTimeOffset now)
        {
            if (!_sources.TryGetValue(id, out var source))
            {
                source = await Entry.OpenAsync(db, id, now);
                _sources.Add(id, source);
            }

            return source;
        }

        public IntakeAnswer? Refusal(IntakeItem item, DateTimeOffset now)
        {
            if (!restaurant.IsActive)
            {
                return new IntakeAnswer.Closed();
            }

            var intake = state.At(now, restaurant.OpeningHours, _inSlot);
            return intake.Mode is IntakeMode.Paused && !item.IsOfStaff ? new IntakeAnswer.Paused(intake, intake.RetryAfter(now)) : null;
        }

        public int TakeNumber()
        {
            _inSlot++;
            return restaurant.TakeNumber();
        }
    }

    // The same of one shop's source; what staff write down has no limits.
    private sealed class Entry(OrderSource source, int inHour, int retryAfter)
    {
        private static readonly PreparedQuery<Func<DeliveryDb, SourceId, Task<OrderSource>>> _source = new(() => EF.CompileAsyncQuery(
            (DeliveryDb db, SourceId id) => db.Sources.Single(found => found.Id == id)));

        private int _inHour = inHour;

        public static async Task<Entry> OpenAsync(DeliveryDb db, SourceId id, DateTimeOffset now)
        {
            var source = await _source.On(db)(db, id);
            if (source.OrdersPerHour is null)
            {
                return new Entry(source, 0, 0);
            }

            var from = now.AddHours(-1);
            // By the restaurant, because that is what the index begins with.
            var recent = db.Orders.Where(order => order.RestaurantId == source.RestaurantId && order.ReceivedAt > from && order.SourceId == id);
            var oldest = await recent.MinAsync(order => (DateTimeOffset?)order.ReceivedAt);
            return new Entry(source, await recent.CountAsync(), oldest is { } at ? Math.Max(1, (int)Math.Ceiling((at - from).TotalSeconds)) : 60);
        }

        public IntakeAnswer? Refusal(IntakeItem item) => (source, item.Draft.Total ?? item.Draft.ComputedTotal()) switch
        {
            ({ IsActive: false }, _) => new IntakeAnswer.SourceOff(),
            ({ OrdersPerHour: { } limit }, _) when _inHour >= limit => new IntakeAnswer.TooManyOrders(limit, retryAfter),
            ({ MaxTotal: { } most }, { } total) when total.Minor > most.Minor => new IntakeAnswer.TooLarge(most),
            _ => null,
        };

        /// <summary>Which conditions let an order be accepted by itself; null = a person must. The guest is looked at only where a rule is on.</summary>
        public async Task<string?> AutoAcceptsAsync(DeliveryDb db, Order order, RestaurantMenu? menu)
        {
            if (!source.AutoAccept.IsOn)
            {
                return null;
            }

            var guest = await db.Guests.AsNoTracking().SingleOrDefaultAsync(found => found.RestaurantId == order.RestaurantId && found.PhoneKey == order.PhoneKey);
            return source.AutoAccept.Allows(order, menu, guest switch
            {
                { Block: not null } => GuestStanding.Unwanted,
                { Orders: > 0 } => GuestStanding.Known,
                _ => GuestStanding.New,
            });
        }

        /// <summary>One more of its orders is taken; how its guests usually pay.</summary>
        public PaymentMethod? Take()
        {
            _inHour++;
            return source.DefaultPayment;
        }
    }

    private sealed record Found(SourceId Source, string ExternalId, OrderId Id, int Number, string Fingerprint);

    // With the order itself while it is not stored yet.
    private sealed record Known(OrderId Id, int Number, string Fingerprint, Order? Order);

    private sealed record Failure(DateTimeOffset At);

    private sealed record Waiting(IntakeItem Item, TaskCompletionSource<IntakeAnswer> Answer);
}

internal static partial class Logs
{
    [LoggerMessage(1101, LogLevel.Error, "An order could not be stored ({Error}); its sender was told so")]
    public static partial void NotStored(ILogger logger, string error);
}
