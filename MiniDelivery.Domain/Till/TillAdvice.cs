namespace MiniDelivery.Domain.Till;

/// <summary>What a person can do now about trouble with the till, in English for integrators; the screens own their words by code.</summary>
public static class TillAdvice
{
    /// <summary>The advice for a trouble; for an unknown one, to read the till's own text.</summary>
    public static string For(TillTrouble trouble) => trouble.Code switch
    {
        TillTroubles.NotConfigured => "An administrator must enter the till's address.",
        TillTroubles.Unreachable or TillTroubles.Timeout or TillTroubles.BrokenAnswer or TillTroubles.HttpStatus =>
            "Nothing to do: the order is handed over when the till answers again.",
        TillTroubles.Certificate => "An administrator must check the till's certificate.",
        TillTroubles.Unauthorized or "rk7-2102" => "An administrator must check the name and password for the till.",
        TillTroubles.VersionTooOld => "The till must be updated to 7.6.4 or later.",
        TillTroubles.BadParameters => "An administrator must check the till's settings: one of them names something that the till does not have.",
        TillTroubles.NotLocked or "rk7-2219" => "Close the order at the till; it goes on by itself.",
        TillTroubles.OrderClosed or "rk7-2128" => "The order is closed at the till; go on there.",
        TillTroubles.OrderPaid => "The order is paid; return the money at the till.",
        TillTroubles.OrderNotEmpty => "Open the order for editing: it shows what was rung up at the till; save what it shall be.",
        TillTroubles.OrderChanged => "Open the order for editing: it shows what was changed at the till, and nothing was overwritten.",
        TillTroubles.OrderLost or TillTroubles.ContentDiffers => "Look at the order at the till.",
        TillTroubles.DishesNotInMenu => "Choose a menu item for each dish on the order's card.",
        TillTroubles.LicenseBusy or "rk7-5304" or "rk7-5305" or "rk7-5310" => "Nothing to do: it goes on by itself.",
        TillTroubles.MenuUnknown => "Nothing to do: the menu is being read.",
        "rk7-2133" => "Close the common shift at the till, then try again.",
        TillTroubles.ShiftIsClosing => "Nothing to do: the shift is being closed; it goes on by itself.",
        "rk7-3444" => "The restaurant demands a number of guests.",
        "rk7-3383" => "An administrator must choose another reason for cancelling.",
        TillTroubles.AddressMalformed or TillTroubles.NameUnknown => "An administrator must check the till's address.",
        TillTroubles.NotProtected => "An administrator should switch HTTPS on at the till.",
        TillTroubles.CertificateUnknown or TillTroubles.CertificateChanged or TillTroubles.TlsFailed =>
            "An administrator must check the till's certificate.",
        TillTroubles.ParseError => "Report it with what the till said: it did not understand the request.",
        TillTroubles.Rights => "The till's employee must be given the right that the till names.",
        TillTroubles.Printer or TillTroubles.BankTerminal or TillTroubles.CardSystem => "Put the till's device right, then try again.",
        TillTroubles.UnknownCommand or TillTroubles.FunctionsMissing => "The till must be updated, or the address leads to another server than the cash server.",
        TillTroubles.NoLicense or TillTroubles.LicenseAnchor => "The till's licence for XML SaveOrder must be bought, renewed or entered.",
        TillTroubles.ReferenceMissing or TillTroubles.CannotCancel => "An administrator must choose the till's references anew.",
        TillTroubles.ShiftIsOld or TillTroubles.ShiftUnknown => "Check the common shift at the till.",
        TillTroubles.MenuEmpty => "An administrator must check station, table and the till's menu.",
        TillTroubles.SecretUnreadable => "An administrator must enter the till's password again.",
        TillTroubles.VisitIsLocked => "Close the order at the stations; it goes on by itself.",
        _ => "Read what the till said, put it right there, then try again.",
    };
}
