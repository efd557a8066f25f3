using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Till;

/// <summary>Which restaurant has which till.</summary>
public interface ITills
{
    /// <summary>The till of a restaurant. Always one, even if no address is known yet: then it answers "not sent".</summary>
    ITill For(RestaurantId restaurant);
}

/// <summary>
/// What we ask of a till. Implementations never throw for trouble on the wire (only for cancellation): the difference
/// between "surely not done" and "no idea" is the whole point, and an exception loses it.
/// </summary>
public interface ITill
{
    /// <summary>How long one request may take before its outcome counts as unknown.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Who and what the till is (GetSystemInfo, GetSystemInfo2); the health check.</summary>
    Task<TillAnswer<TillInfo>> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>Creates an empty order (CreateOrder).</summary>
    Task<TillAnswer<TillOrder>> CreateOrderAsync(NewTillOrder order, CancellationToken cancellationToken);

    /// <summary>Looks an order up (GetOrder). Done with null: the till answered, and most likely has none; ask the list before believing it.</summary>
    Task<TillAnswer<TillOrder?>> FindOrderAsync(TillOrderKey key, CancellationToken cancellationToken);

    /// <summary>Every order of the current shift (GetOrderList2), without its dishes.</summary>
    Task<TillAnswer<TillOrderList>> ListOrdersAsync(long? lastVersion, CancellationToken cancellationToken);

