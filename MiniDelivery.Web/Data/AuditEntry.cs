using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>One thing that somebody changed, or tried to. Written with the change itself; never altered, never with a secret.</summary>
public sealed class AuditEntry
{
    /// <summary>What stands for a secret that was changed.</summary>
    public const string Masked = "••••";

    /// <summary>Identity, a UUIDv7: in the order of writing.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which restaurant it was about; null = the installation.</summary>
    public RestaurantId? RestaurantId { get; init; }

    /// <summary>Who, as others knew them then; empty when nobody knew.</summary>
    public required string Who { get; init; }

    /// <summary>Name of the terminal, or the address; null when it was neither.</summary>
    public string? From { get; init; }

    /// <summary>What, as one of <see cref="AuditActs"/>.</summary>
    public required string What { get; init; }

    /// <summary>Whom or what it was done to.</summary>
    public string? Subject { get; init; }

    /// <summary>How it was before.</summary>
    public string? Old { get; init; }

    /// <summary>How it is now.</summary>
    public string? New { get; init; }
}

/// <summary>What is audited. The codes are final; the page has a word for each (<c>Audit.code</c>).</summary>
public static class AuditActs
{
    /// <summary>The installation got its first administrator and restaurant.</summary>
    public const string SetUp = "set-up";

    /// <summary>Somebody signed in.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Somebody tried to sign in as a person and failed.</summary>
    public const string SignInFailed = "sign-in-failed";

    /// <summary>A person ended all their sessions.</summary>
    public const string SignedOutEverywhere = "signed-out-everywhere";

    /// <summary>A person changed their password.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>A person added a passkey.</summary>
    public const string PasskeyAdded = "passkey-added";

    /// <summary>A person renamed a passkey.</summary>
    public const string PasskeyRenamed = "passkey-renamed";

    /// <summary>A person removed a passkey.</summary>
    public const string PasskeyRemoved = "passkey-removed";

    /// <summary>An account was made.</summary>
    public const string StaffCreated = "staff-created";

    /// <summary>A person got another role.</summary>
    public const string StaffRoleChanged = "staff-role-changed";

    /// <summary>An account was closed.</summary>
    public const string StaffDeactivated = "staff-deactivated";

    /// <summary>A closed account was opened again.</summary>
    public const string StaffActivated = "staff-activated";

    /// <summary>A person got a one-time password.</summary>
    public const string StaffPasswordReset = "staff-password-reset";

    /// <summary>The wait after wrong passwords was ended.</summary>
    public const string StaffUnlocked = "staff-unlocked";

    /// <summary>Somebody signed in with a PIN.</summary>
    public const string SignedInByPin = "signed-in-by-pin";

    /// <summary>Somebody tried a person's PIN and failed.</summary>
    public const string PinFailed = "pin-failed";

    /// <summary>A person set their PIN.</summary>
    public const string PinSet = "pin-set";

    /// <summary>A person removed their PIN.</summary>
    public const string PinRemoved = "pin-removed";

    /// <summary>A terminal became shared, or one person's; or it locks itself after another time.</summary>
    public const string TerminalLocking = "terminal-locking";

    /// <summary>A guest was put on the blacklist.</summary>
    public const string GuestBlocked = "guest-blocked";

    /// <summary>A guest was taken off it.</summary>
    public const string GuestUnblocked = "guest-unblocked";

    /// <summary>A terminal shows, and rings for, another restaurant.</summary>
    public const string TerminalSwitched = "terminal-switched";

    /// <summary>Where a person works was changed.</summary>
    public const string StaffPostsChanged = "staff-posts-changed";

    /// <summary>A courier was hired.</summary>
    public const string CourierAdded = "courier-added";

    /// <summary>A courier's name or phone was changed.</summary>
    public const string CourierChanged = "courier-changed";

    /// <summary>A courier works here no more.</summary>
    public const string CourierDeactivated = "courier-deactivated";

    /// <summary>A courier works here again.</summary>
    public const string CourierActivated = "courier-activated";

    /// <summary>A courier's shift began.</summary>
    public const string CourierShiftStarted = "courier-shift-started";

    /// <summary>A courier's shift is over.</summary>
    public const string CourierShiftEnded = "courier-shift-ended";

    /// <summary>A courier got a link for a shift.</summary>
    public const string CourierLinkIssued = "courier-link-issued";

    /// <summary>A courier's cash was taken.</summary>
    public const string CourierCashTaken = "courier-cash-taken";

    /// <summary>The settings of a till were saved.</summary>
    public const string TillSettingsChanged = "till-settings-changed";

    /// <summary>A restaurant was added.</summary>
    public const string RestaurantAdded = "restaurant-added";

    /// <summary>The settings of a restaurant were changed.</summary>
    public const string RestaurantChanged = "restaurant-changed";

    /// <summary>A restaurant was closed.</summary>
    public const string RestaurantDeactivated = "restaurant-deactivated";

    /// <summary>A closed restaurant was opened again.</summary>
    public const string RestaurantActivated = "restaurant-activated";

    /// <summary>A source's dish was said to be another one of the till's menu.</summary>
    public const string MappingChanged = "mapping-changed";

