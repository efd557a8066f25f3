using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>Remembers when each key was last used: at most once a minute a key, and no call ever waits for it.</summary>
internal sealed class KeyUses(IDbContextFactory<DeliveryDb> contexts, ILogger<KeyUses> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new();

    // When the database cannot keep up, a use more or less does not matter.
    private readonly Channel<(string Id, DateTimeOffset At)> _queue = Channel.CreateBounded<(string Id, DateTimeOffset At)>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>The key was used.</summary>
    public void Note(ApiKey key, DateTimeOffset now)
    {
        // What the row says counts other instances in; what is noted here counts in what is not written yet.
        if (now - key.LastUsedAt < _every || (_noted.TryGetValue(key.Id, out var noted) && now - noted < _every))
        {
            return;
        }

        _noted[key.Id] = now;
        _queue.Writer.TryWrite((key.Id, now));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (id, at) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(stoppingToken);
                await db.ApiKeys.Where(key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt < at))
                    .ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, at), stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Logs.UseNotKept(logger, error);
            }
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(2104, LogLevel.Warning, "When a key was last used could not be kept; the next use is kept instead")]
    public static partial void UseNotKept(ILogger logger, Exception error);
}
