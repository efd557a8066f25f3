namespace MiniDelivery.Web.Simulator;

/// <summary>Which r_keeper 7 server the simulated till pretends to be.</summary>
public enum ServerProfile
{
    /// <summary>7.5.3: too old for the product; no locks, no <c>Order</c> in the answer to CreateOrder.</summary>
    Old75,

    /// <summary>7.6.4.483: keeps the GUIDs of a voided order, no GetOrder by ExternalProps.</summary>
    V764,

    /// <summary>7.7.0: sends no ArrivalDateTime, as one recorded build.</summary>
    V770,

    /// <summary>7.26.8, the server the practice notes were taken on.</summary>
    V7268,
}

/// <summary>What happens to a CreateOrder whose guid is already used. No source says what a real till does.</summary>
public enum RepeatedGuid
{
    /// <summary>An error; nothing changes.</summary>
    Error,

    /// <summary>Ok, and the order that is already there.</summary>
    Same,

    /// <summary>The order's properties are written again from the new request.</summary>
    Overwrite,

    /// <summary>A second order, with a guid of the server's own.</summary>
    Second,
}

/// <summary>Whether the server keeps the <c>line_guid</c> that a client gives to a session or dish.</summary>
public enum LineGuids
{
    /// <summary>The client's value is stored.</summary>
    Kept,

    /// <summary>The server makes its own.</summary>
    Replaced,
}

/// <summary>How an order that was cancelled looks from then on. No source says what a real till shows.</summary>
public enum VoidedOrders
{
    /// <summary>deleted="1" and finished="1".</summary>
    DeletedAndFinished,

    /// <summary>deleted="1"; it is finished with its visit.</summary>
    OnlyDeleted,

    /// <summary>finished="1", and nothing is in it.</summary>
    OnlyFinished,
}

/// <summary>Which number GetXMLLicenseInstanceSeqNumber gives. Public clients disagree.</summary>
public enum SequenceAnswer
{
    /// <summary>The last one that was used.</summary>
    LastUsed,

    /// <summary>The next one to use.</summary>
    Next,
}

/// <summary>When a session that came over XML goes to the kitchen by itself.</summary>
public enum KitchenPrinting
{
    /// <summary>Only when the cashier prints it.</summary>
    Never,

    /// <summary>With the SaveOrder that brought it, or at its remindTime when that lies ahead.</summary>
    AtOnce,

    /// <summary><see cref="SimulatorSwitches.PrintingSeconds"/> after the SaveOrder.</summary>
    After,
}

/// <summary>The XML licence of the simulated restaurant (RK7 protocol digest, section 8).</summary>
public enum LicenceProfile
{
    /// <summary>No licence: SaveOrder is refused.</summary>
    None,

    /// <summary>A key on the restaurant: no LicenseInfo is needed and CheckLicense says Ok.</summary>
    Lifetime,

    /// <summary>A subscription: anchor, token and sequence number are checked.</summary>
    Subscription,

    /// <summary>A subscription that has ended.</summary>
    Expired,
}

/// <summary>Whether the common shift is being closed right now: then every request is refused.</summary>
public enum ShiftClosing
{
    /// <summary>No.</summary>
    No,

    /// <summary>Yes; the refusal carries RK7ErrorN="2172".</summary>
    WithCode,

    /// <summary>Yes; only the text of the refusal carries the number.</summary>
    WithoutCode,
}

/// <summary>When a station takes its own lock on an order that a cashier opens.</summary>
public enum StationLocking
{
    /// <summary>
    /// The form script calls the delivery service first. The lock is taken
    /// <see cref="SimulatorSwitches.LockDelaySeconds"/> after the answer (or after
    /// <see cref="SimulatorSwitches.HookSeconds"/> without one); while the service still holds a lock of its own,
    /// the station waits for it to end.
    /// </summary>
    HookThenLock,

    /// <summary>
    /// The station locks first and then calls the service, whose changes meet error 2219. After
    /// <see cref="SimulatorSwitches.StationHoldSeconds"/> the station lifts its lock for
    /// <see cref="SimulatorSwitches.StationLiftSeconds"/>, as a till does that re-reads the order, and takes it again.
    /// </summary>
    LockThenHook,
}

/// <summary>What can go wrong between the till and its client.</summary>
public enum FaultKind
{
    /// <summary>Waits, then executes and answers. The command runs even when the client has gone.</summary>
    DelayBefore,

    /// <summary>Executes and commits, waits, then answers.</summary>
    DelayAfter,

    /// <summary>Cuts the connection; nothing was executed.</summary>
    DropBefore,

    /// <summary>Executes and commits, then cuts the connection without an answer.</summary>
    DropAfter,

    /// <summary>Executes and commits, sends half of the answer and cuts the connection.</summary>
    HalfAnswer,

    /// <summary>An HTTP 500 page; nothing was executed.</summary>
    Http500,

    /// <summary>Executes and commits, then an HTTP 500 page.</summary>
    Http500After,

    /// <summary>HTTP 401 although the password is right; nothing was executed.</summary>
    Http401,

    /// <summary>Holds the request and cuts the connection at the end; nothing was executed.</summary>
    Hang,

    /// <summary>The body is lost on the way, as that of a form is: "Empty input XML", nothing was executed.</summary>
    LostBody,

    /// <summary>2219, as while the order is open at a station; nothing was executed.</summary>
    Locked,
}

