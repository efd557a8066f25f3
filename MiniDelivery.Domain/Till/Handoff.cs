using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>What the till is promised.</summary>
public enum HandoffAct
{
    /// <summary>An empty order on the delivery table.</summary>
    Create,

    /// <summary>The guest's dishes in it.</summary>
    Fill,

    /// <summary>That it is cancelled.</summary>
    Void,

    /// <summary>What a person changed in it: <see cref="Handoff.Edit"/>.</summary>
    Edit,
}

/// <summary>Where the promise stands.</summary>
public enum HandoffState
{
    /// <summary>Not sent, or sent and known to have failed before it did anything.</summary>
    Due,

    /// <summary>Claimed. From here the till may or may not have it, whatever becomes of this process.</summary>
    Sending,

    /// <summary>Asked and not answered. The till must be asked what it has before anything is sent again.</summary>
    InDoubt,

    /// <summary>The till did it.</summary>
    Done,

    /// <summary>The till said no. Only a person can put it right.</summary>
    Refused,

    /// <summary>Nobody wants it any more and the till has nothing of it.</summary>
    Dropped,
}

/// <summary>What the API and the screens say about an order at the till.</summary>
public enum TillState
{
    /// <summary>Nobody has accepted it yet, or nothing is left of it.</summary>
    None,

    /// <summary>The empty order is on its way to the till.</summary>
    Creating,

    /// <summary>The till has an empty order.</summary>
    Created,

    /// <summary>The dishes are on their way.</summary>
    Filling,

    /// <summary>The till has the dishes.</summary>
    Filled,

    /// <summary>The till has been told to cancel.</summary>
    Cancelling,

    /// <summary>No answer came; the till is being asked what it has.</summary>
    Checking,

    /// <summary>The till said no; a person must look.</summary>
    Refused,
}

/// <summary>What to do with a handoff whose time has come.</summary>
public enum HandoffMove
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Send what is promised.</summary>
    Send,

    /// <summary>Ask the till what it has.</summary>
    LookUp,
}

/// <summary>
/// «Передача на кассу»: the life of one order's transfer to the till. One row an order, so that only one thing is promised
/// at a time; written in the same transaction as what it follows from. Only <see cref="Order"/> calls its changing methods.
/// </summary>
public sealed class Handoff
{
    // RK7 protocol digest, section 10.6.
    private static readonly TimeSpan _shiftPause = TimeSpan.FromSeconds(15);

    private Handoff()
    {
    }

    /// <summary>The order; the handoff has no identity of its own.</summary>
    public OrderId OrderId { get; private init; }

    /// <summary>What is promised.</summary>
    public HandoffAct Act { get; private set; }

    /// <summary>Where the promise stands.</summary>
    public HandoffState State { get; private set; }

    /// <summary>How often the till was talked to about this act.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is next worth looking at; while <see cref="HandoffState.Sending"/>, when the claim lapses.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When the last changing request of this act left; the grace time counts from here.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Guid of the order at the till: ours, and once the till has answered, the till's.</summary>
    public Guid OrderGuid { get; private set; }

    /// <summary>Begins the comment of the till's order: <c>#43</c>.</summary>
    public string Marker { get; private init; } = "";

    /// <summary>Number of the visit, once the till has answered.</summary>
    public long? Visit { get; private set; }

    /// <summary>Number within the visit, once the till has answered.</summary>
    public int? OrderIdent { get; private set; }

    /// <summary>The name that the till gave: <c>Dlv.2</c>.</summary>
    public string? OrderName { get; private set; }

    /// <summary>The table's name: <c>Dlv</c>.</summary>
    public string? Table { get; private set; }

    /// <summary>What the till's order comes to, as last read.</summary>
    public Money? Sum { get; private set; }

    /// <summary>Whether the dishes are promised, too, as soon as the till has the order.</summary>
    public bool FillsNext { get; private set; }

    /// <summary>Our token for the till's timed lock, one an order.</summary>
    public Guid LockGuid { get; private init; }

