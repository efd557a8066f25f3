using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>A body that came with a right key and was answered with a problem.</summary>
/// <param name="ContentType">What the sender said that it is; null = nothing.</param>
/// <param name="Body">It, or its first <see cref="InboxItem.MostBytes"/> bytes.</param>
/// <param name="IsTruncated">There was more of it.</param>
/// <param name="Problem">Code of the problem.</param>
/// <param name="Faults">What is wrong with it.</param>
public sealed record RefusedBody(
    RestaurantId Restaurant, SourceId Source, string? ContentType, byte[] Body, bool IsTruncated, string Problem, IReadOnlyList<InboxFault> Faults);

/// <summary>
/// Keeps what could not become an order, behind the back of whoever sent it: they have their answer, and nothing here delays or
/// changes it. What does not fit is dropped with a line in the log.
/// </summary>
public sealed class InboxWriter(
    IDbContextFactory<DeliveryDb> contexts, InboxVault vault, InboxWatch watch, TimeProvider time, ILogger<InboxWriter> logger) : BackgroundService
{
    private const int MostWaiting = 64;
    private const int Tries = 5;

    private readonly Channel<RefusedBody> _queue = Channel.CreateBounded<RefusedBody>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    // When the log was last told that a source sends too many: once an hour is enough.
    private readonly ConcurrentDictionary<SourceId, DateTimeOffset> _told = new();

    /// <summary>Takes a body to be kept; at once, and without a promise.</summary>
    public void Offer(RefusedBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!_queue.Writer.TryWrite(body))
        {
            Logs.InboxFull(logger, body.Source);
        }
    }

    /// <summary>Keeps a body. False = there are too many of its source today.</summary>
    internal async Task<bool> StoreAsync(RefusedBody body, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body.Body));
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var item = await db.InboxItems.SingleOrDefaultAsync(found => found.SourceId == body.Source && found.Hash == hash, cancellationToken);
            if (item is null)
            {
                var from = now - InboxItem.Day;
                if (await db.InboxItems.CountAsync(found => found.SourceId == body.Source && found.FirstAt > from, cancellationToken) >= InboxItem.MostPerDay)
                {
                    TellOfTooMany(body.Source, now);
                    return false;
                }

                item = db.Add(Made(body, hash, now)).Entity;
            }

            item.Came(now);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await watch.ReadAsync(cancellationToken);
                return true;
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // The same came to another instance, or somebody settled it in this moment: look again.
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(() => _queue.Writer.TryComplete());
        await foreach (var body in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await StoreAsync(body, CancellationToken.None);
            }
            catch (Exception error)
            {
                // Whoever sent it was told that it is no order; there is nobody else to tell.
                Logs.InboxNotStored(logger, body.Source, error.GetType().Name);
            }
        }
    }

    private InboxItem Made(RefusedBody body, string hash, DateTimeOffset now) => new()
    {
        RestaurantId = body.Restaurant,
        SourceId = body.Source,
        Hash = hash,
        ContentType = body.ContentType is { Length: > Limits.Name } type ? type[..Limits.Name] : body.ContentType,
        Body = vault.Close(body.Body),
        Length = body.Body.Length,
        IsTruncated = body.IsTruncated,
        Problem = body.Problem,
        Glance = vault.Close(new InboxGlance(PhoneFinder.Find(InboxVault.TextOf(body.Body)), [.. body.Faults.Take(MostFaults)])),
        FirstAt = now,
    };

    // Nobody reads more, and two hundred dishes may have two hundred faults each.
    private const int MostFaults = 20;

    private void TellOfTooMany(SourceId source, DateTimeOffset now)
    {
        if (!_told.TryGetValue(source, out var told) || now - told > TimeSpan.FromHours(1))
        {
            _told[source] = now;
            Logs.InboxTooMany(logger, source, InboxItem.MostPerDay);
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(1122, LogLevel.Warning, "Too many bodies that are no orders wait to be kept; one of source {Source} is dropped")]
    public static partial void InboxFull(ILogger logger, SourceId source);

    [LoggerMessage(1123, LogLevel.Error, "A body of source {Source} that is no order could not be kept ({Error})")]
    public static partial void InboxNotStored(ILogger logger, SourceId source, string error);

    [LoggerMessage(1124, LogLevel.Warning, "Source {Source} has sent {Most} bodies that are no orders within a day; further ones are not kept")]
    public static partial void InboxTooMany(ILogger logger, SourceId source, int most);
}
