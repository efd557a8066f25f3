namespace MiniDelivery.Domain.Orders;

/// <summary>
/// Why a person must look at an order before all others: it is pinned to the top of the list, with the reason in words. The most
/// pressing comes first, and is the one that is said.
/// </summary>
public enum OrderProblem
{
    /// <summary>The guest wants it cancelled, and the kitchen may be cooking for nobody.</summary>
    CancelAsked,

    /// <summary>The till said no.</summary>
    TillRefused,

    /// <summary>The till no longer knows the order.</summary>
    LostAtTill,

    /// <summary>It is likely the same order as another one, and cooking it twice helps nobody.</summary>
    LikelyDuplicate,

    /// <summary>A dish has no place in the till's menu.</summary>
    DishUnmapped,

    /// <summary>A dish cannot be sold now, and the guest can still be asked for another.</summary>
    DishStopped,
}