/// <summary>One fault that waits for requests it fits.</summary>
public sealed record SimulatorFault
{
    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>Length of a delay or hang, seconds.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Only this command ("SaveOrder", case-sensitive); null = any.</summary>
    public string? Command { get; init; }

    /// <summary>Whether reading commands are spared.</summary>
    public bool ChangingOnly { get; init; } = true;

    /// <summary>How many more requests it strikes; null = every one until it is removed.</summary>
    public int? Times { get; init; } = 1;
}

/// <summary>
/// Everything about the simulated till that a tester can switch. What no source knows about a real till is a switch
/// here and not a guess (RK7 protocol digest, section 11): a client must work under every value. Not kept over restarts.
/// </summary>
public sealed record SimulatorSwitches
{
    /// <summary>The anchor a genuine subscription of the simulated restaurant has: product, then restaurant code.</summary>
    public const string GenuineAnchor = "6:{655CEE55-7BCD-4826-B6E0-A8CCF2017EF3}#199990001/17";

    /// <summary>The token that belongs to <see cref="GenuineAnchor"/>.</summary>
    public const string GenuineToken = "1000001";

    /// <summary>The server's version and the habits that come with it.</summary>
    public ServerProfile Profile { get; init; } = ServerProfile.V7268;

    /// <summary>Faults in the order they are tried; the first that fits a request strikes.</summary>
    public IReadOnlyList<SimulatorFault> Faults { get; init; } = [];

    /// <summary>What a used guid in CreateOrder does.</summary>
    public RepeatedGuid RepeatedGuid { get; init; }

    /// <summary>Whether a client's line_guid is kept.</summary>
    public LineGuids LineGuids { get; init; }

    /// <summary>Whether ExternalProps are ignored, as they may be where nobody registered the property. No source says.</summary>
    public bool PropsForgotten { get; init; }

    /// <summary>How a cancelled order looks.</summary>
    public VoidedOrders VoidedOrders { get; init; }

    /// <summary>Whether answers lack ArrivalDateTime, as those of some builds do, whatever the version.</summary>
    public bool NoArrival { get; init; }

    /// <summary>When sessions print by themselves.</summary>
    public KitchenPrinting Printing { get; init; }

    /// <summary>Delay of <see cref="KitchenPrinting.After"/>, seconds.</summary>
    public double PrintingSeconds { get; init; } = 30;

    /// <summary>The licence.</summary>
    public LicenceProfile Licence { get; init; } = LicenceProfile.Lifetime;

    /// <summary>The anchor that is accepted, <c>6:{ProductGUID}#{RestCode}/17</c>.</summary>
    public string LicenceAnchor { get; init; } = GenuineAnchor;

    /// <summary>The licence token that is accepted.</summary>
    public string LicenceToken { get; init; } = GenuineToken;

    /// <summary>How many different licence instances a day may begin.</summary>
    public int InstancesPerDay { get; init; } = 5;

    /// <summary>
    /// Whether a licensed request that failed for a business reason still used up its sequence number (and is then
    /// replayed from the cache). No source says.
    /// </summary>
    public bool FailureUsesNumber { get; init; } = true;

    /// <summary>
    /// Whether the till has forgotten what it answered to the last number: then even the identical request meets 5310. No source says
    /// how long the answer is kept.
    /// </summary>
    public bool AnswersForgotten { get; init; }

    /// <summary>Which number the till says for a licence instance.</summary>
    public SequenceAnswer SequenceAnswer { get; init; }

    /// <summary>Whether orders without a Guest are refused (3444).</summary>
    public bool GuestsMandatory { get; init; }

    /// <summary>Whether a modifier scheme's limits are enforced in SaveOrder.</summary>
    public bool ModifierLimits { get; init; } = true;

    /// <summary>Whether the good lines of a SaveOrder are kept when another one is refused. No source says.</summary>
    public bool PartialSave { get; init; }

    /// <summary>Price of everything on the delivery table in percent of the hall's price.</summary>
    public int DeliveryPricePercent { get; init; } = 100;

    /// <summary>Whether the common shift has been open too long: no new orders (2133).</summary>
    public bool ShiftTooOld { get; init; }

    /// <summary>Whether the common shift is being closed: no requests at all (2172).</summary>
    public ShiftClosing ShiftClosing { get; init; }

    /// <summary>How long closing the shift by hand takes, seconds; meanwhile requests meet 2172.</summary>
    public double ShiftCloseSeconds { get; init; }

    /// <summary>Whether those refusals carry RK7ErrorN="2172"; else only their text has the number.</summary>
    public bool ShiftCloseNumber { get; init; } = true;

    /// <summary>Whether empty orders vanish when the shift is closed.</summary>
    public bool EmptyOrdersVanish { get; init; } = true;

    /// <summary>Whether lastversion starts again when the shift is closed.</summary>
    public bool ListVersionRestarts { get; init; }

    /// <summary>When the station locks an order that the cashier opens.</summary>
    public StationLocking StationLocking { get; init; }

    /// <summary>How long the form script waits for the delivery service, seconds.</summary>
    public double HookSeconds { get; init; } = 5;

    /// <summary>Time between the service's answer and the station's lock, seconds.</summary>
    public double LockDelaySeconds { get; init; }

    /// <summary>How long the station holds its first lock under <see cref="StationLocking.LockThenHook"/>, seconds.</summary>
    public double StationHoldSeconds { get; init; } = 4;

    /// <summary>How long it then lifts it, seconds.</summary>
    public double StationLiftSeconds { get; init; } = 10;
}