    /// <summary>Our guid of the package with the guest's dishes.</summary>
    public Guid PackageGuid { get; private set; }

    /// <summary>Packages that the till's order had before ours was sent; null = nothing was sent yet.</summary>
    public int? PackagesBefore { get; private set; }

    /// <summary>What a person wants written; null = nothing.</summary>
    public EditPlan? Edit { get; private set; }

    /// <summary>What was wrong last; null = nothing.</summary>
    public TillTrouble? Trouble { get; private set; }

    /// <summary>What the till was last seen to have; null = not looked at yet.</summary>
    public TillSight? Seen { get; private set; }

    /// <summary>Whether the promise is still to be kept.</summary>
    public bool IsOpen => State is HandoffState.Due or HandoffState.Sending or HandoffState.InDoubt;

    /// <summary>Whether something of the order exists at the till, as far as is known.</summary>
    public bool ExistsAtTill => OrderName is not null && State is not HandoffState.Dropped;

    /// <summary>Whether something exists at the till and nothing is promised: then what the till has is others' doing.</summary>
    public bool IsAtRest => ExistsAtTill && State is HandoffState.Done or HandoffState.Refused;

    /// <summary>Whether the till cannot have anything: it was never sent, or refused.</summary>
    public bool TillSurelyHasNothing => State is HandoffState.Dropped
        || (OrderName is null && Act is HandoffAct.Create && State is HandoffState.Due or HandoffState.Refused);

    /// <summary>How to point at the till's order.</summary>
    public TillOrderKey Key => new(OrderGuid, Visit, OrderIdent);

    /// <summary>What to do when its time has come. A claim that lapsed belonged to a process that died, so the till is asked first.</summary>
    public HandoffMove NextMove => State switch
    {
        HandoffState.Due => HandoffMove.Send,
        HandoffState.Sending or HandoffState.InDoubt => HandoffMove.LookUp,
        HandoffState.Done or HandoffState.Refused or HandoffState.Dropped => HandoffMove.None,
    };

    /// <summary>What people are told.</summary>
    public TillState TillState => (State, Act) switch
    {
        (HandoffState.Refused, _) => TillState.Refused,
        (HandoffState.InDoubt, _) => TillState.Checking,
        (HandoffState.Dropped, _) => TillState.None,
        (HandoffState.Done, HandoffAct.Create) => TillState.Created,
        (HandoffState.Done, HandoffAct.Fill or HandoffAct.Edit) => TillState.Filled,
        (HandoffState.Done, HandoffAct.Void) => TillState.None,
        (HandoffState.Due or HandoffState.Sending, HandoffAct.Create) => TillState.Creating,
        (HandoffState.Due or HandoffState.Sending, HandoffAct.Fill or HandoffAct.Edit) => TillState.Filling,
        (HandoffState.Due or HandoffState.Sending, HandoffAct.Void) => TillState.Cancelling,
    };

