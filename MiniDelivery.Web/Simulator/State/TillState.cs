using System.Text.Json.Serialization;

namespace MiniDelivery.Web.Simulator.State;

/// <summary>All that the simulated till remembers. Written to its file as it stands.</summary>
internal sealed class TillState
{
    /// <summary>lastversion of the order lists: one number for all orders.</summary>
    public long ListVersion { get; set; } = 5120;

    public long NextVisit { get; set; } = 356255787;

    public int NextSessionId { get; set; } = 1;

    public int NextMessageId { get; set; } = 1;

    public int NextReceipt { get; set; } = 1;

    public TillShift Shift { get; set; } = new();

    /// <summary>Last order number by table ident; an order is named "table.number".</summary>
    public Dictionary<int, int> LastNumbers { get; set; } = [];

    public List<TillVisit> Visits { get; set; } = [];

    public List<TillOrder> Orders { get; set; } = [];

    public List<TillReceipt> Receipts { get; set; } = [];

    /// <summary>Limits and stops by dish ident.</summary>
    public Dictionary<int, DishRest> Rests { get; set; } = [];

    /// <summary>Stopped modifiers: modifier ident and the reason's ident.</summary>
    public Dictionary<int, int?> StoppedModifiers { get; set; } = [];

    public List<TillMessage> Messages { get; set; } = [];

    /// <summary>Licence instances by guid.</summary>
    public Dictionary<string, LicenceInstance> Instances { get; set; } = [];

    /// <summary>Changes that a tester made to dishes, by ident.</summary>
    public Dictionary<int, DishChange> DishChanges { get; set; } = [];

    /// <summary>How often each reference was changed since the menu was made, by upper-case name.</summary>
    public Dictionary<string, int> ReferenceChanges { get; set; } = [];
}

