using Microsoft.AspNetCore.WebUtilities;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>How far back the lists of done orders go.</summary>
public enum ListPeriod
{
    /// <summary>The business day that is on.</summary>
    Today,

    /// <summary>This business day and the six before it.</summary>
    Week,

    /// <summary>From the first order on.</summary>
    All,
}

/// <summary>
/// What the list shows: all of it is in the address, so that reload, «back» and a link sent to a colleague show the same.
/// </summary>
/// <param name="Tab">The state chosen; null = «Все».</param>
/// <param name="Search">What is looked for; empty = nothing.</param>
/// <param name="Page">From 1; for lists that come from the database.</param>
/// <param name="Period">For the lists of done orders.</param>
public sealed record ListView(OrderStatus? Tab, string Search, int Page, ListPeriod Period)
{
    /// <summary>Whether the rows come page by page from the database rather than from the board.</summary>
    public bool IsPaged => Tab is { } tab ? !tab.IsLive : Search is not "";

    /// <summary>The address of the list, or of an order's card over it; relative to the base, wherever the product is mounted.</summary>
    public string Address(OrderId? card = null) => QueryHelpers.AddQueryString(
        card is { } id ? $"orders/{id}" : "",
        new Dictionary<string, string?>
        {
            ["tab"] = Tab is { } tab ? Code(tab) : null,
            ["q"] = Search is "" ? null : Search,
            ["page"] = Page > 1 ? FormattableString.Invariant($"{Page}") : null,
            ["period"] = Period is ListPeriod.Today ? null : Code(Period),
        });

    /// <summary>Reads the address; what makes no sense in it counts as not said.</summary>
    public static ListView Read(string? tab, string? search, int? page, string? period) => new(
        Enum.TryParse<OrderStatus>(tab, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
        (search ?? "").Trim(),
        Math.Max(1, page ?? 1),
        Enum.TryParse<ListPeriod>(period, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : ListPeriod.Today);

    /// <summary>Since when the orders of a paged list have been in their state; null = at any time.</summary>
    public DateTimeOffset? Since(RestaurantInfo restaurant, DateTimeOffset now)
    {
        // A search on «Все» looks everywhere: who looks for last week's order does not know in which list it is.
        if (Tab is null)
        {
            return null;
        }

        var today = restaurant.Day.Of(now);
        return Period switch
        {
            ListPeriod.Today => restaurant.Day.Start(today),
            ListPeriod.Week => restaurant.Day.Start(today.AddDays(-6)),
            ListPeriod.All => null,
        };
    }

    /// <summary>The word for a tab; <c>all</c> for «Все».</summary>
    public static string TabCode(OrderStatus? tab) => tab is { } status ? Code(status) : "all";

    /// <summary>The word for a tab or a period in addresses and test ids: <c>onTheWay</c>.</summary>
    public static string Code<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant($"{value}"[0]) + $"{value}"[1..];
}
