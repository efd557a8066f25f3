namespace MiniDelivery.Domain.Orders;

/// <summary>Who ordered.</summary>
/// <param name="Name">As the guest wrote it; empty when the shop sent none.</param>
/// <param name="Phone">As the shop sent it.</param>
/// <param name="Email">Null when there is none.</param>
public sealed record Guest(string Name, string Phone, string? Email)
{
    /// <summary>The digits alone: what a search compares.</summary>
    public string PhoneDigits => string.Concat(Phone.Where(char.IsAsciiDigit));
}

/// <summary>Where to bring it, as the guest wrote it.</summary>
public sealed record Address(
    string Text,
    string? Entrance = null,
    string? Floor = null,
    string? Apartment = null,
    string? Intercom = null,
    double? Latitude = null,
    double? Longitude = null,
    string? Comment = null);

/// <summary>How the guest pays.</summary>
public enum PaymentMethod
{
    /// <summary>Cash to the courier or at the counter.</summary>
    Cash,

    /// <summary>By card on receipt.</summary>
    Card,

    /// <summary>Online, at the shop.</summary>
    Online,
}

/// <summary>How and whether it is paid.</summary>
/// <param name="Method">The way of paying.</param>
/// <param name="Paid">Whether the shop already has the money.</param>
/// <param name="ChangeFrom">The note that the guest will pay with; null = no change needed or not said.</param>
public sealed record Payment(PaymentMethod Method, bool Paid, Money? ChangeFrom = null);

/// <summary>What a guest adds to a dish, per portion.</summary>
/// <param name="Code">The shop's code; null when it sent none.</param>
/// <param name="Name">As the shop names it.</param>
/// <param name="Quantity">How many to one portion.</param>
/// <param name="Price">Of one; null when the shop sent none.</param>
/// <param name="MenuIdent">Ident of the till's modifier or combo component; null = not found in the menu.</param>
public sealed record LineModifier(string? Code, string Name, Quantity Quantity, Money? Price, int? MenuIdent = null);

/// <summary>One dish of an order, as the shop sent it, and its place in the till's menu.</summary>
public sealed class OrderLine
{
    private OrderLine()
    {
    }

    /// <summary>Number inside the order, from 1.</summary>
    public int Line { get; private init; }

    /// <summary>The shop's code of the dish; null when it sent none.</summary>
    public string? Code { get; private init; }

    /// <summary>The shop's name of the dish.</summary>
    public string Name { get; private init; } = "";

    /// <summary>How much.</summary>
    public Quantity Quantity { get; private init; }

    /// <summary>Of one portion; null when the shop sent none.</summary>
    public Money? Price { get; private init; }

    /// <summary>What the guest wrote about this dish.</summary>
    public string? Comment { get; private set; }

    /// <summary>Ident of the dish in the till's menu; null = not found, a person must choose.</summary>
    public int? MenuIdent { get; private set; }

    /// <summary>What was added to the dish.</summary>
    public IReadOnlyList<LineModifier> Modifiers { get; private set; } = [];

    /// <summary>Price of the dish with its modifiers, times the quantity.</summary>
    public Money Amount => Modifiers.Aggregate(
        (Price ?? Money.Zero) * Quantity, (sum, modifier) => sum + ((modifier.Price ?? Money.Zero) * (modifier.Quantity * Quantity)));

    /// <summary>Whether dish and modifiers all have their place in the till's menu.</summary>
    public bool IsMapped => MenuIdent is not null && Modifiers.All(modifier => modifier.MenuIdent is not null);

    internal static OrderLine From(int line, Intake.NewOrderLine draft, Menu.RestaurantMenu? menu)
    {
        var made = new OrderLine
        {
            Line = line,
            Code = draft.Code,
            Name = draft.Name ?? draft.Code ?? "",
            Quantity = draft.Quantity,
            Price = draft.Price,
            Comment = draft.Comment,
            Modifiers = [.. draft.Modifiers.Select(m => new LineModifier(m.Code, m.Name ?? m.Code ?? "", m.Quantity, m.Price))],
        };
        made.Match(menu);
        return made;
    }

