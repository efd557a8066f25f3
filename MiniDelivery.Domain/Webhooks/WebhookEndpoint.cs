using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Webhooks;

/// <summary>Why an endpoint is switched off.</summary>
public enum WebhookOff
{
    /// <summary>A person did it.</summary>
    ByPerson,

    /// <summary>It answered 410: nobody wants events there any more.</summary>
    Gone,

    /// <summary>It took nothing for <see cref="WebhookEndpoint.Patience"/>.</summary>
    Failing,
}

/// <summary>Where a source wants to be told of changes, and what of.</summary>
public sealed class WebhookEndpoint
{
    /// <summary>The most endpoints that a source may have.</summary>
    public const int MostPerSource = 10;

    /// <summary>Longest address.</summary>
    public const int LongestUrl = 2000;

    /// <summary>Longest secret, encrypted.</summary>
    public const int LongestSecret = 1000;

    private WebhookEndpoint()
    {
    }

    /// <summary>How long an endpoint may take nothing before it is switched off.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromDays(5);

    /// <summary>How long the old secret signs beside the new one.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(24);

    /// <summary>Identity, a UUIDv7.</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>Whose restaurant.</summary>
    public RestaurantId RestaurantId { get; private init; }

    /// <summary>Whose events.</summary>
    public SourceId SourceId { get; private init; }

    /// <summary>The address, exactly as given; empty = the address that each order brings along.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What is told there, of <see cref="WebhookEvents.All"/>.</summary>
    public IReadOnlyList<string> Events { get; private set; } = [];

    /// <summary>What events are signed with, encrypted.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>What they were signed with before, encrypted.</summary>
    public string? OldSecret { get; private set; }

    /// <summary>Until when they are signed with that, too.</summary>
    public DateTimeOffset? OldSecretUntil { get; private set; }

    /// <summary>Why it is off; null = it is on.</summary>
    public WebhookOff? Off { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? OffAt { get; private set; }

    /// <summary>Since when it takes nothing; null = it does.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>An administrator allows this very address to be of a private network, or plain HTTP.</summary>
    public bool AllowsPrivate { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Grows with every change that a person makes; the second of two writers is told.</summary>
    public int Version { get; private set; }

    /// <summary>Whether events go to the address that each order brings along.</summary>
    public bool IsForCallbacks => Url is "";

    /// <summary>Whether it is on.</summary>
    public bool IsOn => Off is null;

    /// <summary>Whether the program switched it off, and a person should know.</summary>
    public bool IsInTrouble => Off is WebhookOff.Gone or WebhookOff.Failing;

    /// <summary>Adds one; it is on.</summary>
    /// <param name="url">Empty = the address that each order brings along.</param>
    /// <param name="secret">Encrypted.</param>
    public static WebhookEndpoint Add(RestaurantId restaurant, SourceId source, string url, IEnumerable<string> events, string secret, DateTimeOffset now) => new()
    {
        RestaurantId = restaurant,
        SourceId = source,
        Url = url,
        Events = InOrder(events),
        Secret = secret,
        CreatedAt = now,
        Version = 1,
    };

    /// <summary>Whether events can be asked for so. An order's own address is told of that order only.</summary>
    public static bool CanAsk(string url, IReadOnlyCollection<string> events) =>
        events.Count > 0 && events.All((url is "" ? WebhookEvents.OfOrders : WebhookEvents.All).Contains);

    /// <summary>Takes another address or other events. What was allowed of the old address is not of the new one.</summary>
    public void Change(string url, IEnumerable<string> events)
    {
        if (url != Url)
        {
            (Url, AllowsPrivate, FailingSince) = (url, false, null);
        }

        Events = InOrder(events);
        Version++;
    }

    /// <summary>Takes another secret; for a while both sign.</summary>
    /// <param name="secret">Encrypted.</param>
    public void Rotate(string secret, DateTimeOffset now)
    {
        (OldSecret, OldSecretUntil, Secret) = (Secret, now + Overlap, secret);
        Version++;
    }

    /// <summary>The secrets that sign at a moment, encrypted, the new one first.</summary>
    public IReadOnlyList<string> SecretsAt(DateTimeOffset now) => OldSecret is { } old && now < OldSecretUntil ? [Secret, old] : [Secret];

    /// <summary>Switches it on: what waits for it goes on.</summary>
    public void SwitchOn()
    {
        (Off, OffAt, FailingSince) = (null, null, null);
        Version++;
    }

    /// <summary>A person switches it off, or says that it shall stay so.</summary>
    public void SwitchOff(DateTimeOffset now)
    {
        (Off, OffAt) = (WebhookOff.ByPerson, OffAt ?? now);
        Version++;
    }

    /// <summary>An administrator says whether its address may be of a private network.</summary>
    public void Allow(bool isAllowed)
    {
        AllowsPrivate = isAllowed;
        Version++;
    }

    /// <summary>It took an event.</summary>
    public void HasTaken() => FailingSince = null;

    /// <summary>It did not take an event. True = that is enough now: it is switched off.</summary>
    public bool HasFailed(DateTimeOffset now)
    {
        FailingSince ??= now;
        // Addresses that orders bring along have nothing to do with one another: one that is silent says nothing of the next.
        return !IsForCallbacks && IsOn && now - FailingSince >= Patience && TurnOff(WebhookOff.Failing, now);
    }

    /// <summary>It answered that nobody wants events there any more. True = it is switched off.</summary>
    public bool IsGone(DateTimeOffset now) => !IsForCallbacks && IsOn && TurnOff(WebhookOff.Gone, now);

    private bool TurnOff(WebhookOff why, DateTimeOffset now)
    {
        (Off, OffAt) = (why, now);
        // Whoever has the page open must not write over it unseen.
        Version++;
        return true;
    }

    private static List<string> InOrder(IEnumerable<string> events) => [.. WebhookEvents.All.Intersect(events)];
}
