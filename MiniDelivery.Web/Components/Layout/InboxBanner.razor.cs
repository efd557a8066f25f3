using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that an order has just come in that nobody could read: a guest waits. Later the badge alone says so.</summary>
public sealed partial class InboxBanner(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(15);

    /// <summary>What needs help.</summary>
    [Parameter]
    [EditorRequired]
    public required InboxNow Inbox { get; set; }
}
