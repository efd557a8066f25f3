using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>Where the till is, who we are there, and which certificate is trusted.</summary>
public sealed partial class TillPlaceSection(TimeProvider time, IStringLocalizer<TillSettingsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    // RSA below this is what OpenSSL's ordinary level refuses.
    private const int WeakBelow = 2048;

    /// <summary>The values.</summary>
    [Parameter]
    [EditorRequired]
    public TillForm Form { get; set; } = null!;

    /// <summary>What is kept.</summary>
    [Parameter]
    [EditorRequired]
    public TillSettingsView View { get; set; } = null!;

    /// <summary>What is wrong.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TillFault> Faults { get; set; } = [];

    /// <summary>The certificate that the server showed; null = it was not asked.</summary>
    [Parameter]
    public TillCertificate? Shown { get; set; }

    /// <summary>Why it showed none.</summary>
    [Parameter]
    public TillTrouble? Trouble { get; set; }

    /// <summary>Whether the server is being asked for it.</summary>
    [Parameter]
    public bool IsAsking { get; set; }

    /// <summary>A value was changed.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnChange { get; set; }

    /// <summary>«Показать сертификат».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnShow { get; set; }

    /// <summary>«Доверять этому».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<TillCertificate> OnTrust { get; set; }

    private IStringLocalizer<TillSettingsPage> L => localizer;

    private string Pin => Form.Pin;

    private static bool IsWeak(TillCertificate shown) =>
        shown.Key.Split(' ') is ["RSA", var bits] && int.Parse(bits, CultureInfo.InvariantCulture) < WeakBelow;

    private static string Day(DateTimeOffset at) => at.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    // In pairs, as the cash server and openssl show it: people compare by eye.
    private static string Grouped(string thumbprint) => string.Join(' ', thumbprint.Chunk(4).Select(four => new string(four)));

    private bool IsOver(TillCertificate shown) => shown.NotAfter < time.GetUtcNow();

    private TillFault? FaultOf(TillField field) => Faults.Where(fault => fault.Field == field).Cast<TillFault?>().FirstOrDefault();

    private Task Set(Action change)
    {
        change();
        return OnChange.InvokeAsync();
    }
}
