using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Guests;

/// <summary>Where a guest has had something brought to.</summary>
/// <param name="Address">As last written.</param>
/// <param name="Uses">How often.</param>
/// <param name="LastAt">When last.</param>
public sealed record GuestAddress(Address Address, int Uses, DateTimeOffset LastAt);

/// <summary>That a guest is «в чёрном списке».</summary>
/// <param name="Reason">Why, for colleagues.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record GuestBlock(string Reason, string By, DateTimeOffset At);

/// <summary>
/// «Гость»: whom a restaurant knows by a phone, told together from the orders. Nobody enters a guest: every stored order is counted here
/// in its own transaction, and one that is cancelled or forgotten is taken out again.
/// </summary>
public sealed class KnownGuest
{
    /// <summary>The most addresses that are kept; those used least lately go first.</summary>
    public const int MostAddresses = 20;

    /// <summary>The longest notes.</summary>
    public const int LongestNotes = 1000;

    /// <summary>The longest reason of a block.</summary>
    public const int LongestReason = 300;

    // EF Core materialises through here; code calls Of.
    private KnownGuest()
    {
    }

    /// <summary>Identity, a UUIDv7.</summary>
    public Guid Id { get; private init; }

    /// <summary>Whose guest.</summary>
    public RestaurantId RestaurantId { get; private init; }

    /// <summary>By what they are known: <see cref="Order.PhoneKey"/>.</summary>
    public string PhoneKey { get; private init; } = "";

    /// <summary>The phone as last written.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>As the guest last gave it; empty when never.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Orders that were not cancelled.</summary>
    public int Orders { get; private set; }

    /// <summary>Orders that were.</summary>
    public int Cancelled { get; private set; }

    /// <summary>What those that were not come to.</summary>
    public Money Sum { get; private set; }

    /// <summary>When the first order came in.</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>When the last order came in.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Where to, the usual ones first.</summary>
    public IReadOnlyList<GuestAddress> Addresses { get; private set; } = [];

    /// <summary>What staff should know; empty = nothing.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>«В чёрном списке»; null = no.</summary>
    public GuestBlock? Block { get; private set; }

    /// <summary>Grows with every change: the second of two writers is told.</summary>
    public int Version { get; private set; }

    /// <summary>Lower-case text that the search looks into: name and digits of the phone.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Whether no order tells of them any more: then nothing else may, either.</summary>
    public bool IsForgotten => Orders + Cancelled <= 0;

    /// <summary>The guest of a first order, with nothing counted yet.</summary>
    public static KnownGuest Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new()
        {
            Id = Guid.CreateVersion7(),
            RestaurantId = order.RestaurantId,
            PhoneKey = order.PhoneKey ?? "",
            FirstAt = order.ReceivedAt,
            LastAt = order.ReceivedAt,
        };
    }

    /// <summary>Counts one more order.</summary>
    public void Count(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        Add(order, order.Status is OrderStatus.Deleted, 1);
        if (order.ReceivedAt < FirstAt)
        {
            FirstAt = order.ReceivedAt;
        }

        // Orders from before may be counted later than newer ones.
        if (order.ReceivedAt >= LastAt || Phone is "")
        {
            (LastAt, Phone) = (order.ReceivedAt > LastAt ? order.ReceivedAt : LastAt, order.Guest.Phone);
            Name = order.Guest.Name.Trim() is { Length: > 0 } name ? name : Name;
            Describe();
        }

        if (order.Address is { Text.Length: > 0 } address)
        {
            Use(address, order.ReceivedAt);
        }
    }

    /// <summary>An order that was counted is cancelled now, or is not any more.</summary>
    public void Recount(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var isCancelled = order.Status is OrderStatus.Deleted;
        Add(order, !isCancelled, -1);
        Add(order, isCancelled, 1);
    }

    /// <summary>An order that was counted is no longer this guest's; with it goes what was not used since.</summary>
    /// <param name="wasCancelled">How it was counted.</param>
    public void Forget(Order order, bool wasCancelled)
    {
        ArgumentNullException.ThrowIfNull(order);
        Add(order, wasCancelled, -1);
        Addresses = [.. Addresses.Where(known => known.LastAt > order.ReceivedAt)];
    }

    /// <summary>Keeps what staff should know.</summary>
    public Outcome Note(string notes, Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (notes.Trim() is not { Length: <= LongestNotes } text)
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        Notes = text;
        Version++;
        return Outcome.Done;
    }

    /// <summary>«В чёрный список». Orders still come in: a person decides at each, and is warned.</summary>
    public Outcome Ban(string reason, Actor by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepGuests, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (reason.Trim() is not { Length: > 0 and <= LongestReason } text)
        {
            return Outcome.Refused(Refusal.ReasonNeeded);
        }

        Block = new GuestBlock(text, by.Name, now);
        Version++;
        return Outcome.Done;
    }

    /// <summary>Takes the guest off the list.</summary>
    public Outcome Pardon(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepGuests, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        Block = null;
        Version++;
        return Outcome.Done;
    }

    private void Add(Order order, bool isCancelled, int by)
    {
        if (isCancelled)
        {
            Cancelled += by;
        }
        else
        {
            Orders += by;
            Sum += new Money(by * order.Total.Minor);
        }

        Version++;
    }

    private void Use(Address address, DateTimeOffset at)
    {
        var known = Addresses.FirstOrDefault(one => IsSame(one.Address, address));
        var used = known is null || at >= known.LastAt
            ? new GuestAddress(address, (known?.Uses ?? 0) + 1, at)
            : known with { Uses = known.Uses + 1 };
        Addresses =
        [
            .. Addresses.Where(one => !ReferenceEquals(one, known)).Append(used)
                .OrderByDescending(one => one.LastAt).Take(MostAddresses)
                .OrderByDescending(one => one.Uses).ThenByDescending(one => one.LastAt),
        ];
    }

    // What a courier would find at the same door.
    private static bool IsSame(Address one, Address other) => Door(one) == Door(other);

    private static string Door(Address address) =>
        string.Join('|', new[] { address.Text, address.Entrance, address.Floor, address.Apartment }.Select(part => Plain(part ?? "")));

    private static string Plain(string text) =>
        string.Join(' ', SearchForm.Of(text).Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries));

    private void Describe()
    {
        var digits = new[] { Phone, PhoneKey }.Select(phone => string.Concat(phone.Where(char.IsAsciiDigit))).Distinct();
        SearchText = SearchForm.Of(string.Join(' ', [Name, .. digits]));
    }
}
