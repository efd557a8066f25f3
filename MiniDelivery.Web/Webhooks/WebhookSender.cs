using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Telemetry;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Webhooks;

/// <summary>
/// Sends what the outbox holds: each event by whoever claims it, of one order one after the other, of one endpoint a few at a time, and
/// no endpoint ever waits for another.
/// </summary>
internal sealed class WebhookSender(
    IDbContextFactory<DeliveryDb> contexts,
    WebhookClient client,
    WebhookBook book,
    SecretBox secrets,
    RestaurantDirectory restaurants,
    LiveSignal signal,
    TimeProvider time,
    ILogger<WebhookSender> logger) : RegularWork(time)
{
    /// <summary>How many calls an endpoint gets at once.</summary>
    public const int AtOnce = 4;

    private const int Tries = 5;
    private const int TidyAtOnce = 500;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _readEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _tidyEvery = TimeSpan.FromHours(1);

    // Longer than an attempt takes.
    private static readonly TimeSpan _claim = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, int> _busy = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private DateTimeOffset _readAt;
    private DateTimeOffset _tidiedAt;

    /// <summary>Begins to send whatever is due, and answers with what was begun.</summary>
    internal async Task<IReadOnlyList<Task>> LookAsync(CancellationToken cancellationToken)
    {
        var begun = new List<Task>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var endpoint in await Due(db).Select(delivery => delivery.EndpointId).Distinct().ToListAsync(cancellationToken))
        {
            var room = AtOnce - _busy.GetValueOrDefault(endpoint);
            var due = await Due(db).Where(delivery => delivery.EndpointId == endpoint).OrderBy(delivery => delivery.Id).Take(Math.Max(0, room)).ToListAsync(cancellationToken);
            foreach (var delivery in due)
            {
                if (await ClaimAsync(db, delivery, cancellationToken) is { } lease)
                {
                    _busy.AddOrUpdate(endpoint, 1, (_, count) => count + 1);
                    begun.Add(_running[delivery.Id] = Task.Run(() => WorkAsync(delivery, lease), CancellationToken.None));
                }
            }
        }

        return begun;
    }

    /// <summary>Erases bodies and answers that are old enough, and forgets in time that they were.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WebhookDeliveries.Where(delivery => delivery.CreatedAt < now - WebhookDelivery.Kept).ExecuteDeleteAsync(cancellationToken);
        for (var isMore = true; isMore;)
        {
            db.ChangeTracker.Clear();
            var old = await db.WebhookDeliveries
                .Where(delivery => delivery.Body != null && delivery.CreatedAt < now - WebhookDelivery.BodiesKept)
                .OrderBy(delivery => delivery.Id).Take(TidyAtOnce).ToListAsync(cancellationToken);
            await db.ForgetAsync(old, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            isMore = old.Count is TidyAtOnce;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host that is stopped from two sides stops this twice, the second time when it may be disposed of already.
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
        }

        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _lookEvery;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        var now = Time.GetUtcNow();
        if (now - _readAt >= _readEvery)
        {
            _readAt = now;
            if (await book.ReadAsync(stoppingToken))
            {
                signal.Ring();
            }
        }

        if (now - _tidiedAt >= _tidyEvery)
        {
            _tidiedAt = now;
            await TidyAsync(stoppingToken);
        }

        await LookAsync(stoppingToken);
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.SenderFailed(logger, error);

    // Due, at an endpoint that is on, and nothing of the same order that is still to be sent before it.
    private IQueryable<WebhookDelivery> Due(DeliveryDb db)
    {
        var now = Time.GetUtcNow();
        return db.WebhookDeliveries.AsNoTracking()
            .Where(delivery => (delivery.State == DeliveryState.Due || delivery.State == DeliveryState.Sending) && delivery.DueAt <= now)
            .Where(delivery => db.WebhookEndpoints.Any(endpoint => endpoint.Id == delivery.EndpointId && endpoint.Off == null))
            .Where(delivery => !delivery.IsInTurn || !db.WebhookDeliveries.Any(earlier =>
                earlier.EndpointId == delivery.EndpointId && earlier.OrderId == delivery.OrderId && earlier.IsInTurn && earlier.Id < delivery.Id
                && (earlier.State == DeliveryState.Due || earlier.State == DeliveryState.Sending)));
    }

    // Of several instances one gets it: the row must still be as it was seen.
    private async Task<DateTimeOffset?> ClaimAsync(DeliveryDb db, WebhookDelivery seen, CancellationToken cancellationToken)
    {
        var lease = Time.GetUtcNow() + _claim;
        var rows = await db.WebhookDeliveries
            .Where(delivery => delivery.Id == seen.Id && delivery.State == seen.State && delivery.DueAt == seen.DueAt)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(delivery => delivery.State, DeliveryState.Sending)
                    .SetProperty(delivery => delivery.DueAt, lease)
                    .SetProperty(delivery => delivery.Attempts, delivery => delivery.Attempts + 1),
                cancellationToken);
        return rows is 1 ? lease : null;
    }

    private async Task WorkAsync(WebhookDelivery claimed, DateTimeOffset lease)
    {
        try
        {
            var at = Time.GetUtcNow();
            var started = Time.GetTimestamp();
            using var measured = Meters.Webhook.Begin("webhook", ActivityKind.Client, Time, KeyValuePair.Create<string, object?>("type", claimed.Type));
            var answer = await TryAsync(claimed);
            measured.Outcome = answer.Trouble?.ToString() ?? "Taken";
            await KeepAsync(claimed, lease, answer, at, (int)Time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException)
        {
            // The program ends. Whether it arrived nobody knows, so whoever looks next sends it again.
            await ReleaseAsync(claimed, lease);
        }
        catch (Exception error)
        {
            Logs.SenderFailed(logger, error);
        }
        finally
        {
            _busy.AddOrUpdate(claimed.EndpointId, 0, (_, count) => count - 1);
            _running.TryRemove(claimed.Id, out _);
            signal.Ring();
        }
    }

    private async Task ReleaseAsync(WebhookDelivery claimed, DateTimeOffset lease)
    {
        var now = Time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync();
        await db.WebhookDeliveries
            .Where(delivery => delivery.Id == claimed.Id && delivery.State == DeliveryState.Sending && delivery.DueAt == lease)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.State, DeliveryState.Due).SetProperty(delivery => delivery.DueAt, now));
    }

    private async Task<WebhookAnswer> TryAsync(WebhookDelivery claimed)
    {
        await using var db = await contexts.CreateDbContextAsync(_stop.Token);
        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(found => found.Id == claimed.EndpointId, _stop.Token);
        if (endpoint is null || claimed.Body is null)
        {
            return new WebhookAnswer(WebhookTrouble.Gone);
        }

        var keys = endpoint.SecretsAt(Time.GetUtcNow()).Select(secrets.Open).OfType<string>().ToList();
        return keys is []
            ? new WebhookAnswer(WebhookTrouble.SecretLost)
            : await client.SendAsync(claimed.CallbackUrl ?? endpoint.Url, endpoint.AllowsPrivate, claimed.MessageId, Encoding.UTF8.GetBytes(claimed.Body), keys, _stop.Token);
    }

    // Not given up half-way because the host stops: what was answered must be known.
    private async Task KeepAsync(WebhookDelivery claimed, DateTimeOffset lease, WebhookAnswer answer, DateTimeOffset at, int milliseconds)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(found => found.Id == claimed.Id);
            var endpoint = await db.WebhookEndpoints.SingleOrDefaultAsync(found => found.Id == claimed.EndpointId);
            if (delivery is not { State: DeliveryState.Sending } || delivery.DueAt != lease || endpoint is null)
            {
                return;
            }

            var now = Time.GetUtcNow();
            db.Add(new WebhookAttempt
            {
                DeliveryId = delivery.Id,
                Number = delivery.Attempts,
                At = at,
                Milliseconds = milliseconds,
                Status = answer.Status,
                Trouble = answer.Trouble,
                Answer = answer.Text,
            });
            var isSwitchedOff = await SettleAsync(db, delivery, endpoint, answer.Trouble, now);
            if (isSwitchedOff)
            {
                db.Audit(
                    Actor.Program, now, AuditActs.WebhookSwitchedOff, restaurants.Find(endpoint.RestaurantId)?.Name, null, $"{endpoint.Off}: {endpoint.Url}", endpoint.RestaurantId);
            }

            try
            {
                await db.SaveChangesAsync();
                Logs.Tried(logger, delivery.Id, delivery.Type, delivery.State, delivery.Attempts, answer.Trouble, answer.Status);
                if (isSwitchedOff)
                {
                    Logs.SwitchedOff(logger, endpoint.Id, endpoint.Off!.Value);
                    await book.ReadAsync(CancellationToken.None);
                }

                return;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // A person changed the endpoint meanwhile; what was answered is true all the same.
            }
        }
    }

    // True = the endpoint is switched off now.
    private static async Task<bool> SettleAsync(DeliveryDb db, WebhookDelivery delivery, WebhookEndpoint endpoint, WebhookTrouble? trouble, DateTimeOffset now)
    {
        switch (trouble)
        {
            case null:
                delivery.HasArrived(now);
                endpoint.HasTaken();
                return false;
            case WebhookTrouble.Gone:
                delivery.GiveUp(now);
                if (endpoint.IsForCallbacks)
                {
                    // Nobody wants this order's events there any more; of other orders that says nothing.
                    var rest = await db.WebhookDeliveries
                        .Where(other => other.EndpointId == endpoint.Id && other.OrderId == delivery.OrderId && other.Id != delivery.Id && other.State == DeliveryState.Due)
                        .ToListAsync();
                    rest.ForEach(other => other.Drop(now));
                }

                return endpoint.IsGone(now);
            default:
                delivery.HasFailed(now, Random.Shared.NextDouble());
                return endpoint.HasFailed(now);
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(2401, LogLevel.Information, "Event {Delivery} ({Type}) is {State} after {Attempts} attempts, trouble {Trouble} ({Status})")]
    public static partial void Tried(ILogger logger, long delivery, string type, DeliveryState state, int attempts, WebhookTrouble? trouble, int? status);

    [LoggerMessage(2402, LogLevel.Warning, "The endpoint {Endpoint} is switched off: {Why}")]
    public static partial void SwitchedOff(ILogger logger, Guid endpoint, WebhookOff why);

    [LoggerMessage(2403, LogLevel.Error, "Events could not be sent; it is tried again")]
    public static partial void SenderFailed(ILogger logger, Exception error);
}