internal sealed class TillShift
{
    public int Number { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set while the shift is being closed: when that will be done.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

internal sealed class TillVisit
{
    public long Id { get; set; }

    public string Guid { get; set; } = "";

    public bool Finished { get; set; }

    public int GuestType { get; set; }

    public int? GuestCount { get; set; }

    public List<string> Guests { get; set; } = [];
}

internal sealed class TillOrder
{
    public long Visit { get; set; }

    public int Ident { get; set; }

    public string Guid { get; set; } = "";

    public string Name { get; set; } = "";

    public int Table { get; set; }

    public int Station { get; set; }

    public int Creator { get; set; }

    public int Waiter { get; set; }

    public int Category { get; set; }

    public int Type { get; set; }

    public string? Comment { get; set; }

    public string? PassingComment { get; set; }

    public string? Holder { get; set; }

    public string? PromoCode { get; set; }

    public string? Duration { get; set; }

    public List<KeyValuePair<string, string>> Props { get; set; } = [];

    public string? ExtSource { get; set; }

    public string? ExtId { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset? BilledAt { get; set; }

    public bool Paid { get; set; }

    public bool Finished { get; set; }

    public bool Deleted { get; set; }

    /// <summary>Whether nothing can be done with it any more.</summary>
    [JsonIgnore]
    public bool IsClosed => Finished || Deleted;

    /// <summary>Saved with dontcheckLicense: the cashier cannot see it.</summary>
    public bool Hidden { get; set; }

    /// <summary>Saved with deferred: the cashier sees it as not confirmed.</summary>
    public bool Deferred { get; set; }

    /// <summary>False once a shift close took it out of the lists.</summary>
    public bool Listed { get; set; } = true;

    public int Version { get; set; }

    public int Crc { get; set; }

    public int LastUni { get; set; }

    public List<TillSession> Sessions { get; set; } = [];

    public TillLock? Lock { get; set; }

    /// <summary>Who has the order's form open at a station; the lock that comes with it may be off for a moment.</summary>
    public OpenForm? Form { get; set; }
}

internal sealed class TillLock
{
    /// <summary>The client's lockguid, or "" for a lock without one.</summary>
    public string Key { get; set; } = "";

    public int? Station { get; set; }

    public int? Employee { get; set; }

    public DateTimeOffset Until { get; set; }
}

internal sealed class OpenForm
{
    public int Station { get; set; }

    public int Employee { get; set; }

    /// <summary>The station holds its lock now.</summary>
    public bool Locked { get; set; }

    /// <summary>When the station takes its lock; null = not planned.</summary>
    public DateTimeOffset? LockAt { get; set; }

    /// <summary>When the station lifts its lock for a moment; null = not planned.</summary>
    public DateTimeOffset? LiftAt { get; set; }
}

internal sealed class TillSession
{
    public int Uni { get; set; }

    public string LineGuid { get; set; } = "";

    public int SessionId { get; set; }

    public bool Draft { get; set; }

    public bool Printed { get; set; }

    /// <summary>When it goes to the kitchen by itself; null = never.</summary>
    public DateTimeOffset? PrintAt { get; set; }

    public DateTimeOffset? PrintedAt { get; set; }

    public string? RemindTime { get; set; }

    public string? ReadyTime { get; set; }

    public string? StartService { get; set; }

    public int Station { get; set; }

    public int Author { get; set; }

    public int Creator { get; set; }

    public int? Course { get; set; }

    public int PriceScale { get; set; }

    public List<TillLine> Lines { get; set; } = [];

    public List<TillCharge> Discounts { get; set; } = [];

    public List<TillCharge> Prepays { get; set; } = [];
}

internal sealed class TillLine
{
    public int Uni { get; set; }

    public string LineGuid { get; set; } = "";

    public int Item { get; set; }

    public bool Combo { get; set; }

    /// <summary>Thousandths.</summary>
    public int Quantity { get; set; }

    /// <summary>What was ordered before anything was refused, thousandths.</summary>
    public int SourceQuantity { get; set; }

    /// <summary>Kopecks for one portion or unit of weight.</summary>
    public long Price { get; set; }

    /// <summary>The list price of the same, kopecks.</summary>
    public long ListPrice { get; set; }

    public int Seat { get; set; }

    public List<TillModi> Modis { get; set; } = [];

    public List<TillComponent> Components { get; set; } = [];

    public List<TillVoid> Voids { get; set; } = [];

    public List<KitchenState> Kitchen { get; set; } = [];
}

internal sealed class TillModi
{
    public int Item { get; set; }

    /// <summary>Plain count per portion.</summary>
    public int Count { get; set; } = 1;

    /// <summary>Kopecks for one.</summary>
    public long Price { get; set; }

    public string? OpenName { get; set; }
}

internal sealed class TillComponent
{
    public int Item { get; set; }

    public int Count { get; set; } = 1;

    /// <summary>Surcharge for one, kopecks.</summary>
    public long Price { get; set; }

    public string LineGuid { get; set; } = "";

    public List<TillModi> Modis { get; set; } = [];
}

internal sealed class TillVoid
{
    public int Reason { get; set; }

    public int Author { get; set; }

    /// <summary>Thousandths.</summary>
    public int Quantity { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class KitchenState
{
    public string Name { get; set; } = "";

    public DateTimeOffset At { get; set; }
}

/// <summary>A discount or a prepayment.</summary>
internal sealed class TillCharge
{
    public int Uni { get; set; }

    public string LineGuid { get; set; } = "";

    public int Item { get; set; }

    /// <summary>Kopecks; null = by the reference's percent.</summary>
    public long? Amount { get; set; }

    public bool Promised { get; set; }
}

internal sealed class TillReceipt
{
    public int Number { get; set; }

    public string Order { get; set; } = "";

    public string LineGuid { get; set; } = "";

    /// <summary>Kopecks.</summary>
    public long Sum { get; set; }

    public int Currency { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class DishRest
{
    /// <summary>Thousandths left; null = not limited.</summary>
    public int? Quantity { get; set; }

    public bool Prohibited { get; set; }

    public int? Reason { get; set; }
}

internal sealed class DishChange
{
    public string? Name { get; set; }

    /// <summary>Kopecks.</summary>
    public long? Price { get; set; }

    public bool? Active { get; set; }
}

internal sealed class TillMessage
{
    public int Id { get; set; }

    public string Text { get; set; } = "";

    public string Type { get; set; } = "";

    public string? ExternalId { get; set; }

    public string? OnDeleteUrl { get; set; }

    public int? Station { get; set; }

    public int? Waiter { get; set; }

    public string? Order { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class LicenceInstance
{
    public DateTimeOffset FirstSeenAt { get; set; }

    public int LastNumber { get; set; }

    /// <summary>SHA-256 of the last request as it came, hexadecimal.</summary>
    public string LastRequest { get; set; } = "";

    /// <summary>The answer that was given to it, without its envelope.</summary>
    public string LastAnswer { get; set; } = "";
}
