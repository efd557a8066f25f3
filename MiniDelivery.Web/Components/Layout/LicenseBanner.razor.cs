using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that the licence ends, has ended, or is not there (contract, section 5).</summary>
public sealed partial class LicenseBanner(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>What the licence permits now.</summary>
    [Parameter]
    [EditorRequired]
    public LicenseCheck License { get; set; } = null!;

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;

    // Empty: nothing to say.
    private string Sentence => License.State switch
    {
        LicenseState.Valid => "",
        LicenseState.EndsSoon => words["License.EndsSoon", Day],
        LicenseState.Grace => words["License.Grace", Day],
        LicenseState.Expired => words["License.Expired", Day],
        LicenseState.Missing => words["License.Missing"],
    };

    private string Level => License.State is LicenseState.EndsSoon ? "late" : "bad";

    private string Day => License.Expires is { } expires ? Format.LicenseDay(expires, Zone) : "";
}
