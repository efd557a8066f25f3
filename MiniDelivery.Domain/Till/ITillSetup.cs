using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Till;

/// <summary>
/// Looks at a till with values that are not saved yet: what an administrator needs to connect one. As with <see cref="ITill"/>,
/// trouble on the wire is an answer and never an exception.
/// </summary>
public interface ITillSetup
{
    /// <summary>The certificate that the server at an address shows. Nothing is sent to it, least of all a password.</summary>
    Task<TillAnswer<TillCertificate>> ShowCertificateAsync(TillPlainSettings settings, CancellationToken cancellationToken);

    /// <summary>What there is to choose from.</summary>
    Task<TillAnswer<TillReferences>> ReadReferencesAsync(TillValues values, CancellationToken cancellationToken);

    /// <summary>
    /// Climbs the whole ladder. Each rung comes at least twice: when it is begun and when it is known; what cannot be tried because
    /// a rung below broke comes as skipped. Changes nothing at the till.
    /// </summary>
    /// <param name="restaurant">Whose till it is to be.</param>
    /// <param name="values">What it is reached with.</param>
    IAsyncEnumerable<TillProbe> CheckAsync(RestaurantId restaurant, TillValues values, CancellationToken cancellationToken);
}

/// <summary>What is checked, from the ground up.</summary>
public enum TillRung
{
    /// <summary>The address is one, and its name is known (DNS).</summary>
    Name,

    /// <summary>Somebody listens there (TCP).</summary>
    Connection,

    /// <summary>The connection is protected, by the certificate that is trusted (TLS).</summary>
    Certificate,

    /// <summary>The till knows the employee.</summary>
    SignIn,

    /// <summary>The server is 7.6.4 or newer.</summary>
    Version,

    /// <summary>The server knows the commands that are needed.</summary>
    Functions,

    /// <summary>SaveOrder is licensed.</summary>
    License,

    /// <summary>Station, table and all the others exist.</summary>
    References,

    /// <summary>The common shift is open, and not for too long.</summary>
    Shift,

    /// <summary>The menu can be read.</summary>
    Menu,
}

/// <summary>How a rung is.</summary>
public enum TillProbeState
{
    /// <summary>It is being tried.</summary>
    Running,

    /// <summary>It holds.</summary>
    Ok,

    /// <summary>It holds, but there is something to know.</summary>
    Warning,

    /// <summary>It breaks.</summary>
    Failed,

    /// <summary>It was not tried.</summary>
    Skipped,
}

/// <summary>What is known of a rung.</summary>
/// <param name="Rung">Which.</param>
/// <param name="State">How it is.</param>
/// <param name="Found">What was found, as the till says it: a version, a number, names of commands; null = nothing to show.</param>
/// <param name="Trouble">What is wrong; null = nothing.</param>
public sealed record TillProbe(TillRung Rung, TillProbeState State, string? Found = null, TillTrouble? Trouble = null)
{
    /// <summary>The certificate, where the rung has met one.</summary>
    public TillCertificate? Certificate { get; init; }

    /// <summary>What there is to choose from, where the rung has read it.</summary>
    public TillReferences? References { get; init; }

    /// <summary>References that are set but unknown to the till, or not set although they will be missed.</summary>
    public IReadOnlyList<TillReferenceKind> Wrong { get; init; } = [];

    /// <summary>A second number to <see cref="Found"/>: dishes on sale, hours that a shift is open.</summary>
    public int? Count { get; init; }
}

/// <summary>The certificate of a server.</summary>
/// <param name="Subject">Whom it names.</param>
/// <param name="NotBefore">From when it is valid.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Key">Kind and length of its key: <c>RSA 1024</c>.</param>
/// <param name="Thumbprint">SHA-256, 64 upper-case digits.</param>
/// <param name="IsTrusted">Whether the system trusts it without a pin.</param>
/// <param name="Protocol">What the connection was protected with: <c>TLS 1.2</c>.</param>
public sealed record TillCertificate(
    string Subject, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Key, string Thumbprint, bool IsTrusted, string Protocol);

/// <summary>The references that settings point into.</summary>
public enum TillReferenceKind
{
    /// <summary>CASHES.</summary>
    Station,

    /// <summary>TABLES, by their HALLPLANS.</summary>
    Table,

    /// <summary>UNCHANGEABLEORDERTYPES.</summary>
    OrderCategory,

    /// <summary>CHANGEABLEORDERTYPES.</summary>
    OrderType,

    /// <summary>GUESTTYPES.</summary>
    GuestType,

    /// <summary>EMPLOYEES.</summary>
    Waiter,

    /// <summary>EMPLOYEES.</summary>
    Manager,

    /// <summary>ORDERVOIDS.</summary>
    DeleteReason,
}

/// <summary>One thing to choose.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Group">What it stands under: a table's hall; null = nothing.</param>
/// <param name="IsSuitable">Whether the till would take it: a reason may be meant for other things.</param>
public sealed record TillReference(string Code, string Name, string? Group = null, bool IsSuitable = true);

/// <summary>All there is to choose from.</summary>
public sealed class TillReferences(IReadOnlyDictionary<TillReferenceKind, IReadOnlyList<TillReference>> lists)
{
    /// <summary>What there is of one kind.</summary>
    public IReadOnlyList<TillReference> Of(TillReferenceKind kind) => lists[kind];

    /// <summary>What a code means; null = the till does not have it.</summary>
    public TillReference? Find(TillReferenceKind kind, string code) => Of(kind).FirstOrDefault(one => one.Code == code.Trim());
}
