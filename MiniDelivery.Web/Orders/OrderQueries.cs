using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Web.Orders;

/// <summary>An order as the card shows it. Read for showing only: changes go through <see cref="OrderDesk"/>.</summary>
/// <param name="Order">The order with dishes, history and handoff.</param>
/// <param name="Source">Name of its source.</param>
public sealed record OrderDetails(Order Order, string Source);

/// <summary>One page of a long list.</summary>
/// <param name="Rows">The rows of the page.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record OrderPage(IReadOnlyList<BoardRow> Rows, int Total);

/// <summary>Which orders a long list shows.</summary>
/// <param name="Status">In this state; null = in any.</param>
/// <param name="Search">Whose number, name, phone or address contains this; blank = any.</param>
/// <param name="Since">Whose state began no earlier; null = at any time.</param>
/// <param name="Country">The restaurant's: whose phones are written without a country code.</param>
public sealed record OrderFilter(OrderStatus? Status, string? Search, DateTimeOffset? Since = null, string Country = RestaurantRules.DefaultCountry);

/// <summary>Reads orders for pages and for the API. Changes nothing.</summary>
public sealed class OrderQueries(IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Rows of one page of a long list.</summary>
    public const int PageSize = 50;

    /// <summary>One order, whole; null = there is none.</summary>
    public async Task<OrderDetails?> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        return order is null
            ? null
            : new OrderDetails(order, (await db.Sources.AsNoTracking().SingleAsync(source => source.Id == order.SourceId, cancellationToken)).Name);
    }

    /// <summary>A page of the archive, of the deleted, or of a search; newest first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<OrderPage> ListAsync(RestaurantId restaurant, OrderFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var orders = db.Orders.AsNoTracking().Where(order => order.RestaurantId == restaurant);
        if (filter.Status is { } status)
        {
            orders = orders.Where(order => order.Status == status);
        }

        if (filter.Since is { } since)
        {
            orders = orders.Where(order => order.StatusChangedAt >= since);
        }

        foreach (var word in SearchWords.Of(filter.Search, filter.Country))
        {
            orders = orders.Where(order => order.SearchText.Contains(word));
        }

        var total = await orders.CountAsync(cancellationToken);
        var rows = await BoardReader.ReadAsync(
            db,
            orders.OrderByDescending(order => order.StatusChangedAt).ThenBy(order => order.Id).Skip((page - 1) * PageSize).Take(PageSize),
            cancellationToken);
        return new OrderPage([.. rows.OrderByDescending(row => row.StatusChangedAt)], total);
    }
}

/// <summary>How a search is understood: every word must be in the order's text; a phone matches however it is written.</summary>
public static class SearchWords
{
    /// <summary>The words of a search in the form that <see cref="Order.SearchText"/> has.</summary>
    /// <param name="country">Whose phones are written without a country code.</param>
    public static IReadOnlyList<string> Of(string? search, string country)
    {
        var text = (search ?? "").Trim().ToLowerInvariant();
        if (PhoneText.Core(text, country) is [_, ..] core)
        {
            return core;
        }

        // "8 777 666-55-44" is one phone and not four words.
        var isPhone = text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || " +-()".Contains(c, StringComparison.Ordinal));
        return isPhone ? [Phone(text)] : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // The beginning or the middle of one. "+7 777 …" and "8 777 …" are one phone: what stands before the ten digits is left out.
    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits is [_, _, ..] && (text.StartsWith("+7", StringComparison.Ordinal) || digits is { Length: 11 } and ['7' or '8', ..])
            ? digits[1..]
            : digits;
    }

    /// <summary>Whether a row of the board is found by these words.</summary>
    public static bool Match(BoardRow row, IReadOnlyList<string> words) =>
        words.All(word => row.SearchText.Contains(word, StringComparison.Ordinal));
}
