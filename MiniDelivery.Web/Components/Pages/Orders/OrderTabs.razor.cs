using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Все Ожидает Создан Принят В пути Архив Удален»: links, so that «back», a new tab and a bookmark work.</summary>
public sealed partial class OrderTabs(IStringLocalizer<OrderList> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>What the list shows.</summary>
    [Parameter]
    [EditorRequired]
    public required ListView View { get; set; }

    /// <summary>The orders, to count.</summary>
    [Parameter]
    [EditorRequired]
    public required BoardView Board { get; set; }

    /// <summary>Whether the licence lets orders in; without it nothing waits, and the tab is not shown (contract, section 5).</summary>
    [Parameter]
    public bool HasWaiting { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private IEnumerable<OrderStatus?> Tabs =>
        Enum.GetValues<OrderStatus>().Where(status => HasWaiting || status is not OrderStatus.Waiting).Select(status => (OrderStatus?)status).Prepend(null);

    private int Count(OrderStatus? tab) => tab is { } status ? Board.Count(status) : Board.Rows.Length;

    private string Name(OrderStatus? tab) => tab is { } status ? words.Of(status) : words["Status.All"];

    private string Link(OrderStatus? tab) => (View with { Tab = tab, Page = 1 }).Address();
}
