using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Alerts;

/// <summary>A waiting order as a terminal's script needs it.</summary>
/// <param name="Id">Which.</param>
/// <param name="RingsFrom">From when on it rings; the script decides by itself, so it goes on while the server is away.</param>
/// <param name="Sound">What sounds.</param>
/// <param name="Volume">How loud, in per cent of the terminal's volume.</param>
/// <param name="Louder">Nobody has accepted it for long: as loud as the terminal can.</param>
public sealed record RingingOrder(
    Guid Id, DateTimeOffset RingsFrom, [property: JsonConverter(typeof(JsonStringEnumConverter<AlertSound>))] AlertSound Sound, int Volume, bool Louder);

/// <summary>An order that a rule has just accepted: it sounds once, and asks for nobody.</summary>
/// <param name="Id">Which.</param>
/// <param name="Sound">What sounds.</param>
/// <param name="Volume">How loud, in per cent of the terminal's volume.</param>
public sealed record AcceptedOrder(
    Guid Id, [property: JsonConverter(typeof(JsonStringEnumConverter<AlertSound>))] AlertSound Sound, int Volume);

/// <summary>The order that waits longest.</summary>
/// <param name="Total">What the guest pays.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record OldestOrder(Guid Id, int Number, string Name, decimal Total, string Currency, DateTimeOffset ReceivedAt);

/// <summary>Everything that a terminal's script must know to ring.</summary>
/// <param name="Stamp">Changes when anything else here does, but for <paramref name="Now"/>.</param>
/// <param name="Now">The server's clock.</param>
/// <param name="Orders">Every order that asks for somebody, the oldest first.</param>
/// <param name="Accepted">Those that a rule accepted a moment ago, where people want to hear of them.</param>
/// <param name="Oldest">More of the first of them; null = there is none, or nobody is signed in who may know.</param>
/// <param name="RepeatSeconds">For how long an acknowledgement silences an order.</param>
/// <param name="KeepsScreenOn">Whether a tablet's screen stays on.</param>
/// <param name="Volume">The terminal's own volume, 0–100.</param>
/// <param name="Terminal">The terminal's name; null = the browser has none.</param>
/// <param name="TestAt">When a start-of-shift test began that this terminal has still to confirm; null = there is none.</param>
public sealed record AlertPicture(
    string Stamp,
    DateTimeOffset Now,
    IReadOnlyList<RingingOrder> Orders,
    IReadOnlyList<AcceptedOrder> Accepted,
    OldestOrder? Oldest,
    int RepeatSeconds,
    bool KeepsScreenOn,
    int Volume,
    string? Terminal,
    DateTimeOffset? TestAt);

/// <summary>Tells a terminal's script what waits, at once when that changes.</summary>
internal sealed class AlertFeed(
    OrderBoard board,
    LiveSignal signal,
    TerminalBook terminals,
    AlertSettingsStore settings,
    RestaurantDirectory restaurants,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    // Shorter than proxies cut a silent answer off.
    private static readonly TimeSpan _hold = TimeSpan.FromSeconds(20);

    // As long as a terminal may take to come back; what is older is no news.
    private static readonly TimeSpan _acceptedFor = TimeSpan.FromMinutes(1);

    /// <summary>The picture: at once when it is another than the caller knows, else as soon as it is or after 20 s.</summary>
    /// <param name="restaurant">Whose orders.</param>
    /// <param name="after">The stamp that the caller knows; null = none.</param>
    /// <param name="isLocked">Nobody is signed in: how many wait and how they sound, and nothing of guests.</param>
    public async Task<AlertPicture> WaitAsync(TerminalId? terminal, RestaurantId restaurant, string? after, bool isLocked, CancellationToken cancellationToken)
    {
        // Listen first, look second: what changes in between rings the bell again.
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = signal.Subscribe(
            () =>
            {
                bell.Writer.TryWrite(true);
                return Task.CompletedTask;
            },
            TimeSpan.Zero);
        using var held = new CancellationTokenSource(_hold, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(held.Token, lifetime.ApplicationStopping, cancellationToken);
        while (true)
        {
            var picture = await LookAsync(terminal, restaurants.Get(restaurant), isLocked, cancellationToken);
            if (picture.Stamp != after || stop.IsCancellationRequested)
            {
                return picture;
            }

            try
            {
                await bell.Reader.ReadAsync(stop.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing has changed for as long as anybody waits for it.
            }
        }
    }

    private async Task<AlertPicture> LookAsync(TerminalId? id, RestaurantInfo restaurant, bool isLocked, CancellationToken cancellationToken)
    {
        var terminal = id is { } known ? await terminals.FindAsync(known, cancellationToken) : null;
        var chosen = settings.For(restaurant.Id);
        var now = time.GetUtcNow();
        var waiting = board.For(restaurant.Id).Rows
            .Where(row => AlertPolicy.AsksForSomebody(row.ForAlert))
            .OrderBy(row => row.ReceivedAt).ThenBy(row => row.Number).ToList();
        var isAsked = chosen.IsTesting(now) && !chosen.IsConfirmed(terminal?.TestedAt);
        var picture = new AlertPicture(
            "",
            default,
            [.. waiting.Select(row => ToRinging(row, chosen))],
            [.. board.For(restaurant.Id).Rows.Where(row => now - row.AcceptedByRuleAt < _acceptedFor).Select(row => ToAccepted(row, chosen)).OfType<AcceptedOrder>()],
            !isLocked && waiting is [var oldest, ..]
                ? new OldestOrder(oldest.Id.Value, oldest.Number, oldest.Guest.Name, oldest.Total.Amount, restaurant.Currency, oldest.ReceivedAt)
                : null,
            chosen.RepeatSeconds,
            chosen.KeepsScreenOn,
            terminal?.Volume ?? 100,
            terminal?.Name,
            isAsked ? chosen.TestStartedAt : null);
        // Of what it says and not of a counter: two instances give the same picture the same stamp.
        var stamp = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(picture)))[..16];
        return picture with { Stamp = stamp, Now = now };
    }

    private static AcceptedOrder? ToAccepted(BoardRow row, AlertSettings settings) =>
        settings.For(row.SourceId) is { TellsAccepted: true } alert ? new AcceptedOrder(row.Id.Value, alert.Sound, alert.Volume) : null;

    private static RingingOrder ToRinging(BoardRow row, AlertSettings settings)
    {
        var (_, sound, volume, _) = settings.For(row.SourceId);
        return new RingingOrder(row.Id.Value, AlertPolicy.RingsFrom(row.ForAlert, settings), sound, volume, row.LouderSince is not null);
    }
}
