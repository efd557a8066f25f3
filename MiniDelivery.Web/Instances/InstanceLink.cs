using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MiniDelivery.Web.Instances;

/// <summary>What another instance has stored: where to look, and never what is there.</summary>
/// <param name="Kinds">Names of the kinds of things.</param>
/// <param name="Orders">Which orders.</param>
/// <param name="IsAnything">Words were missed: anything may have been stored.</param>
public sealed record Poke(ImmutableHashSet<string> Kinds, ImmutableArray<Guid> Orders, bool IsAnything = false);

/// <summary>
/// The line between the instances of one installation, by Redis: each tells the others that something was stored, and they read it from
/// the database. What is said while Redis is away is lost, so whoever listens also looks for itself, and often while
/// <see cref="IsApart"/>. There is no SignalR backplane: the pages of an instance are drawn by it alone, and its hub clients are told
/// from the stored log of changes, so a poke is all that either needs, and nothing is sent that could be lost.
/// </summary>
public sealed class InstanceLink(IOptions<RedisOptions> options, TimeProvider time, ILogger<InstanceLink> logger) : BackgroundService
{
    private const string Hello = "hello";
    private const string Bye = "bye";
    private const string Stored = "stored";
    private const string Anything = "*";
    private const int MostOrders = 100;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);

    // What every instance says each second, itself included, is heard again within milliseconds.
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(5);

    // A start, and a Redis that is started anew, take a few seconds: nobody need hear of that.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();
    private ImmutableArray<Action<Poke>> _listeners = [];
    private ImmutableArray<Action> _watchers = [];
    private ImmutableDictionary<string, (DateTimeOffset HeardAt, string Note)> _others = ImmutableDictionary<string, (DateTimeOffset, string)>.Empty;
    private ConnectionMultiplexer? _redis;
    private RedisChannel _channel;
    private string _note = "";
    private DateTimeOffset? _heardMyself;
    private DateTimeOffset _since = time.GetUtcNow();
    private bool _isTogether;
    private bool _isSaid;

    /// <summary>Whether there are to be several instances.</summary>
    public bool IsShared => options.Value.IsSet;

    /// <summary>There are to be several, and they cannot hear each other now.</summary>
    public bool IsApart => IsShared && !Volatile.Read(ref _isTogether);

    /// <summary>Since when people should know that the instances do not hear each other; null = they do, or have only just ceased to.</summary>
    public DateTimeOffset? TroubleSince
    {
        get
        {
            lock (_lock)
            {
                return IsApart && _isSaid ? _since : null;
            }
        }
    }

    /// <summary>What each of the other instances says of itself.</summary>
    public IEnumerable<string> Notes => _others.Values.Select(other => other.Note);

    /// <summary>How many others there are.</summary>
    public int Others => _others.Count;

    /// <summary>The connection to Redis, while it is there.</summary>
    internal (IDatabase Database, string Prefix)? Redis =>
        Volatile.Read(ref _isTogether) && Volatile.Read(ref _redis) is { } redis ? (redis.GetDatabase(), (string)_channel!) : null;

    /// <summary>Tells the others that something was stored. Cheap; never waits, never fails.</summary>
    /// <param name="kinds">Names of the kinds of things.</param>
    /// <param name="orders">Which orders.</param>
    public void Tell(IEnumerable<string> kinds, IReadOnlyCollection<Guid> orders)
    {
        ArgumentNullException.ThrowIfNull(orders);
        if (IsShared)
        {
            Say($"{Stored}|{_me}|{string.Join(',', kinds)}|{(orders.Count > MostOrders ? Anything : string.Join(',', orders.Select(order => order.ToString("N"))))}");
        }
    }

    /// <summary>What the others are told of this instance with each sign of life; they forget it soon after the last one.</summary>
    public void Note(string note)
    {
        if (IsShared && Interlocked.Exchange(ref _note, note) != note)
        {
            SayHello();
        }
    }

    /// <summary>Calls with every poke, on a thread that must not wait, until disposed.</summary>
    public IDisposable Listen(Action<Poke> heard)
    {
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(heard));
        return new Listening(() => ImmutableInterlocked.Update(ref _listeners, all => all.Remove(heard)));
    }

    /// <summary>Calls when whether the others are heard, or what they say of themselves, has changed, until disposed.</summary>
    public IDisposable Watch(Action changed)
    {
        ImmutableInterlocked.Update(ref _watchers, all => all.Add(changed));
        return new Listening(() => ImmutableInterlocked.Update(ref _watchers, all => all.Remove(changed)));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsShared)
        {
            return;
        }

        lock (_lock)
        {
            _since = time.GetUtcNow();
        }

        var configuration = options.Value.Parse();
        _channel = RedisChannel.Literal(RedisOptions.PrefixOf(configuration));
        configuration.ChannelPrefix = default; // It is in the name already.
        await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        Volatile.Write(ref _redis, redis);
        ChannelMessageQueue? queue = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                queue ??= await SubscribeAsync(redis);
                SayHello();
                Look();
                await Task.Delay(_every, time, stoppingToken);
            }
        }
        finally
        {
            Say($"{Bye}|{_me}");
            Volatile.Write(ref _isTogether, false);
            Volatile.Write(ref _redis, null);
        }
    }

    private async Task<ChannelMessageQueue?> SubscribeAsync(ConnectionMultiplexer redis)
    {
        try
        {
            // Once it stands, the client itself subscribes again after each break.
            var queue = await redis.GetSubscriber().SubscribeAsync(_channel);
            queue.OnMessage(message => Hear((string)message.Message!));
            return queue;
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            InstanceLogs.NotSubscribed(logger, error);
            return null;
        }
    }

    private void SayHello() => Say($"{Hello}|{_me}|{Volatile.Read(ref _note)}");

    private void Say(string words)
    {
        try
        {
            Volatile.Read(ref _redis)?.GetSubscriber().Publish(_channel, words, CommandFlags.FireAndForget);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The others look for themselves; that nothing is heard any more is noticed and said by Look.
            InstanceLogs.NotSaid(logger, error);
        }
    }

    private void Hear(string words)
    {
        var parts = words.Split('|', 4);
        if (parts is [Hello, var greeter, ..] && greeter == _me)
        {
            lock (_lock)
            {
                _heardMyself = time.GetUtcNow();
            }

            Look();
            return;
        }

        switch (parts)
        {
            case [_, var me, ..] when me == _me:
                break;
            case [Hello, var other, var note, ..]:
                var before = _others.GetValueOrDefault(other).Note;
                ImmutableInterlocked.Update(ref _others, all => all.SetItem(other, (time.GetUtcNow(), string.Join('|', parts[2..]))));
                if (before != string.Join('|', parts[2..]))
                {
                    TellWatchers();
                }

                break;
            case [Bye, var other]:
                ImmutableInterlocked.Update(ref _others, all => all.Remove(other));
                TellWatchers();
                break;
            case [Stored, _, var kinds, var orders]:
                TellListeners(new Poke(
                    [.. kinds.Split(',', StringSplitOptions.RemoveEmptyEntries)],
                    orders is Anything ? [] : [.. orders.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)],
                    orders is Anything));
                break;
        }
    }

    // Whether this instance hears itself says that the way through Redis works in both directions.
    private void Look()
    {
        var now = time.GetUtcNow();
        bool isBack, hasChanged;
        lock (_lock)
        {
            var isTogether = _redis is { IsConnected: true } && now - _heardMyself <= _silence;
            isBack = isTogether && !_isTogether;
            hasChanged = isTogether != _isTogether;
            if (hasChanged)
            {
                if (isTogether)
                {
                    InstanceLogs.Together(logger);
                }

                (_isTogether, _since) = (isTogether, now);
            }

            var isSaid = !isTogether && now - _since >= _patience;
            hasChanged |= isSaid != _isSaid;
            if (isSaid && !_isSaid)
            {
                InstanceLogs.Apart(logger);
            }

            _isSaid = isSaid;
        }

        var gone = _others.Where(other => now - other.Value.HeardAt > 2 * _silence).Select(other => other.Key).ToList();
        if (gone is not [])
        {
            ImmutableInterlocked.Update(ref _others, all => all.RemoveRange(gone));
            hasChanged = true;
        }

        if (isBack)
        {
            TellListeners(new Poke([], [], IsAnything: true));
        }

        if (hasChanged)
        {
            TellWatchers();
        }
    }

    private void TellListeners(Poke poke)
    {
        foreach (var listener in _listeners)
        {
            listener(poke);
        }
    }

    private void TellWatchers()
    {
        foreach (var watcher in _watchers)
        {
            watcher();
        }
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}

internal static partial class InstanceLogs
{
    [LoggerMessage(2501, LogLevel.Warning, "The instances cannot hear each other: Redis (Redis:Configuration) does not answer. Each goes on and looks every two seconds what the others have stored")]
    public static partial void Apart(ILogger logger);

    [LoggerMessage(2502, LogLevel.Information, "The instances hear each other by Redis")]
    public static partial void Together(ILogger logger);

    [LoggerMessage(2503, LogLevel.Debug, "Redis does not take the subscription yet")]
    public static partial void NotSubscribed(ILogger logger, Exception error);

    [LoggerMessage(2504, LogLevel.Debug, "Redis did not take a word to the others")]
    public static partial void NotSaid(ILogger logger, Exception error);
}