    /// <summary>Finds the places in the menu that are still missing; what a person chose stays.</summary>
    internal bool Match(Menu.RestaurantMenu? menu)
    {
        if (menu is null || IsMapped)
        {
            return false;
        }

        var before = (MenuIdent, Modifiers);
        var item = MenuIdent is { } known ? menu.Find(known) : menu.Match(Code, Name);
        MenuIdent ??= item?.Ident;
        if (item is not null)
        {
            Modifiers = [.. Modifiers.Select(m => m.MenuIdent is null ? m with { MenuIdent = menu.MatchModifier(item, m.Code, m.Name) } : m)];
        }

        return before.MenuIdent != MenuIdent || !before.Modifiers.SequenceEqual(Modifiers);
    }

    /// <summary>Takes what a person chose; an added thing with no place in the menu may be dropped by choosing null.</summary>
    internal void Choose(Menu.MenuItem item, Menu.RestaurantMenu menu)
    {
        MenuIdent = item.Ident;
        Modifiers = [.. Modifiers.Select(m => m with { MenuIdent = menu.MatchModifier(item, m.Code, m.Name) })];
    }

    internal void Forget() => Comment = null;

    internal void ChooseModifier(int index, int menuIdent) =>
        Modifiers = [.. Modifiers.Select((m, i) => i == index ? m with { MenuIdent = menuIdent } : m)];
}

/// <summary>Something about an order that is worth a look but stops nothing.</summary>
/// <param name="Code">Stable code, for example <c>total-mismatch</c>.</param>
/// <param name="Message">English sentence for the integrator.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) into the body that was sent.</param>
public sealed record OrderWarning(string Code, string Message, string Pointer);

/// <summary>Why an order is cancelled.</summary>
public enum CancelReason
{
    /// <summary>The guest changed their mind.</summary>
    GuestCancelled,

    /// <summary>Nobody answers the phone.</summary>
    GuestUnreachable,

    /// <summary>The same order came twice.</summary>
    Duplicate,

    /// <summary>A dish has run out.</summary>
    ItemUnavailable,

    /// <summary>The kitchen is closed.</summary>
    KitchenClosed,

    /// <summary>Too many orders.</summary>
    TooBusy,

    /// <summary>The address is too far.</summary>
    OutsideZone,

    /// <summary>The sum is too small.</summary>
    BelowMinimum,

    /// <summary>The payment did not go through.</summary>
    PaymentFailed,

    /// <summary>Looks like fraud.</summary>
    SuspectedFraud,

    /// <summary>It was only a try.</summary>
    TestOrder,

    /// <summary>Something else; the comment says what.</summary>
    Other,

    /// <summary>Cancelled at the till itself; nobody chooses this here.</summary>
    VoidedAtTill,
}

/// <summary>Who may give which reason.</summary>
public static class CancelReasons
{
    /// <summary>What a person, or a shop, may choose; the rest is found out.</summary>
    public static IReadOnlyList<CancelReason> ForStaff { get; } =
        [.. Enum.GetValues<CancelReason>().Where(reason => reason is not CancelReason.VoidedAtTill)];
}

/// <summary>That an order is cancelled, or is to be as soon as the till has let go of it.</summary>
public sealed record Cancellation(CancelReason Reason, string? Comment, string By, DateTimeOffset At);

/// <summary>What happened to an order.</summary>
public enum StepKind
{
    /// <summary>It came in.</summary>
    Received,

    /// <summary>A terminal sounded for it, the first time.</summary>
    Heard,

    /// <summary>A person said that they hear it.</summary>
    Acknowledged,

    /// <summary>A person pressed «Принять»; the till has been promised an order.</summary>
    AcceptRequested,

    /// <summary>A rule of the source accepted it; the note says which conditions let it through.</summary>
    AutoAccepted,

    /// <summary>The till has the (empty) order.</summary>
    TillCreated,

    /// <summary>A doubt had left a second, empty order of the same at the till; it was cancelled there. The note names it.</summary>
    TwinRemoved,

