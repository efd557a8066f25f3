using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>What happens when nobody accepts an order: the rungs, where they lead, and when it is quiet.</summary>
public sealed partial class EscalationSection(
    EscalationDesk desk, CurrentStaff staff, TimeProvider time, IStringLocalizer<AlertSettingsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private readonly Dictionary<EscalationRung, string> _tried = [];
    private EscalationView? _view;
    private Form? _form;
    private IReadOnlyList<EscalationFault> _faults = [];
    private EscalationRung? _trying;
    private string _said = "";
    private bool _isSaving;

    /// <summary>Whose orders.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<AlertSettingsPage> L => localizer;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private static string Code(RungForm rung) => $"{rung.Rung}".ToLowerInvariant();

    private string Kept(bool isKept) => isKept ? L["Kept"] : "";

    private void Touch() => (_said, _faults) = ("", []);

    private void Set(Action change)
    {
        change();
        Touch();
    }

    private async Task ReadAsync()
    {
        _view = await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _form = _view is { Plain: { } plain } ? new Form(plain) : null;
    }

    private async Task SaveAsync()
    {
        _isSaving = true;
        var (outcome, faults) = await desk.SaveAsync(_form!.ToForm(), await staff.GetAsync(), CancellationToken.None);
        _faults = faults;
        _said = outcome.IsDone ? L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)] : words.Why(outcome, Restaurant);
        if (outcome.IsDone)
        {
            await ReadAsync();
        }

        _isSaving = false;
    }

    private async Task TryAsync(EscalationRung rung)
    {
        _trying = rung;
        _tried[rung] = L["Try.Running"];
        StateHasChanged();
        var answer = await desk.TryAsync(_form!.ToForm(), rung, await staff.GetAsync(), CancellationToken.None);
        _tried[rung] = answer switch
        {
            null => L["Trouble.NotSetUp"],
            { Trouble: null } => L["Try.Sent"],
            { Trouble: { } trouble, Detail: { } detail } => $"{L[$"Trouble.{trouble}"]} ({detail})",
            { Trouble: { } trouble } => L[$"Trouble.{trouble}"],
        };
        _trying = null;
    }

    // What is typed; the settings themselves are immutable.
    private sealed class Form(EscalationSettings plain)
    {
        public List<RungForm> Rungs { get; } = [.. Enum.GetValues<EscalationRung>().Select(rung => new RungForm(plain.For(rung)))];

        public TimeOnly? QuietFrom { get; set; } = plain.QuietFrom;

        public TimeOnly? QuietUntil { get; set; } = plain.QuietUntil;

        public string? TelegramToken { get; set; }

        public string TelegramChat { get; set; } = plain.TelegramChat;

        public string WebhookUrl { get; set; } = plain.WebhookUrl;

        public string? WebhookKey { get; set; }

        public string MailHost { get; set; } = plain.MailHost;

        public string MailPort { get; set; } = plain.MailPort.ToString(CultureInfo.InvariantCulture);

        public MailSecurity MailSecurity { get; set; } = plain.MailSecurity;

        public string MailUser { get; set; } = plain.MailUser;

        public string? MailPassword { get; set; }

        public string MailFrom { get; set; } = plain.MailFrom;

        public string MailTo { get; set; } = plain.MailTo;

        public EscalationForm ToForm() => new()
        {
            Plain = plain with
            {
                Rungs = [.. Rungs.Select(rung => new RungSettings(rung.Rung, rung.IsOn, rung.Seconds))],
                QuietFrom = QuietFrom,
                QuietUntil = QuietUntil,
                TelegramChat = TelegramChat,
                WebhookUrl = WebhookUrl,
                MailHost = MailHost,
                MailPort = int.TryParse(MailPort, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0,
                MailSecurity = MailSecurity,
                MailUser = MailUser,
                MailFrom = MailFrom,
                MailTo = MailTo,
            },
            TelegramToken = TelegramToken,
            WebhookKey = WebhookKey,
            MailPassword = MailPassword,
        };
    }

    private sealed class RungForm(RungSettings settings)
    {
        public EscalationRung Rung => settings.Rung;

        public bool IsOn { get; set; } = settings.IsOn;

        public string After { get; set; } = settings.AfterSeconds.ToString(CultureInfo.InvariantCulture);

        public int Seconds => int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

        public bool IsWrong => Seconds is < EscalationSettings.LeastAfter or > EscalationSettings.MostAfter;
    }
}
