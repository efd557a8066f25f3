namespace MiniDelivery.Domain.Orders;

/// <summary>Why the rules said no. The UI owns the words for each; the domain only names it.</summary>
public enum Refusal
{
    /// <summary>The order is not in a state from which this can be done; somebody may have been quicker.</summary>
    StatusDoesNotAllow,

    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>A step back is possible only within the business day of the step forward.</summary>
    BusinessDayIsOver,

    /// <summary>Something of the order still exists at the till.</summary>
    TillStillHasIt,

    /// <summary>The till is being talked to about this order; wait for its answer.</summary>
    TillIsBusyWithIt,

    /// <summary>The till has not refused anything, so there is nothing to try again.</summary>
    NothingToRetry,

    /// <summary>Dishes without a place in the till's menu stop the fill.</summary>
    DishesNotInMenu,

    /// <summary>The till's menu has not been read yet.</summary>
    MenuUnknown,

    /// <summary>The order has no such line.</summary>
    LineUnknown,

    /// <summary>There is no such order.</summary>
    OrderUnknown,

    /// <summary>Nothing was changed, so there is nothing to write.</summary>
    NothingToSave,

    /// <summary>No dish would be left; a till takes that for a cancelled order, and cancelling asks for a reason.</summary>
    NoDishesLeft,

    /// <summary>There is no such terminal any more.</summary>
    TerminalUnknown,

    /// <summary>The values of a settings page cannot be used as they are.</summary>
    SettingsUnusable,

    /// <summary>Somebody else has saved the same page in the meantime.</summary>
    ChangedMeanwhile,

    /// <summary>Nobody is known by that phone any more.</summary>
    GuestUnknown,

    /// <summary>It must be said why.</summary>
    ReasonNeeded,

    /// <summary>Nothing is remembered of that dish; somebody may have removed it in the meantime.</summary>
    MappingUnknown,

    /// <summary>The courier is not on shift, or is another restaurant's.</summary>
    CourierNotOnShift,

    /// <summary>The guest's data was erased: nobody could serve the order any more.</summary>
    GuestForgotten,

    /// <summary>There is no such body in the inbox any more.</summary>
    InboxUnknown,

    /// <summary>Somebody has settled it already.</summary>
    InboxSettled,

    /// <summary>It still cannot become an order: something is wrong with it.</summary>
    InboxUnreadable,

    /// <summary>It reads well, but no order may be taken from it now.</summary>
    InboxNotTaken,
}

/// <summary>
/// The answer of a rule. An expected "no" is a value, because a person has to be told; an exception is left for bugs.
/// </summary>
public readonly record struct Outcome
{
    /// <summary>It is done.</summary>
    public static Outcome Done => default;

    /// <summary>Why not; null when it is done.</summary>
    public Refusal? Reason { get; private init; }

    /// <summary>The step that came before and stands in the way: who was quicker, and when.</summary>
    public OrderStep? Because { get; private init; }

    /// <summary>Whether it is done.</summary>
    public bool IsDone => Reason is null;

    /// <summary>A "no", with the step that is in the way where there is one.</summary>
    public static Outcome Refused(Refusal reason, OrderStep? because = null) => new() { Reason = reason, Because = because };
}
