using System.Globalization;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Till;

/// <summary>What of a till's settings may be shown. References are codes: people know them, and they survive a move of the database.</summary>
public abstract class TillPlainSettings
{
    /// <summary>Address of the cash server, <c>https://host:port</c>, or of the interface itself (ending in .xml). Empty = no till.</summary>
    public string Url { get; set; } = "";

    /// <summary>Name of the r_keeper employee who has the HTTP privilege; only Latin names are proven.</summary>
    public string User { get; set; } = "";

    /// <summary>SHA-256 of the only certificate accepted, hexadecimal, colons and blanks allowed. Empty = the system decides.</summary>
    public string CertificateThumbprint { get; set; } = "";

    /// <summary>Code in CASHES; required.</summary>
    public string Station { get; set; } = "";

    /// <summary>Code of the delivery table in TABLES; required.</summary>
    public string Table { get; set; } = "";

    /// <summary>Code in UNCHANGEABLEORDERTYPES.</summary>
    public string OrderCategory { get; set; } = "";

    /// <summary>Code in CHANGEABLEORDERTYPES.</summary>
    public string OrderType { get; set; } = "";

    /// <summary>Code in GUESTTYPES.</summary>
    public string GuestType { get; set; } = "";

    /// <summary>Code in EMPLOYEES: waiter of our orders, author of our packages, holder of our locks.</summary>
    public string Waiter { get; set; } = "";

    /// <summary>Code in EMPLOYEES: who cancels. The till demands it for VoidOrder.</summary>
    public string Manager { get; set; } = "";

    /// <summary>Code in ORDERVOIDS: why. The till demands it for VoidOrder.</summary>
    public string DeleteReason { get; set; } = "";

    /// <summary>
    /// How long one request may take, connecting and repeating included: seconds (<c>10</c>, <c>0.5</c>) or a time
    /// (<c>00:00:10</c>); empty = 10 seconds. As text, because the configuration binder reads "10" as ten days.
    /// </summary>
    public string Timeout { get; set; } = "";

    /// <summary>Anchor of a subscription, <c>6:{product}#restaurant/17</c>. Empty = the till's licence is for life.</summary>
    public string LicenseAnchor { get; set; } = "";

    /// <summary><see cref="Timeout"/> as a time; zero when it cannot be read.</summary>
    public TimeSpan Patience => Timeout is "" ? TimeSpan.FromSeconds(10)
        : double.TryParse(Timeout, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 1_000_000))
        : TimeSpan.TryParse(Timeout, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;

    /// <summary>The thumbprint as 64 upper-case digits, or empty.</summary>
    public string Pin => CertificateThumbprint.Replace(":", "", StringComparison.Ordinal)
        .Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Copies all that may be shown, without blanks around it.</summary>
    public void CopyPlainTo(TillPlainSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (other.Url, other.User, other.CertificateThumbprint) = (Url.Trim(), User.Trim(), CertificateThumbprint.Trim());
        (other.Station, other.Table) = (Station.Trim(), Table.Trim());
        (other.OrderCategory, other.OrderType, other.GuestType) = (OrderCategory.Trim(), OrderType.Trim(), GuestType.Trim());
        (other.Waiter, other.Manager, other.DeleteReason) = (Waiter.Trim(), Manager.Trim(), DeleteReason.Trim());
        (other.Timeout, other.LicenseAnchor) = (Timeout.Trim(), LicenseAnchor.Trim());
    }

    /// <summary>The code of a reference; empty = none is set.</summary>
    public string CodeOf(TillReferenceKind kind) => kind switch
    {
        TillReferenceKind.Station => Station,
        TillReferenceKind.Table => Table,
        TillReferenceKind.OrderCategory => OrderCategory,
        TillReferenceKind.OrderType => OrderType,
        TillReferenceKind.GuestType => GuestType,
        TillReferenceKind.Waiter => Waiter,
        TillReferenceKind.Manager => Manager,
        TillReferenceKind.DeleteReason => DeleteReason,
    };

    /// <summary>Sets the code of a reference.</summary>
    public void SetCode(TillReferenceKind kind, string code)
    {
        switch (kind)
        {
            case TillReferenceKind.Station: Station = code; break;
            case TillReferenceKind.Table: Table = code; break;
            case TillReferenceKind.OrderCategory: OrderCategory = code; break;
            case TillReferenceKind.OrderType: OrderType = code; break;
            case TillReferenceKind.GuestType: GuestType = code; break;
            case TillReferenceKind.Waiter: Waiter = code; break;
            case TillReferenceKind.Manager: Manager = code; break;
            case TillReferenceKind.DeleteReason: DeleteReason = code; break;
        }
    }
}

/// <summary>
/// A till's settings with their secrets in the clear, as a person typed them or as they go out to the till. A class and not a
/// record: a record would print the password.
/// </summary>
public class TillValues : TillPlainSettings
{
    /// <summary>The employee's password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The <c>licenseToken</c> that belongs to <see cref="TillPlainSettings.LicenseAnchor"/>.</summary>
    public string LicenseToken { get; set; } = "";
}

/// <summary>One restaurant's till as it is kept: its secrets are encrypted.</summary>
public sealed class TillSettings : TillPlainSettings
{
    /// <summary>Whose till; one each.</summary>
    public RestaurantId RestaurantId { get; init; }

    /// <summary>The password, encrypted; empty = none.</summary>
    public string PasswordSecret { get; private set; } = "";

    /// <summary>The licence token, encrypted; empty = none.</summary>
    public string LicenseTokenSecret { get; private set; } = "";

    /// <summary>Who saved them; null = nobody yet, and the configuration is copied at each start.</summary>
    public string? ChangedBy { get; private set; }

    /// <summary>When they became what they are.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Whether a person has saved them, so that the configuration has no say any more.</summary>
    public bool IsOwnedByPage => ChangedBy is not null;

    /// <summary>Takes other values over.</summary>
    /// <param name="values">The values, secrets in the clear.</param>
    /// <param name="encrypt">Turns a secret into what may be stored.</param>
    /// <param name="by">The person; null = the configuration.</param>
    /// <param name="at">Now.</param>
    public void Take(TillValues values, Func<string, string> encrypt, string? by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(encrypt);
        values.CopyPlainTo(this);
        CertificateThumbprint = values.Pin;
        PasswordSecret = values.Password is "" ? "" : encrypt(values.Password);
        LicenseTokenSecret = values.LicenseToken is "" ? "" : encrypt(values.LicenseToken);
        (ChangedBy, ChangedAt) = (by, at);
    }
}