    /// <summary>A doubt had left a second order at the till that is not empty, or open; a person must look. The note names it.</summary>
    TwinFound,

    /// <summary>The till said no, or a person must decide; the note says what it said.</summary>
    TillRefused,

    /// <summary>A person asked to try the till again.</summary>
    RetryRequested,

    /// <summary>The order was opened for editing; the till has been promised the dishes.</summary>
    FillRequested,

    /// <summary>The dishes are in the till's order.</summary>
    TillFilled,

    /// <summary>A person saved changes of the dishes; the till has been promised them.</summary>
    EditRequested,

    /// <summary>The changes are in the till's order.</summary>
    TillEdited,

    /// <summary>A person chose a menu item for a dish; the note names both.</summary>
    DishChosen,

    /// <summary>A courier left with it.</summary>
    SentOut,

    /// <summary>A courier was named for it, or taken off it.</summary>
    CourierAssigned,

    /// <summary>The courier says that the guest has it.</summary>
    Delivered,

    /// <summary>The courier has handed in the cash.</summary>
    CashHandedIn,

    /// <summary>Done.</summary>
    Archived,

    /// <summary>A person asked to cancel; the till has still to let go of it.</summary>
    CancelRequested,

    /// <summary>Cancelled.</summary>
    Deleted,

    /// <summary>One step back.</summary>
    SteppedBack,

    /// <summary>Somebody at the till changed the dishes; noted once, until we write them again.</summary>
    TillChanged,

    /// <summary>The bill was printed at the till.</summary>
    TillBilled,

    /// <summary>It was paid at the till.</summary>
    TillPaid,

    /// <summary>It was closed at the till.</summary>
    TillClosed,

    /// <summary>It was cancelled at the till.</summary>
    TillVoided,

    /// <summary>The till no longer knows it.</summary>
    TillLost,

    /// <summary>The till knows it again.</summary>
    TillFound,

    /// <summary>A person looked at what a cashier had rung up and left it so.</summary>
    TillContentAgreed,

    /// <summary>The till had refused to cancel, and a person took the cancellation back.</summary>
    CancelWithdrawn,

    /// <summary>Nobody accepted it: the terminals ring louder.</summary>
    EscalatedLouder,

    /// <summary>Nobody accepted it: browsers that asked for it are notified.</summary>
    EscalatedPush,

    /// <summary>Nobody accepted it: a chat is told.</summary>
    EscalatedTelegram,

    /// <summary>Nobody accepted it: a webhook is called.</summary>
    EscalatedWebhook,

    /// <summary>Nobody accepted it: a letter is sent.</summary>
    EscalatedMail,

    /// <summary>An alarm could not be delivered; the note names the rung.</summary>
    EscalationFailed,

    /// <summary>The guest wants it cancelled, their shop says; a person must decide.</summary>
    CancelAsked,

    /// <summary>A person decided that it goes on although the guest asked.</summary>
    CancelDeclined,

    /// <summary>A person took a try one step on, and the till was told nothing of it.</summary>
    TillSkipped,

    /// <summary>A slip was printed; the note names which.</summary>
    Printed,

    /// <summary>It is likely the same as another one; the note names that. A person must look.</summary>
    DuplicateFound,

    /// <summary>A person said that it is another order than the one in the note.</summary>
    DuplicateDenied,
}

/// <summary>One step in an order's life: what, who, when, from which terminal, and why.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Status">The state after it.</param>
/// <param name="By">Who did it.</param>
/// <param name="Terminal">From which terminal; null = from none.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why, or what exactly; never personal data.</param>
public sealed record OrderStep(StepKind Kind, OrderStatus Status, string By, string? Terminal, DateTimeOffset At, string? Note = null)
{
    /// <summary>Grows from step to step; 0 = not stored yet.</summary>
    public long Id { get; private init; }

    /// <summary>Why, or what exactly.</summary>
    public string? Note { get; private set; } = Note;

    // In its place: another row would get another number, and the numbers are the log that programs outside read.
    internal void Forget() => Note = null;
}
