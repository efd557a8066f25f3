using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Intake;

/// <summary>What became of a body that could not become an order.</summary>
public enum InboxState
{
    /// <summary>«Нужна помощь»: nobody has looked after it yet.</summary>
    Open,

    /// <summary>A person put it right, and it is an order.</summary>
    Accepted,

    /// <summary>A person said that it is none.</summary>
    Declined,
}

/// <summary>One thing that is wrong with a body.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to it; empty = the whole.</param>
/// <param name="Code">Stable code of what is wrong.</param>
/// <param name="Message">English sentence for whoever wrote the sender.</param>
public sealed record InboxFault(string Pointer, string Code, string Message);

/// <summary>
/// A body that came with a right key and could not become an order: a guest waits behind it. It is kept as it came, whatever its
/// format, encrypted, for a while and never without limits.
/// </summary>
public sealed class InboxItem
{
    /// <summary>The most bytes that are kept of one.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The most that are kept of one source within <see cref="Day"/>: a broken shop must not fill the disk.</summary>
    public const int MostPerDay = 100;

    /// <summary>The longest reason.</summary>
    public const int LongestReason = 300;

    /// <summary>Of what <see cref="MostPerDay"/> is counted.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>How long one is kept after it came last, whatever became of it.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Identity, a UUIDv7.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose order it was to be.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>Who sent it.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>SHA-256 of the body, in hex: the same again is the same one.</summary>
    public required string Hash { get; init; }

    /// <summary>What the sender said that it is; null = nothing.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body, or its beginning; compressed and encrypted.</summary>
    public required byte[] Body { get; init; }

    /// <summary>How many bytes of it are kept.</summary>
    public required int Length { get; init; }

    /// <summary>There was more of it.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Code of the problem that the sender was answered with.</summary>
    public required string Problem { get; init; }

    /// <summary>What of it is shown in a list, <see cref="InboxGlance"/>; encrypted, for it may name the guest.</summary>
    public required byte[] Glance { get; init; }

    /// <summary>When it came first.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it came last.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How often it came.</summary>
    public int Times { get; private set; }

    /// <summary>What became of it.</summary>
    public InboxState State { get; private set; }

    /// <summary>Who looked after it.</summary>
    public string? SettledBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; private set; }

    /// <summary>The order that it became.</summary>
    public OrderId? OrderId { get; private set; }

    /// <summary>Grows with every change; the database refuses a write that started from an older one.</summary>
    public int Version { get; private set; }

    /// <summary>It came, for the first time or once more. What a person has settled stays settled.</summary>
    public void Came(DateTimeOffset at)
    {
        LastAt = at;
        Times++;
        Version++;
    }

    /// <summary>«Принять снова»: it is an order now.</summary>
    public Outcome Accept(OrderId order, Actor by, DateTimeOffset now)
    {
        var may = MaySettle(by);
        if (may.IsDone)
        {
            OrderId = order;
            Settle(InboxState.Accepted, by, now);
        }

        return may;
    }

    /// <summary>«Отклонить».</summary>
    public Outcome Decline(string reason, Actor by, DateTimeOffset now)
    {
        var may = MaySettle(by);
        if (!may.IsDone)
        {
            return may;
        }

        if (reason.Trim() is not { Length: > 0 and <= LongestReason } said)
        {
            return Outcome.Refused(Refusal.ReasonNeeded);
        }

        Reason = said;
        Settle(InboxState.Declined, by, now);
        return Outcome.Done;
    }

    /// <summary>Whether a person may still settle it.</summary>
    public Outcome MaySettle(Actor by) => !by.May(Permission.KeepInbox, RestaurantId) ? Outcome.Refused(Refusal.NotPermitted)
        : State is not InboxState.Open ? Outcome.Refused(Refusal.InboxSettled)
        : Outcome.Done;

    private void Settle(InboxState state, Actor by, DateTimeOffset now)
    {
        State = state;
        SettledBy = by.Name;
        SettledAt = now;
        Version++;
    }
}

/// <summary>What a list shows of a body.</summary>
/// <param name="Phone">The guest's, as far as it can be told; null = none was found.</param>
/// <param name="Faults">What is wrong with it.</param>
public sealed record InboxGlance(string? Phone, IReadOnlyList<InboxFault> Faults);