    /// <summary>Takes or renews a timed lock (LockOrder); done with false: the till answered Ok, but nothing is locked.</summary>
    Task<TillAnswer<bool>> LockOrderAsync(TillOrderKey key, Guid lockGuid, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Adds one package of dishes (SaveOrder) under a lock that is held.</summary>
    Task<TillAnswer<TillOrder>> SaveOrderAsync(
        TillOrderKey key, Guid lockGuid, Guid packageGuid, FillPlan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Writes packages under a lock that is held (SaveOrder, once for all of them): new ones, and complete new contents of such as are
    /// there and not printed yet.
    /// </summary>
    Task<TillAnswer<TillOrder>> SavePackagesAsync(
        TillOrderKey key, Guid lockGuid, EditPlan plan, CancellationToken cancellationToken);

    /// <summary>Writes an order's comment anew (UpdateOrder) under a lock that is held; needs no licence.</summary>
    Task<TillAnswer<TillNothing>> CommentOrderAsync(TillOrderKey key, Guid lockGuid, string comment, CancellationToken cancellationToken);

    /// <summary>Cancels an order (VoidOrder) without changing its guids.</summary>
    Task<TillAnswer<TillNothing>> VoidOrderAsync(TillOrderKey key, CancellationToken cancellationToken);

    /// <summary>Closes the visit of a cancelled order (CloseVisit).</summary>
    Task<TillAnswer<TillNothing>> CloseVisitAsync(long visitId, CancellationToken cancellationToken);

    /// <summary>What can be sold, with names, prices, modifiers and stops (GetRefData, GetOrderMenu).</summary>
    /// <param name="readAt">The moment to mark the menu with.</param>
    Task<TillAnswer<Menu.RestaurantMenu>> ReadMenuAsync(DateTimeOffset readAt, CancellationToken cancellationToken);
}

/// <summary>The till's answer: one of five, and nothing else.</summary>
/// <typeparam name="T">What it answers with when it did what was asked.</typeparam>
public abstract record TillAnswer<T>
{
    private TillAnswer()
    {
    }

    /// <summary>The till did it.</summary>
    public sealed record Done(T Value) : TillAnswer<T>;

    /// <summary>The till understood and said no; asking again without a change would be no use.</summary>
    public sealed record Refused(TillTrouble Trouble) : TillAnswer<T>;

    /// <summary>The till said "not now" (2172, 2219): it surely did nothing, and the same may be asked later.</summary>
    public sealed record Later(TillTrouble Trouble) : TillAnswer<T>;

    /// <summary>The request surely never reached the till.</summary>
    public sealed record NotSent(TillTrouble Trouble) : TillAnswer<T>;

    /// <summary>The request left; what became of it is unknown. The till must be asked before anything is sent again.</summary>
    public sealed record NoIdea(TillTrouble Trouble) : TillAnswer<T>;

    /// <summary>What was wrong; null when it is done.</summary>
    public TillTrouble? TroubleOrNull => this switch
    {
        Done => null,
        Refused refused => refused.Trouble,
        Later later => later.Trouble,
        NotSent notSent => notSent.Trouble,
        NoIdea noIdea => noIdea.Trouble,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>An answer without payload.</summary>
public readonly record struct TillNothing;

/// <summary>What was wrong with the till.</summary>
/// <param name="Code">Stable code, see <see cref="TillTroubles"/>; <c>rk7-NNNN</c> for the till's own numbers.</param>
/// <param name="Text">As the till or the network said it, for the operator and the log; never with personal data.</param>
public sealed record TillTrouble(string Code, string Text);

/// <summary>Codes of trouble with the till that are not the till's own numbers.</summary>
public static class TillTroubles
{
    /// <summary>No address is configured.</summary>
    public const string NotConfigured = "till-not-configured";

    /// <summary>Nobody answers at the address: refused, unknown name, no route.</summary>
    public const string Unreachable = "till-unreachable";

    /// <summary>The TLS handshake failed, or the certificate is not the pinned one.</summary>
    public const string Certificate = "till-certificate";

    /// <summary>No answer within the time allowed.</summary>
    public const string Timeout = "till-timeout";

    /// <summary>The connection broke, or the answer could not be read.</summary>
    public const string BrokenAnswer = "till-broken-answer";

    /// <summary>HTTP 401: name or password of the till's employee is wrong.</summary>
    public const string Unauthorized = "till-unauthorized";

    /// <summary>Any other HTTP status than 200.</summary>
    public const string HttpStatus = "till-http-status";

    /// <summary>The server is older than 7.6.4 (contract, section 3).</summary>
    public const string VersionTooOld = "till-version-too-old";

    /// <summary>The till refused without a number; the text is all there is.</summary>
    public const string Unknown = "till-refused";

    /// <summary>Bad Query Parameters: a setting names something the till does not have.</summary>
    public const string BadParameters = "till-bad-parameters";

    /// <summary>LockOrder said Ok but locked nothing (RK7 protocol digest, section 5).</summary>
    public const string NotLocked = "till-not-locked";

    /// <summary>The order is finished or deleted at the till.</summary>
    public const string OrderClosed = "till-order-closed";

    /// <summary>The order is paid at the till; the till itself must return it.</summary>
    public const string OrderPaid = "till-order-paid";

    /// <summary>What the till has differs from what we sent; a person must look.</summary>
    public const string ContentDiffers = "till-content-differs";

    /// <summary>The order was changed at the till after it was read for editing; nothing was written, a person must look.</summary>
    public const string OrderChanged = "till-order-changed";

    /// <summary>Somebody at the till rang up dishes in the order before the guest's were sent; nothing was added to them.</summary>
    public const string OrderNotEmpty = "till-order-not-empty";

    /// <summary>The till no longer knows the order; a person must look there.</summary>
    public const string OrderLost = "till-order-lost";

    /// <summary>The menu has not been read from the till yet.</summary>
    public const string MenuUnknown = "till-menu-unknown";

    /// <summary>Another request under the same licence is under way.</summary>
    public const string LicenseBusy = "till-license-busy";

    /// <summary>Dishes of the order have no place in the till's menu.</summary>
    public const string DishesNotInMenu = "dishes-not-in-menu";

    /// <summary>The address is no address.</summary>
    public const string AddressMalformed = "till-address-malformed";

    /// <summary>Nobody knows the name in the address (DNS).</summary>
    public const string NameUnknown = "till-name-unknown";

    /// <summary>The connection is not protected: http, and not to this machine.</summary>
    public const string NotProtected = "till-not-protected";

    /// <summary>The certificate is not trusted by the system, and none is pinned.</summary>
    public const string CertificateUnknown = "till-certificate-unknown";

    /// <summary>The certificate is another than the pinned one.</summary>
    public const string CertificateChanged = "till-certificate-changed";

    /// <summary>No TLS connection came about at all: protocol, ciphers or key are too old for this machine.</summary>
    public const string TlsFailed = "till-tls-failed";

    /// <summary>Query Parse Error: the till did not understand what we sent.</summary>
    public const string ParseError = "till-parse-error";

    /// <summary>The till's employee lacks a right.</summary>
    public const string Rights = "till-rights";

    /// <summary>The till's printer failed.</summary>
    public const string Printer = "till-printer";

    /// <summary>The till's bank terminal failed.</summary>
    public const string BankTerminal = "till-bank-terminal";

    /// <summary>The till's card system (PDS) failed.</summary>
    public const string CardSystem = "till-card-system";

    /// <summary>The server does not know a command: another node, or an older version.</summary>
    public const string UnknownCommand = "till-unknown-command";

    /// <summary>Commands that are needed are not announced.</summary>
    public const string FunctionsMissing = "till-functions-missing";

    /// <summary>There is no licence for SaveOrder, or it has ended.</summary>
    public const string NoLicense = "till-no-license";

    /// <summary>Anchor or token of the subscription are not genuine.</summary>
    public const string LicenseAnchor = "till-license-anchor";

    /// <summary>Station, table or another reference that is set does not exist at the till.</summary>
    public const string ReferenceMissing = "till-reference-missing";

    /// <summary>Manager or reason are not set, so no order can be cancelled at the till.</summary>
    public const string CannotCancel = "till-cannot-cancel";

    /// <summary>The till does not say whether the common shift is open.</summary>
    public const string ShiftUnknown = "till-shift-unknown";

    /// <summary>The common shift has been open for more than a day.</summary>
    public const string ShiftIsOld = "till-shift-is-old";

    /// <summary>Nothing of the menu can be sold at this station and table.</summary>
    public const string MenuEmpty = "till-menu-empty";

    /// <summary>The common shift is being closed: every request is refused until that is done.</summary>
    public const string ShiftIsClosing = "rk7-2172";

    /// <summary>A visit cannot be closed, because a station holds one of its orders.</summary>
    public const string VisitIsLocked = "rk7-2129";

    /// <summary>The password that is kept cannot be decrypted any more.</summary>
    public const string SecretUnreadable = "till-secret-unreadable";
}

/// <summary>Who and what the till is.</summary>
/// <param name="Version">Four numbers, for example 7.26.8.2001.</param>
/// <param name="NetName">The node that answered.</param>
/// <param name="Restaurant">The restaurant's name at the till; null when it does not say.</param>
/// <param name="ShiftNumber">Number of the common shift; null when it does not say.</param>
public sealed record TillInfo(string Version, string NetName, string? Restaurant, int? ShiftNumber)
{
    /// <summary>Whether the server is at least 7.6.4, the oldest that this product works with.</summary>
    public bool IsNewEnough => System.Version.TryParse(Version, out var version) && version >= new Version(7, 6, 4);
}

/// <summary>How to point at an order of the till.</summary>
/// <param name="Guid">The order's guid.</param>
/// <param name="Visit">The visit's number, once known: survives a change of guids.</param>
/// <param name="OrderIdent">Number within the visit, once known (256 for the first).</param>
public sealed record TillOrderKey(Guid Guid, long? Visit = null, int? OrderIdent = null);

/// <summary>An empty order to be created.</summary>
/// <param name="Guid">Chosen by us, so that it can be asked for.</param>
/// <param name="Marker">Begins the comment, for example <c>#43</c>: another way to find it again.</param>
/// <param name="ExternalId">Kept by the till as property webOrderId: a third way.</param>
/// <param name="Comment">For the cashier: name, phone, address, wishes; without the marker.</param>
/// <param name="Guests">How many people, at least 1 (a till may demand it, 3444).</param>
public sealed record NewTillOrder(Guid Guid, string Marker, string ExternalId, string Comment, int Guests);

/// <summary>An order as the till has it.</summary>
public sealed record TillOrder
{
    /// <summary>The order's guid at the till.</summary>
    public required Guid Guid { get; init; }

    /// <summary>Number of its visit.</summary>
    public required long Visit { get; init; }

    /// <summary>Number within the visit.</summary>
    public required int OrderIdent { get; init; }

    /// <summary>The name that the till shows: <c>Dlv.2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The table's name: <c>Dlv</c>.</summary>
    public string? Table { get; init; }

    /// <summary>Grows with each change.</summary>
    public long Version { get; init; }

    /// <summary>The till's checksum over its content.</summary>
    public int Crc32 { get; init; }

    /// <summary>What it comes to.</summary>
    public Money Sum { get; init; }

    /// <summary>How many portions, thousandths.</summary>
    public Quantity Pieces { get; init; }

    /// <summary>Comment that stays with it.</summary>
    public string? Comment { get; init; }

    /// <summary>Our property webOrderId, where the till keeps it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Paid in full.</summary>
    public bool IsPaid { get; init; }

    /// <summary>Closed.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Cancelled: all dishes removed.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Open at a station, or locked by a client.</summary>
    public bool IsLocked { get; init; }

    /// <summary>By whom: station and person as the till names them; null when it does not say.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the lock is one that a client of ours took: our station, our employee. Only lists tell.</summary>
    public bool IsLockedByUs { get; init; }

    /// <summary>Whether it stands on the delivery table that is set. Only lists tell.</summary>
    public bool IsOnOurTable { get; init; }

    /// <summary>When its bill was printed, by the till's own clock and without a zone; null = it was not. Only lists tell.</summary>
    public DateTime? BilledAt { get; init; }

    /// <summary>Its packages of dishes; empty in lists.</summary>
    public IReadOnlyList<TillPackage> Packages { get; init; } = [];

    /// <summary>Whether nothing is in it: no dishes, no portions, no sum.</summary>
    public bool IsEmpty => Pieces.Thousandths is 0 && Sum == Money.Zero && !DishesIn(Packages).Any();

    /// <summary>Whether it was cancelled at the till: all removed, or closed with nothing in it (RK7 protocol digest, section 10.4).</summary>
    public bool IsVoided => IsDeleted || this is { IsFinished: true, IsPaid: false, IsEmpty: true };

    /// <summary>How to point at it from now on.</summary>
    public TillOrderKey Key => new(Guid, Visit, OrderIdent);

    // What was refused after printing stays in the till's package with a quantity of zero.
    internal static IEnumerable<TillDish> DishesIn(IReadOnlyList<TillPackage> packages) =>
        packages.SelectMany(package => package.Dishes).Where(dish => dish.Quantity.Thousandths is not 0);
}

/// <summary>One package («Session») of an order.</summary>
/// <param name="Uni">Number inside the order.</param>
/// <param name="Guid">The package's own guid (line_guid); null when the till does not say.</param>
/// <param name="IsPrinted">Whether the kitchen has it.</param>
/// <param name="Dishes">Its dishes.</param>
public sealed record TillPackage(int Uni, Guid? Guid, bool IsPrinted, IReadOnlyList<TillDish> Dishes)
{
    /// <summary>
    /// Whether it holds what would be lost if it were written anew from here: discounts, payments, prices of the cashier's own, a draft.
    /// </summary>
    public bool HasMore { get; init; }

    /// <summary>When it is to be cooked and ready, as the till wrote it; sent back unread.</summary>
    public PackageTimes? Times { get; init; }

    /// <summary>Whether its content may be written anew.</summary>
    public bool MayBeRewritten => !IsPrinted && !HasMore;
}

/// <summary>Times of a package in the till's own writing; null = it has none.</summary>
public sealed record PackageTimes(string? Remind, string? Ready, string? StartService);

/// <summary>A package to be written.</summary>
/// <param name="Uni">Number of the package whose content is replaced; null = a new package.</param>
/// <param name="Guid">Guid that it has, or that a new one shall have.</param>
/// <param name="Lines">Its complete content.</param>
/// <param name="Times">Its times as the till wrote them; null = none.</param>
public sealed record PackageWrite(int? Uni, Guid? Guid, IReadOnlyList<FillLine> Lines, PackageTimes? Times = null);

/// <summary>One dish of a package.</summary>
/// <param name="Ident">Ident in the menu.</param>
/// <param name="Name">As the till names it.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Amount">What it comes to.</param>
/// <param name="Modifiers">Idents and counts of its modifiers or components.</param>
public sealed record TillDish(int Ident, string Name, Quantity Quantity, Money Amount, IReadOnlyList<TillModifier> Modifiers)
{
    /// <summary>Number of the line inside the order; 0 when the till does not say.</summary>
    public int Uni { get; init; }

    /// <summary>Whether <see cref="Modifiers"/> are the dishes that it is made of.</summary>
    public bool IsCombo { get; init; }

    /// <summary>Whether the kitchen has this dish; a package may be printed in parts.</summary>
    public bool IsPrinted { get; init; }
}

/// <summary>A modifier or a combo's component of a dish.</summary>
public sealed record TillModifier(int Ident, string Name, int Count);

/// <summary>The list of orders.</summary>
/// <param name="Version">To be sent back; compared for equality only.</param>
/// <param name="Unchanged">The version sent is still current; <paramref name="Orders"/> is empty.</param>
/// <param name="Orders">All orders.</param>
public sealed record TillOrderList(long Version, bool Unchanged, IReadOnlyList<TillOrder> Orders);
