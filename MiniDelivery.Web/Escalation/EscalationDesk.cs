using Microsoft.Extensions.Options;
using MimeKit;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>What is wrong with what was typed.</summary>
public enum EscalationFault
{
    /// <summary>A time is no number, or beyond its limits.</summary>
    Seconds,

    /// <summary>Only one end of the quiet hours is said, or both are the same.</summary>
    Quiet,

    /// <summary>Telegram is on without a token or a chat.</summary>
    Telegram,

    /// <summary>The webhook is on without an address or a secret.</summary>
    Webhook,

    /// <summary>The webhook's address is not https.</summary>
    WebhookUrl,

    /// <summary>Mail is on without a server, or an address of it is none.</summary>
    Mail,

    /// <summary>A password is kept for another server or name; it must be typed again.</summary>
    MailPassword,

    /// <summary>A password is never sent without encryption.</summary>
    MailSecurity,
}

/// <summary>
/// The settings as they stand in a form: in them secrets are encrypted, so a form begins without. A typed secret that is null was not
/// touched: the kept one holds. A class and not a record: a record would print them.
/// </summary>
public sealed class EscalationForm
{
    /// <summary>Everything but the secrets.</summary>
    public required EscalationSettings Plain { get; set; }

    /// <summary>A new bot's token; null = as it is kept.</summary>
    public string? TelegramToken { get; set; }

    /// <summary>A new secret of the webhook; null = as it is kept.</summary>
    public string? WebhookKey { get; set; }

    /// <summary>A new password; null = as it is kept.</summary>
    public string? MailPassword { get; set; }
}

/// <summary>What the page may know.</summary>
/// <param name="Plain">The settings without their secrets.</param>
/// <param name="HasTelegramToken">Whether a token is kept.</param>
/// <param name="HasWebhookKey">Whether a secret is kept.</param>
/// <param name="HasMailPassword">Whether a password is kept.</param>
/// <param name="Subscribed">How many browsers asked to be notified.</param>
public sealed record EscalationView(EscalationSettings Plain, bool HasTelegramToken, bool HasWebhookKey, bool HasMailPassword, int Subscribed);

/// <summary>What an administrator can do about the ladder. Everybody else is refused, whatever page they found.</summary>
public sealed class EscalationDesk
{
    private readonly EscalationStore _store;
    private readonly SecretBox _secrets;
    private readonly PushBook _push;
    private readonly IReadOnlyDictionary<EscalationRung, IAlarmChannel> _channels;
    private readonly RestaurantDirectory _restaurants;
    private readonly EscalationOptions _options;
    private readonly TimeProvider _time;

    internal EscalationDesk(
        EscalationStore store,
        SecretBox secrets,
        PushBook push,
        IEnumerable<IAlarmChannel> channels,
        RestaurantDirectory restaurants,
        IOptions<EscalationOptions> options,
        TimeProvider time) =>
        (_store, _secrets, _push, _channels, _restaurants, _options, _time) =
        (store, secrets, push, channels.ToDictionary(channel => channel.Rung), restaurants, options.Value, time);

