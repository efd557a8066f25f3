using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Webhooks;

namespace MiniDelivery.Web.Webhooks;

/// <summary>Why something was refused.</summary>
public enum WebhookRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>There is no such endpoint, source or event any more.</summary>
    Unknown,

    /// <summary>It is no https address.</summary>
    Url,

    /// <summary>It is an address of a private network or plain HTTP, and only an administrator can allow that.</summary>
    Private,

    /// <summary>No event is chosen, or one that cannot be.</summary>
    Events,

    /// <summary>The source has an endpoint for the addresses that orders bring along, or as many others as it may have.</summary>
    TooMany,

    /// <summary>Somebody else has changed it since the page was opened.</summary>
    ChangedMeanwhile,

    /// <summary>There is nothing left to send: the body was erased.</summary>
    Erased,

    /// <summary>Addresses that orders bring along cannot be tried: there is none without an order.</summary>
    NoAddress,
}

/// <summary>What came of it.</summary>
/// <param name="Refusal">Null = it is done.</param>
/// <param name="ShownOnce">A secret to be shown now and never again; null = there is none.</param>
public sealed record WebhookReply(WebhookRefusal? Refusal = null, string? ShownOnce = null)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Refusal is null;
}

/// <summary>An endpoint as a form has it.</summary>
public sealed class WebhookForm
{
    /// <summary>Whose events.</summary>
    public SourceId Source { get; set; }

    /// <summary>Events go to the address that each order brings along (<c>callbackUrl</c>).</summary>
    public bool IsForCallbacks { get; set; }

    /// <summary>The address.</summary>
    public string Url { get; set; } = "";

    /// <summary>What is told there.</summary>
    public HashSet<string> Events { get; set; } = [.. WebhookEvents.All];

    /// <summary>It may be of a private network, or plain HTTP.</summary>
    public bool AllowsPrivate { get; set; }
}

/// <summary>An endpoint, as a page may show it: nothing of its secret.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Version">Given back when it is changed.</param>
/// <param name="Source">Whose events.</param>
/// <param name="SourceName">Its name.</param>
/// <param name="Url">Exactly as given; empty = the address that each order brings along.</param>
/// <param name="Events">What is told there.</param>
/// <param name="AllowsPrivate">It may be of a private network, or plain HTTP.</param>
/// <param name="Off">Why it is off; null = it is on.</param>
/// <param name="OffAt">Since when.</param>
/// <param name="FailingSince">Since when it takes nothing; null = it does.</param>
/// <param name="OldSecretUntil">Until when the old secret signs, too; null = there is none.</param>
/// <param name="Waiting">How many events wait for it.</param>
/// <param name="LastTakenAt">When it took one last; null = never.</param>
public sealed record WebhookView(
    Guid Id, int Version, SourceId Source, string SourceName, string Url, IReadOnlyList<string> Events, bool AllowsPrivate, WebhookOff? Off, DateTimeOffset? OffAt,
    DateTimeOffset? FailingSince, DateTimeOffset? OldSecretUntil, int Waiting, DateTimeOffset? LastTakenAt)
{
    /// <summary>Whether events go to the address that each order brings along.</summary>
    public bool IsForCallbacks => Url is "";
}

/// <summary>A source that endpoints can be added for.</summary>
public sealed record WebhookSource(SourceId Id, string Name);

/// <summary>What the page shows.</summary>
public sealed record WebhookList(IReadOnlyList<WebhookView> Endpoints, IReadOnlyList<WebhookSource> Sources);

/// <summary>A line of the log.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Endpoint">To where.</param>
/// <param name="Type">What was told.</param>
/// <param name="OrderNumber">Of which order; null = of the restaurant.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="State">How far it has come.</param>
/// <param name="DueAt">When it is tried next, while it is still to be sent.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="OriginalId">Which it repeats; null = none.</param>
/// <param name="Last">The last attempt; null = there was none.</param>
public sealed record DeliveryLine(
    long Id, Guid Endpoint, string Type, int? OrderNumber, DateTimeOffset CreatedAt, DeliveryState State, DateTimeOffset DueAt, int Attempts, long? OriginalId, AttemptLine? Last);

/// <summary>One attempt.</summary>
public sealed record AttemptLine(int Number, DateTimeOffset At, int Milliseconds, int? Status, WebhookTrouble? Trouble, string? Answer);

/// <summary>A delivery with what was sent and how it was tried.</summary>
/// <param name="Body">Null = it was erased.</param>
public sealed record DeliveryView(long Id, string MessageId, string Url, string? Body, IReadOnlyList<AttemptLine> Attempts);