    /// <summary>5 s, 10 s, 20 s … and never more than a minute: a till comes back when the shift opens, and a guest is waiting.</summary>
    public static TimeSpan Backoff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(60, 5 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10))));

    /// <summary>The same after a trouble that is known to last: a shift takes a quarter of a minute to close at least.</summary>
    public static TimeSpan Backoff(int attempts, TillTrouble trouble) =>
        trouble.Code is TillTroubles.ShiftIsClosing && Backoff(attempts) < _shiftPause ? _shiftPause : Backoff(attempts);

    internal static Handoff Promise(Order order, DateTimeOffset now) => new()
    {
        OrderId = order.Id,
        Act = HandoffAct.Create,
        State = HandoffState.Due,
        DueAt = now,
        OrderGuid = Guid.CreateVersion7(),
        LockGuid = Guid.NewGuid(),
        PackageGuid = Guid.NewGuid(),
        Marker = FormattableString.Invariant($"#{order.Number}"),
    };

    // A restored order starts over at the till; the guid that was cancelled there is used up.
    internal Handoff PromiseAnew(DateTimeOffset now)
    {
        (OrderGuid, PackageGuid) = (Guid.CreateVersion7(), Guid.NewGuid());
        (Visit, OrderIdent, OrderName, Table, Sum, PackagesBefore, Seen) = (null, null, null, null, null, null, null);
        Begin(HandoffAct.Create, now);
        return this;
    }

    internal void ThenFill() => FillsNext = true;

    internal void PromiseDishes(DateTimeOffset now) => Begin(HandoffAct.Fill, now);

    internal void PromiseEdit(EditPlan plan, DateTimeOffset now)
    {
        Begin(HandoffAct.Edit, now);
        (Edit, PackagesBefore) = (plan, plan.Before.Count);
    }

    // What was refused is not wanted any more; the till has what it had before.
    internal void GiveUpEdit(HandoffAct had) => (Act, State, Trouble, Edit) = (had, HandoffState.Done, null, null);

    // People and cashiers agree that what the till has is what the guest gets.
    internal void Agreed() => (Act, State, Trouble, Edit) = (HandoffAct.Fill, HandoffState.Done, null, null);

    // The till will not let go of the order, and nobody asks it to any more: it has what it had.
    internal void GiveUpVoid(HandoffAct had) => (Act, State, Trouble) = (had, HandoffState.Done, null);

    internal void PromiseVoid(DateTimeOffset now) => Begin(HandoffAct.Void, now);

    internal void TryAgain(DateTimeOffset now) => Begin(Act, now);

    internal void AboutToFill(int packagesBefore, DateTimeOffset now) => (PackagesBefore, SentAt) = (packagesBefore, now);

    internal void Has(TillOrder found, HandoffAct done)
    {
        (OrderGuid, Visit, OrderIdent, OrderName, Table, Sum) =
            (found.Guid, found.Visit, found.OrderIdent, found.Name, found.Table ?? Table, found.Sum);
        (Act, State, Trouble, Edit, Seen) = (done, HandoffState.Done, null, null, TillSight.AfterUs(found));
    }

    /// <summary>Takes over what the till has. Names and numbers, too: a cashier may move the order to another table.</summary>
    internal bool Sees(TillOrder seen, DateTimeOffset now)
    {
        var sight = TillSight.After(Seen, seen, now);
        var (name, table) = (seen.Name is "" ? OrderName : seen.Name, seen.Table ?? Table);
        if (Seen?.IsSame(sight) is true && (OrderGuid, Visit, OrderIdent, OrderName, Table, Sum)
            == (seen.Guid, seen.Visit, seen.OrderIdent, name, table, seen.Sum))
        {
            return false;
        }

        (OrderGuid, Visit, OrderIdent, OrderName, Table, Sum, Seen) =
            (seen.Guid, seen.Visit, seen.OrderIdent, name, table, seen.Sum, sight);
        return true;
    }

    internal bool Lost()
    {
        if (Seen is { IsLost: true })
        {
            return false;
        }

        Seen = (Seen ?? new TillSight()) with { IsLost = true, IsOpen = false, OpenBy = null };
        return true;
    }

    internal void HasNot(DateTimeOffset now) => (State, DueAt, Trouble) = (HandoffState.Due, now, null);

    internal void Refused(TillTrouble trouble) => (State, Trouble) = (HandoffState.Refused, trouble);

    // An edit that was refused still says what was wished of its dishes.
    internal void Forget() => Edit = Edit is { } edit ? edit with { Remarks = [] } : null;

    internal void Drop() => (State, Trouble, FillsNext) = (HandoffState.Dropped, null, false);

    internal void Postpone(TillTrouble trouble, bool inDoubt, DateTimeOffset dueAt) =>
        (State, Trouble, DueAt) = (inDoubt ? HandoffState.InDoubt : HandoffState.Due, trouble, dueAt);

    private void Begin(HandoffAct act, DateTimeOffset now)
    {
        (Act, State, Attempts, DueAt, SentAt, Trouble, Edit) = (act, HandoffState.Due, 0, now, null, null, act is HandoffAct.Edit ? Edit : null);
        FillsNext &= act is HandoffAct.Create;
    }
}