    /// <summary>What a source's dish is in the till's menu was forgotten.</summary>
    public const string MappingRemoved = "mapping-removed";

    /// <summary>A restaurant got another licence.</summary>
    public const string LicenseInstalled = "license-installed";

    /// <summary>What happens when nobody accepts an order was changed.</summary>
    public const string EscalationChanged = "escalation-changed";

    /// <summary>Intake was paused, resumed, said to be busy, or limited.</summary>
    public const string IntakeChanged = "intake-changed";

    /// <summary>A source of orders was added.</summary>
    public const string SourceAdded = "source-added";

    /// <summary>The settings of a source were changed.</summary>
    public const string SourceChanged = "source-changed";

    /// <summary>A source was switched off.</summary>
    public const string SourceSwitchedOff = "source-switched-off";

    /// <summary>A source was switched on again.</summary>
    public const string SourceSwitchedOn = "source-switched-on";

    /// <summary>A source got a key.</summary>
    public const string KeyIssued = "key-issued";

    /// <summary>A key was revoked.</summary>
    public const string KeyRevoked = "key-revoked";

    /// <summary>How terminals ring was changed.</summary>
    public const string AlertsChanged = "alerts-changed";

    /// <summary>A terminal got another name.</summary>
    public const string TerminalRenamed = "terminal-renamed";

    /// <summary>A terminal was cut off: whoever sat there is out, and the browser is unknown again.</summary>
    public const string TerminalRemoved = "terminal-removed";

    /// <summary>For how long guests' data is kept was changed.</summary>
    public const string RetentionChanged = "retention-changed";

    /// <summary>Orders that were old enough lost their guests.</summary>
    public const string GuestsForgotten = "guests-forgotten";

    /// <summary>One guest's data was erased on request.</summary>
    public const string GuestErased = "guest-erased";

    /// <summary>How a restaurant's screens look was changed.</summary>
    public const string AppearanceChanged = "appearance-changed";

    /// <summary>Somebody read a body of the inbox.</summary>
    public const string InboxRead = "inbox-read";

    /// <summary>A body of the inbox became an order.</summary>
    public const string InboxAccepted = "inbox-accepted";

    /// <summary>A body of the inbox was declined.</summary>
    public const string InboxDeclined = "inbox-declined";

    /// <summary>A source got an address for its events.</summary>
    public const string WebhookAdded = "webhook-added";

    /// <summary>The address, what is told there, or whether it is on was changed.</summary>
    public const string WebhookChanged = "webhook-changed";

    /// <summary>Events are signed with another secret.</summary>
    public const string WebhookSecretChanged = "webhook-secret-changed";

    /// <summary>The program switched one off that takes nothing any more.</summary>
    public const string WebhookSwitchedOff = "webhook-switched-off";

    /// <summary>One was removed.</summary>
    public const string WebhookRemoved = "webhook-removed";

    /// <summary>All of them, for the filter.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SetUp, SignedIn, SignInFailed, SignedOutEverywhere, PasswordChanged, PasskeyAdded, PasskeyRenamed, PasskeyRemoved, StaffCreated,
        StaffRoleChanged, StaffDeactivated, StaffActivated, StaffPasswordReset, StaffUnlocked, SignedInByPin, PinFailed, PinSet, PinRemoved,
        GuestBlocked, GuestUnblocked,
        TerminalLocking, TerminalSwitched, StaffPostsChanged, RestaurantAdded, RestaurantChanged, RestaurantDeactivated, RestaurantActivated, TillSettingsChanged, MappingChanged,
        MappingRemoved, LicenseInstalled, EscalationChanged, AlertsChanged, TerminalRenamed, TerminalRemoved, RetentionChanged, GuestsForgotten,
        GuestErased, CourierAdded, CourierChanged, CourierDeactivated, CourierActivated, CourierShiftStarted, CourierShiftEnded,
        CourierLinkIssued, CourierCashTaken,
        AppearanceChanged,
        IntakeChanged,
        SourceAdded, SourceChanged, SourceSwitchedOff, SourceSwitchedOn, KeyIssued, KeyRevoked,
        InboxRead, InboxAccepted, InboxDeclined,
        WebhookAdded, WebhookChanged, WebhookSecretChanged, WebhookSwitchedOff, WebhookRemoved,
    ];
}

internal static class Auditing
{
    extension(DeliveryDb db)
    {
        /// <summary>Adds an entry, to be saved with the change it tells of.</summary>
        public void Audit(
            Actor by, DateTimeOffset at, string what, string? subject = null, string? old = null, string? now = null, RestaurantId? restaurant = null) =>
            db.Add(new AuditEntry
            {
                At = at,
                RestaurantId = restaurant,
                Who = Cut(by.Name, Limits.Name)!,
                From = Cut(by.Terminal ?? by.Address, Limits.Name),
                What = what,
                Subject = Cut(subject, Limits.Name),
                Old = Cut(old, Limits.AuditText),
                New = Cut(now, Limits.AuditText),
            });
    }

    private static string? Cut(string? text, int longest) => text is { } whole && whole.Length > longest ? whole[..longest] : text;
}
