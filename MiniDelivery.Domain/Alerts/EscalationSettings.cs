using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Alerts;

/// <summary>The rungs of the ladder, the nearest first.</summary>
public enum EscalationRung
{
    /// <summary>The terminals ring as loud as they can.</summary>
    Louder,

    /// <summary>A notification on every browser that asked for it, open or not.</summary>
    Push,

    /// <summary>A message of a Telegram bot to a chat.</summary>
    Telegram,

    /// <summary>A signed call of an address.</summary>
    Webhook,

    /// <summary>A letter.</summary>
    Mail,
}

/// <summary>When a rung is taken.</summary>
/// <param name="Rung">Which.</param>
/// <param name="IsOn">Whether at all.</param>
/// <param name="AfterSeconds">How long after the order came, or was last heard by a person.</param>
public sealed record RungSettings(EscalationRung Rung, bool IsOn, int AfterSeconds);

/// <summary>How a letter reaches its server.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted once the server has said hello (port 587).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (port 465).</summary>
    Tls,

    /// <summary>Not at all: a server of the house's own network. No password is ever sent so.</summary>
    None,
}

/// <summary>
/// What happens when nobody accepts an order. Immutable. Secrets stand here encrypted, as the database keeps them; the domain never
/// looks into them.
/// </summary>
public sealed record EscalationSettings
{
    /// <summary>Least and most of <see cref="RungSettings.AfterSeconds"/>.</summary>
    public const int LeastAfter = 15, MostAfter = 7200;

    /// <summary>Longest name of a chat, and longest mail address (RFC 5321).</summary>
    public const int LongestChat = 100, LongestMail = 254;

    /// <summary>Longest address of a webhook.</summary>
    public const int LongestUrl = 2000;

    /// <summary>Longest secret, encrypted.</summary>
    public const int LongestSecret = 4000;

    /// <summary>The ladder while nobody has said otherwise: louder after a minute, then everybody who asked to be notified.</summary>
    public static IReadOnlyList<RungSettings> UsualRungs { get; } =
    [
        new(EscalationRung.Louder, IsOn: true, 60),
        new(EscalationRung.Push, IsOn: true, 90),
        new(EscalationRung.Telegram, IsOn: false, 180),
        new(EscalationRung.Webhook, IsOn: false, 180),
        new(EscalationRung.Mail, IsOn: false, 300),
    ];

    /// <summary>Whose orders.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>The rungs.</summary>
    public IReadOnlyList<RungSettings> Rungs { get; init; } = UsualRungs;

    /// <summary>From when on, by the restaurant's clock, nobody outside of it is disturbed; null = there are no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; init; }

    /// <summary>Until when; before <see cref="QuietFrom"/> it is the next morning.</summary>
    public TimeOnly? QuietUntil { get; init; }

    /// <summary>Telegram's number or @name of the chat; empty = none.</summary>
    public string TelegramChat { get; init; } = "";

    /// <summary>The bot's token, encrypted; empty = none.</summary>
    public string TelegramToken { get; init; } = "";

    /// <summary>The webhook's address; empty = none.</summary>
    public string WebhookUrl { get; init; } = "";

    /// <summary>What its calls are signed with, encrypted; empty = none.</summary>
    public string WebhookKey { get; init; } = "";

    /// <summary>The mail server; empty = none.</summary>
    public string MailHost { get; init; } = "";

    /// <summary>Its port.</summary>
    public int MailPort { get; init; } = 587;

    /// <summary>How it is reached.</summary>
    public MailSecurity MailSecurity { get; init; }

    /// <summary>Name to sign in with; empty = the server asks for none.</summary>
    public string MailUser { get; init; } = "";

    /// <summary>Its password, encrypted; empty = none.</summary>
    public string MailPassword { get; init; } = "";

    /// <summary>From whom letters come.</summary>
    public string MailFrom { get; init; } = "";

    /// <summary>To whom they go.</summary>
    public string MailTo { get; init; } = "";

    /// <summary>Grows with every change; the database refuses a write that started from an older one.</summary>
    public int Version { get; init; }

    /// <summary>When a rung is taken; one that was never spoken of is off.</summary>
    public RungSettings For(EscalationRung rung) => Rungs.FirstOrDefault(known => known.Rung == rung) ?? new RungSettings(rung, IsOn: false, MostAfter);

    /// <summary>Whether a rung has somewhere to go, as far as the settings say.</summary>
    public bool IsSetUp(EscalationRung rung) => rung switch
    {
        EscalationRung.Louder or EscalationRung.Push => true,
        EscalationRung.Telegram => TelegramChat is not "" && TelegramToken is not "",
        EscalationRung.Webhook => WebhookUrl is not "" && WebhookKey is not "",
        EscalationRung.Mail => MailHost is not "" && MailFrom is not "" && MailTo is not "",
    };

    /// <summary>Whether it is quiet at a moment, by the restaurant's clock.</summary>
    public bool IsQuiet(DateTimeOffset now, TimeZoneInfo zone)
    {
        if (QuietFrom is not { } from || QuietUntil is not { } until)
        {
            return false;
        }

        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        // TimeOnly.IsBetween would take two equal hours for none; here, too: a day without an end would mute the ladder for good.
        return from != until && clock.IsBetween(from, until);
    }

    /// <summary>Whether every value is within its limits.</summary>
    public bool IsUsable() =>
        Rungs.All(rung => Enum.IsDefined(rung.Rung) && rung.AfterSeconds is >= LeastAfter and <= MostAfter)
        && Rungs.Select(rung => rung.Rung).Distinct().Count() == Rungs.Count
        && (QuietFrom is null) == (QuietUntil is null)
        && Enum.IsDefined(MailSecurity)
        && MailPort is > 0 and <= 65535
        && (MailSecurity is not MailSecurity.None || MailUser is "")
        && Rungs.All(rung => !rung.IsOn || IsSetUp(rung.Rung));
}
