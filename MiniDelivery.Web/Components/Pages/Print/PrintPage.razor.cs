using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Print;

/// <summary>
/// Slips for the kitchen or the courier, one page an order. Drawn once; its script (print.js) says to the server that they are printed, marks
/// what was printed before, and opens the browser's window for printing.
/// </summary>
public sealed partial class PrintPage(
    OrderQueries queries, CurrentRestaurant here, CurrentStaff staff, OwnLook looks, IStringLocalizer<PrintPage> localizer, IStringLocalizer<Words> words)
    : ComponentBase
{
    /// <summary>More orders than this nobody ticks by hand.</summary>
    public const int Most = 100;

    private readonly List<Order> _orders = [];
    private bool _isA4;
    private string _by = "";

    /// <summary>The one order; null = those of <see cref="Ids"/>.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>Several orders, separated by commas.</summary>
    [SupplyParameterFromQuery]
    public string? Ids { get; set; }

    /// <summary><c>kitchen</c> or <c>courier</c>.</summary>
    [SupplyParameterFromQuery(Name = "slip")]
    public string? SlipName { get; set; }

    private IStringLocalizer<PrintPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private SlipKind Kind => Enum.TryParse<SlipKind>(SlipName, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : SlipKind.Courier;

    private string Title => _orders is [var one] ? L[$"Title.{Kind}", one.Number] : L[$"Titles.{Kind}"];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _isA4 = (await looks.GetAsync(CancellationToken.None)).PrintsOnA4;
        _by = (await staff.GetAsync()).Name;
        var wanted = Id is { } id
            ? [id]
            : (Ids ?? "").Split(',').Select(text => Guid.TryParse(text, out var one) ? one : (Guid?)null).OfType<Guid>().Distinct().Take(Most);
        foreach (var one in wanted)
        {
            // An order of another restaurant is not there for this page.
            if (await queries.FindAsync(new OrderId(one), CancellationToken.None) is { Order: var order } && order.RestaurantId == Restaurant.Id)
            {
                _orders.Add(order);
            }
        }
    }
}
