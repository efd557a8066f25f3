using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>The window of «?»: what single keys do in the list and in the card (keys.js).</summary>
public sealed partial class OrderKeys(IStringLocalizer<OrderList> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private static readonly (string Key, string Word)[] _keys =
    [
        ("↑ ↓", "Arrows"), ("Enter, C", "Card"), ("A", "Accept"), ("E", "Edit"), ("P", "Print"), ("X", "Tick"), ("/", "Search"), ("?", "Help"), ("Esc", "Close"),
    ];

    private IStringLocalizer<OrderList> L => localizer;
}
