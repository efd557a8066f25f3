using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>The links of the toolbar.</summary>
public enum ToolbarLink
{
    /// <summary>Neither: the page is reached from elsewhere.</summary>
    None,

    /// <summary>«Список заказов», and the card over it.</summary>
    Orders,

    /// <summary>«Новый заказ».</summary>
    NewOrder,

    /// <summary>«Курьеры».</summary>
    Couriers,

    /// <summary>«Нужна помощь».</summary>
    Inbox,
}

/// <summary>«Список заказов» and «Новый заказ» above every page, with room for the page's own things.</summary>
public sealed partial class Toolbar(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Where one is. Said by the page, not guessed from the address: the card has one of its own over the list.</summary>
    [Parameter]
    public ToolbarLink Active { get; set; }

    /// <summary>Beside the links.</summary>
    [Parameter]
    public RenderFragment? Middle { get; set; }

    /// <summary>At the right edge: a search, a filter.</summary>
    [Parameter]
    public RenderFragment? Right { get; set; }

    private string ClassOf(ToolbarLink link) => link == Active ? "md-btn md-btn-primary" : "md-btn";

    private string? CurrentOf(ToolbarLink link) => link == Active ? "page" : null;
}
