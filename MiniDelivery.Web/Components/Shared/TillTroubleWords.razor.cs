using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>Trouble with the till in words: what happened, what to do, who can do it; and what the till said, to copy.</summary>
public sealed partial class TillTroubleWords(IJSRuntime js, IStringLocalizer<Words> words) : ComponentBase
{
    private bool _isCopied;
    private TillTrouble? _shown;

    /// <summary>The trouble; null = none, and nothing is drawn.</summary>
    [Parameter]
    [EditorRequired]
    public TillTrouble? Trouble { get; set; }

    /// <summary>Put before what is copied: the order's number.</summary>
    [Parameter]
    public string? About { get; set; }

    /// <summary>One line where there is little room; the till's own text only when there are no other words.</summary>
    [Parameter]
    public bool IsBrief { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown != Trouble)
        {
            (_shown, _isCopied) = (Trouble, false);
        }
    }

    private async Task CopyAsync()
    {
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/copy.js");
            await module.InvokeVoidAsync("copyText", $"{About} {Trouble!.Code}: {Trouble.Text}".Trim());
            _isCopied = true;
        }
        catch (JSDisconnectedException)
        {
            // The window was closed while it was asked.
        }
    }
}
