using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says what is wrong with the till and what to do.</summary>
public sealed partial class TillBanner(IStringLocalizer<Words> words) : ComponentBase
{
    private bool _checking;

    /// <summary>What is known of the till; null = it was not asked yet.</summary>
    [Parameter]
    [EditorRequired]
    public TillHealth? Health { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;

    /// <summary>«Проверить сейчас».</summary>
    [Parameter]
    [EditorRequired]
    public Func<Task> OnCheck { get; set; } = null!;

    private async Task CheckAsync()
    {
        _checking = true;
        try
        {
            await OnCheck();
        }
        finally
        {
            _checking = false;
        }
    }
}
