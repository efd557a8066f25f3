using Microsoft.Extensions.Options;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>Section <c>Escalation</c>: what an administrator of the machine, and not of the page, decides.</summary>
public sealed class EscalationOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Escalation";

    /// <summary>Where Telegram's bots are spoken to.</summary>
    public string TelegramUrl { get; set; } = "https://api.telegram.org";

    /// <summary>Whom push services may write to about us (RFC 8292): mailto: or https:.</summary>
    public string Contact { get; set; } = "mailto:minidelivery@example.com";

    /// <summary>Whether alarms may go to this machine and to private networks, plain HTTP included. Only where somebody means it.</summary>
    public bool AllowPrivateAddresses { get; set; }
}

internal sealed class ValidateEscalationOptions : IValidateOptions<EscalationOptions>
{
    public ValidateOptionsResult Validate(string? name, EscalationOptions options) =>
        (OutsideAddress.IsUsable(options.TelegramUrl, options.AllowPrivateAddresses), IsContact(options.Contact)) switch
        {
            (false, _) => ValidateOptionsResult.Fail("Escalation:TelegramUrl must be an https:// address."),
            (_, false) => ValidateOptionsResult.Fail("Escalation:Contact must be mailto:somebody@example.com or an https:// address."),
            _ => ValidateOptionsResult.Success,
        };

    private static bool IsContact(string contact) => Uri.TryCreate(contact, UriKind.Absolute, out var uri)
        && (uri.Scheme is "https" || (uri.Scheme is "mailto" && uri.UserInfo.Length > 0 && uri.Host.Length > 0));
}
