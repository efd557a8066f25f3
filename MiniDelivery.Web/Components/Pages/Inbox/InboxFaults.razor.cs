using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Intake;

namespace MiniDelivery.Web.Components.Pages.Inbox;

/// <summary>What is wrong with a body, in a manager's words; the integrator's own stand beside them.</summary>
public sealed partial class InboxFaults(IStringLocalizer<InboxPage> localizer) : ComponentBase
{
    /// <summary>What is wrong.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<InboxFault> Faults { get; set; }

    // /items/0/quantity: «блюда 1 → количество». What has no word is shown as it is.
    private string Place(string pointer) => string.Join(" → ", pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (index + 1).ToString(CultureInfo.CurrentCulture)
            : localizer[$"Field.{part}"] is { ResourceNotFound: false } word ? word.Value : part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));

    private string What(InboxFault fault) => localizer[$"Fault.{fault.Code}"] is { ResourceNotFound: false } word ? word : fault.Code;
}
