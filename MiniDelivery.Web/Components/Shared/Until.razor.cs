using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>«через 45 мин», «опаздывает на 5 мин». Counts in the browser (live-time.js), and turns amber there when it is late.</summary>
public sealed partial class Until(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Until when.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Moment { get; set; }

    /// <summary>Other words than the usual ones.</summary>
    [Parameter]
    public UntilForms? Forms { get; set; }

    private UntilForms Said => Forms ?? UntilForms.Of(words);

    // A whole minute late, as Format.Until says it.
    private bool IsLate => Moment <= time.GetUtcNow().AddMinutes(-1);

    // The browser's clock has no words of its own: now | in | late | minutes | hours | hours and minutes.
    private string Spoken => string.Join('|', Said.Now, Said.Ahead, Said.Late, words["Span.Minutes"], words["Span.Hours"], words["Span.HoursMinutes"]);
}
