using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>What the till had against it: what happened, what to do, and its own words.</summary>
public sealed partial class EditorTrouble(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The trouble.</summary>
    [Parameter]
    [EditorRequired]
    public required TillTrouble Trouble { get; set; }

    /// <summary>What did not come of it.</summary>
    [Parameter]
    [EditorRequired]
    public required string Head { get; set; }

    /// <summary>The order's number, for whoever is called to help.</summary>
    [Parameter]
    public string? About { get; set; }

    /// <summary>It has been read.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }
}