    /// <summary>The settings to show; null for who may not see them.</summary>
    public async Task<EscalationView?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return null;
        }

        var kept = await _store.ReadAsync(restaurant, cancellationToken);
        return new EscalationView(
            kept with { TelegramToken = "", WebhookKey = "", MailPassword = "" },
            kept.TelegramToken is not "",
            kept.WebhookKey is not "",
            kept.MailPassword is not "",
            (await _push.AllAsync(restaurant, cancellationToken)).Count);
    }

    /// <summary>Keeps what was typed, if it can be used. The faults say why not; a refusal without them is one of rights, or somebody was quicker.</summary>
    public async Task<(Outcome Outcome, IReadOnlyList<EscalationFault> Faults)> SaveAsync(EscalationForm form, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, form.Plain.RestaurantId))
        {
            return (Outcome.Refused(Refusal.NotPermitted), []);
        }

        var wanted = await MergeAsync(form, cancellationToken);
        if (Faults(wanted) is [_, ..] faults)
        {
            return (Outcome.Refused(Refusal.SettingsUnusable), faults);
        }

        var isSaved = await _store.SaveAsync(wanted, _restaurants.Get(wanted.RestaurantId).Name, by, cancellationToken);
        return (isSaved ? Outcome.Done : Outcome.Refused(Refusal.ChangedMeanwhile), []);
    }

    /// <summary>«Отправить пробное»: with what stands in the form, saved or not. Null for who may not.</summary>
    public async Task<AlarmAnswer?> TryAsync(EscalationForm form, EscalationRung rung, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, form.Plain.RestaurantId))
        {
            return null;
        }

        var wanted = await MergeAsync(form, cancellationToken);
        return _channels.TryGetValue(rung, out var channel)
            ? await channel.SendAsync(AlarmMessage.Trial(_restaurants.Get(wanted.RestaurantId), _time.GetUtcNow()), wanted, cancellationToken)
            : new AlarmAnswer(AlarmTrouble.NotSetUp);
    }

    private async Task<EscalationSettings> MergeAsync(EscalationForm form, CancellationToken cancellationToken)
    {
        var kept = await _store.ReadAsync(form.Plain.RestaurantId, cancellationToken);
        var plain = form.Plain;
        // A password is for one server and one name: who changes either must know it.
        var mayKeep = (plain.MailHost, plain.MailPort, plain.MailUser) == (kept.MailHost, kept.MailPort, kept.MailUser);
        return plain with
        {
            TelegramToken = form.TelegramToken is { } token ? _secrets.Close(token.Trim()) : kept.TelegramToken,
            WebhookKey = form.WebhookKey is { } key ? _secrets.Close(key.Trim()) : kept.WebhookKey,
            MailPassword = plain.MailUser is "" ? "" : form.MailPassword is { } password ? _secrets.Close(password) : mayKeep ? kept.MailPassword : "",
        };
    }

    private List<EscalationFault> Faults(EscalationSettings wanted)
    {
        var found = new List<EscalationFault>();
        Check(wanted.Rungs.All(rung => rung.AfterSeconds is >= EscalationSettings.LeastAfter and <= EscalationSettings.MostAfter), EscalationFault.Seconds);
        Check((wanted.QuietFrom, wanted.QuietUntil) is (null, null) or ({ }, { }) && (wanted.QuietFrom is null || wanted.QuietFrom != wanted.QuietUntil), EscalationFault.Quiet);
        Check(!IsOn(EscalationRung.Telegram) || wanted.IsSetUp(EscalationRung.Telegram), EscalationFault.Telegram);
        Check(wanted.TelegramChat.Length <= EscalationSettings.LongestChat, EscalationFault.Telegram);
        Check(!IsOn(EscalationRung.Webhook) || wanted.IsSetUp(EscalationRung.Webhook), EscalationFault.Webhook);
        Check(wanted.WebhookUrl is "" || OutsideAddress.IsUsable(wanted.WebhookUrl, _options.AllowPrivateAddresses), EscalationFault.WebhookUrl);
        Check(!IsOn(EscalationRung.Mail) || wanted.IsSetUp(EscalationRung.Mail), EscalationFault.Mail);
        Check(wanted.MailFrom is "" || MailboxAddress.TryParse(wanted.MailFrom, out _), EscalationFault.Mail);
        Check(wanted.MailTo is "" || InternetAddressList.TryParse(wanted.MailTo, out _), EscalationFault.Mail);
        Check(
            new[] { wanted.MailHost, wanted.MailUser, wanted.MailFrom, wanted.MailTo }.All(text => text.Length <= EscalationSettings.LongestMail)
            && wanted.MailPort is > 0 and <= 65535,
            EscalationFault.Mail);
        Check(wanted.MailUser is "" || wanted.MailPassword is not "", EscalationFault.MailPassword);
        Check(wanted.MailUser is "" || wanted.MailSecurity is not MailSecurity.None, EscalationFault.MailSecurity);
        return found is [] && !wanted.IsUsable() ? [EscalationFault.Seconds] : [.. found.Distinct()];

        bool IsOn(EscalationRung rung) => wanted.For(rung).IsOn;

        void Check(bool isRight, EscalationFault fault)
        {
            if (!isRight)
            {
                found.Add(fault);
            }
        }
    }
}
