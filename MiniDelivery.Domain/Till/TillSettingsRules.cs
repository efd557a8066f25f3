namespace MiniDelivery.Domain.Till;

/// <summary>A field of a till's settings.</summary>
public enum TillField
{
    /// <summary>The address.</summary>
    Url,

    /// <summary>The employee's name.</summary>
    User,

    /// <summary>The employee's password.</summary>
    Password,

    /// <summary>The pinned certificate.</summary>
    CertificateThumbprint,

    /// <summary>The station.</summary>
    Station,

    /// <summary>The delivery table.</summary>
    Table,

    /// <summary>The order category.</summary>
    OrderCategory,

    /// <summary>The order type.</summary>
    OrderType,

    /// <summary>The guest type.</summary>
    GuestType,

    /// <summary>The waiter.</summary>
    Waiter,

    /// <summary>The manager.</summary>
    Manager,

    /// <summary>The reason for cancelling.</summary>
    DeleteReason,

    /// <summary>How long a request may take.</summary>
    Timeout,

    /// <summary>The subscription's anchor.</summary>
    LicenseAnchor,

    /// <summary>The subscription's token.</summary>
    LicenseToken,
}

/// <summary>Why a value cannot be used.</summary>
public enum TillFaultKind
{
    /// <summary>It must be given.</summary>
    Missing,

    /// <summary>It has not the form that it must have.</summary>
    Malformed,

    /// <summary>It is kept for another address or name; a secret is not carried over to one that somebody else may have typed.</summary>
    MustBeTypedAgain,
}

/// <summary>A value that cannot be used, and why.</summary>
/// <param name="Field">Which.</param>
/// <param name="Kind">Why.</param>
public readonly record struct TillFault(TillField Field, TillFaultKind Kind);

/// <summary>What a till's settings must be like before anything is sent.</summary>
public static class TillSettingsRules
{
    /// <summary>The longest time that one request may take.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The longest address, name or anchor, characters.</summary>
    public const int LongestText = 300;

    /// <summary>The longest code of a reference, digits.</summary>
    public const int LongestCode = 20;

    extension(TillPlainSettings settings)
    {
        /// <summary>
        /// Whether a secret kept for other settings would go to the same server and in the same name. If not it must be typed
        /// again, or who may change the address could have the password sent to a machine of their own.
        /// </summary>
        public bool MayUseSecretsOf(TillPlainSettings kept) =>
            settings.User.Trim() == kept.User.Trim() && Place(settings.Url) == Place(kept.Url);

        /// <summary>All that is wrong with the values. Without an address nothing but the time-out matters.</summary>
        public IEnumerable<TillFault> Faults()
        {
            if (settings.Timeout.Length > LongestCode || settings.Patience <= TimeSpan.Zero || settings.Patience > LongestTimeout)
            {
                yield return new TillFault(TillField.Timeout, TillFaultKind.Malformed);
            }

            if (settings.Url is "")
            {
                yield break;
            }

            if (settings.Url.Length > LongestText || !Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            {
                yield return new TillFault(TillField.Url, TillFaultKind.Malformed);
            }

            // RFC 7617, section 2: the first colon ends the name.
            if (settings.User.Length > LongestText || settings.User.Contains(':', StringComparison.Ordinal))
            {
                yield return new TillFault(TillField.User, TillFaultKind.Malformed);
            }

            if (settings.Pin is not "" && (settings.Pin.Length is not 64 || !settings.Pin.All(char.IsAsciiHexDigit)))
            {
                yield return new TillFault(TillField.CertificateThumbprint, TillFaultKind.Malformed);
            }

            if (settings.LicenseAnchor.Length > LongestText)
            {
                yield return new TillFault(TillField.LicenseAnchor, TillFaultKind.Malformed);
            }

            foreach (var kind in Enum.GetValues<TillReferenceKind>())
            {
                var code = settings.CodeOf(kind);
                if (code is "" && kind.IsRequired)
                {
                    yield return new TillFault(kind.Field, TillFaultKind.Missing);
                }
                else if (code.Length > LongestCode || !code.All(char.IsAsciiDigit))
                {
                    yield return new TillFault(kind.Field, TillFaultKind.Malformed);
                }
            }
        }
    }

    private static string Place(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var found) ? found.GetLeftPart(UriPartial.Authority) : url.Trim();
}

/// <summary>What is known of each kind of reference.</summary>
public static class TillReferenceRules
{
    extension(TillReferenceKind kind)
    {
        /// <summary>Whether nothing can be sent without it.</summary>
        public bool IsRequired => kind is TillReferenceKind.Station or TillReferenceKind.Table;

        /// <summary>The field that holds its code.</summary>
        public TillField Field => kind switch
        {
            TillReferenceKind.Station => TillField.Station,
            TillReferenceKind.Table => TillField.Table,
            TillReferenceKind.OrderCategory => TillField.OrderCategory,
            TillReferenceKind.OrderType => TillField.OrderType,
            TillReferenceKind.GuestType => TillField.GuestType,
            TillReferenceKind.Waiter => TillField.Waiter,
            TillReferenceKind.Manager => TillField.Manager,
            TillReferenceKind.DeleteReason => TillField.DeleteReason,
        };
    }
}
