using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Couriers;

/// <summary>Identity of a courier, a UUIDv7.</summary>
public readonly record struct CourierId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static CourierId New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Why something about a courier was not done.</summary>
public enum CourierRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>There is no such courier any more.</summary>
    Unknown,

    /// <summary>A courier needs a name of at most <see cref="Courier.LongestName"/> characters, and a phone of at most <see cref="Courier.LongestPhone"/>.</summary>
    Unusable,

    /// <summary>Only who is on shift gets a link or an order.</summary>
    NotOnShift,

    /// <summary>The courier still carries orders, or owes cash.</summary>
    NotDone,

    /// <summary>Another sum than the one that the person saw: an order was delivered meanwhile, or somebody else has taken the money.</summary>
    ChangedMeanwhile,
}

/// <summary>
/// Who brings orders. No member of staff: a courier signs in nowhere, but is given a link for a shift that shows their own orders on
/// their phone and nothing else. Only a hash of the link is kept: it has 190 random bits, so a fast one is enough.
/// </summary>
public sealed class Courier
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 100;

    /// <summary>Longest phone.</summary>
    public const int LongestPhone = 60;

    private const int LinkLength = 32;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>For how long a link opens.</summary>
    public static TimeSpan LinkLasts { get; } = TimeSpan.FromHours(14);

    /// <summary>Identity.</summary>
    public CourierId Id { get; init; } = CourierId.New();

    /// <summary>For whom.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>As lists and slips show it.</summary>
    public required string Name { get; set; }

    /// <summary>To call them; empty = not known.</summary>
    public required string Phone { get; set; }

    /// <summary>Whether they still work here.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>Since when they are on shift; null = they are not.</summary>
    public DateTimeOffset? OnShiftSince { get; private set; }

    /// <summary>SHA-256 of what the link says; null = there is none.</summary>
    public byte[]? LinkHash { get; private set; }

    /// <summary>Until when the link opens.</summary>
    public DateTimeOffset? LinkExpiresAt { get; private set; }

    /// <summary>Grows with every change: the second of two writers is told.</summary>
    public int Version { get; private set; }

    /// <summary>Whether name and phone can be used.</summary>
    public static bool IsUsable(string name, string phone) => name.Trim().Length is > 0 and <= LongestName && phone.Trim().Length <= LongestPhone;

    /// <summary>The shift begins. Said twice, it began the first time.</summary>
    public void StartShift(DateTimeOffset now)
    {
        OnShiftSince ??= now;
        Version++;
    }

    /// <summary>The shift is over, and with it the link.</summary>
    public void EndShift()
    {
        (OnShiftSince, LinkHash, LinkExpiresAt) = (null, null, null);
        Version++;
    }

    /// <summary>An order is given to them. Whoever ends their shift at the same moment is told that something has changed.</summary>
    public void Take() => Version++;

    /// <summary>Another name or phone.</summary>
    public void Rename(string name, string phone)
    {
        (Name, Phone) = (name.Trim(), phone.Trim());
        Version++;
    }

    /// <summary>Works here no more, or again.</summary>
    public void SetActive(bool isActive)
    {
        EndShift();
        IsActive = isActive;
    }

    /// <summary>Makes a link for this shift; the one before opens no more.</summary>
    /// <returns>What the link says: shown once and kept nowhere.</returns>
    public string IssueLink(DateTimeOffset now)
    {
        var text = RandomNumberGenerator.GetString(Alphabet, LinkLength);
        (LinkHash, LinkExpiresAt) = (HashOf(text), now + LinkLasts);
        Version++;
        return text;
    }

    /// <summary>Whether what was presented opens the courier's page now.</summary>
    public bool Opens(string presented, DateTimeOffset now) =>
        IsActive && LinkHash is { } kept && now < LinkExpiresAt && CryptographicOperations.FixedTimeEquals(HashOf(presented), kept);

    /// <summary>What is kept of a link, and looked up by.</summary>
    public static byte[] HashOf(string presented) => SHA256.HashData(Encoding.UTF8.GetBytes(presented));
}
