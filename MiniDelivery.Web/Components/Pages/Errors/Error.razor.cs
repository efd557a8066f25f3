using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>The server could not answer. Needs neither the database nor a circuit: one of them may be what failed.</summary>
public sealed partial class Error(IStringLocalizer<ErrorWords> localizer) : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    private string? TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext?.TraceIdentifier;
}
