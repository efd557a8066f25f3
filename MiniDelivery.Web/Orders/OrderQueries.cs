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
/// <param name="Colour">Colour of the source's badge.</param>
public sealed record OrderDetails(Order Order, string Source, SourceColour Colour)
{
    /// <summary>Those that it is likely the same as, while nobody has said what it is.</summary>
    public IReadOnlyList<LookAlikeView> LookAlikes { get; init; } = [];
}

/// <summary>An order that another one is likely the same as.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Number">«№».</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="Source">Name of its source.</param>
/// <param name="Status">Where it is.</param>
public sealed record LookAlikeView(OrderId Id, int Number, DateTimeOffset ReceivedAt, string Source, OrderStatus Status);

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

/// <summary>Some of the row of changes.</summary>
/// <param name="Orders">Orders that have changed, each once and as it is now, that which changed first first.</param>
/// <param name="Next">Where to read on.</param>
/// <param name="HasMore">More can be read at once.</param>
public sealed record OrderChanges(IReadOnlyList<Order> Orders, long Next, bool HasMore);

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
        if (order is null)
        {
            return null;
        }

        var from = await db.Sources.AsNoTracking().SingleAsync(source => source.Id == order.SourceId, cancellationToken);
        return new OrderDetails(order, from.Name, from.Colour) { LookAlikes = await LookAlikesAsync(db, order, cancellationToken) };
    }

    private static async Task<IReadOnlyList<LookAlikeView>> LookAlikesAsync(DeliveryDb db, Order order, CancellationToken cancellationToken)
    {
        List<OrderId> ids = order.IsLikelyDuplicate ? [.. order.LookAlikes.Where(other => !other.IsSettled).Select(other => other.Id)] : [];
        return ids is []
            ? []
            : await (from other in db.Orders.AsNoTracking()
                     join source in db.Sources on other.SourceId equals source.Id
                     where ids.Contains(other.Id)
                     orderby other.ReceivedAt
                     select new LookAlikeView(other.Id, other.Number, other.ReceivedAt, source.Name, other.Status)).ToListAsync(cancellationToken);
    }

    /// <summary>The order that a source calls so; null = there is none.</summary>
    public async Task<OrderId?> FindIdAsync(SourceId source, string externalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Orders.AsNoTracking().Where(order => order.SourceId == source && order.ExternalId == externalId)
            .Select(order => (OrderId?)order.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Where a source's row of changes ends now.</summary>
    public async Task<long> LastChangeAsync(SourceId source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LastAsync(db, source, cancellationToken);
    }

    /// <summary>
    /// What changed after a place in a source's row of changes: why none is missed, <see cref="ChangeCounter"/> says. Null = the row
    /// does not reach that far: the place is another database's, or of one that was put back from a copy.
    /// </summary>
    public async Task<OrderChanges?> ChangesAsync(SourceId source, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The mark first, the orders second: what is committed between the two stands behind the mark.
        var last = await LastAsync(db, source, cancellationToken);
        if (after > last)
        {
            return null;
        }

        // The places first, the orders by their ids: an order that moves on meanwhile must not come with another one's dishes, or none.
        var places = await Places(db, source, after, last, limit + 1).ToListAsync(cancellationToken);
        var page = places.Take(limit).ToList();
        var ids = page.ConvertAll(place => place.Id);
        var orders = await db.Orders.AsNoTracking().Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);
        return new OrderChanges(
            [.. ids.Where(orders.ContainsKey).Select(id => orders[id])],
            places.Count > limit ? page[^1].Position : last,
            places.Count > limit);
    }

    /// <summary>The question to the database; apart, so that a test can see that both understand it and neither reads more than it must.</summary>
    internal static IQueryable<Place> Places(DeliveryDb db, SourceId source, long after, long last, int count) => db.Orders.AsNoTracking()
        .Where(order => order.SourceId == source && EF.Property<long>(order, ChangeCounter.Position) > after && EF.Property<long>(order, ChangeCounter.Position) <= last)
        .OrderBy(order => EF.Property<long>(order, ChangeCounter.Position))
        .Take(count)
        .Select(order => new Place(order.Id, EF.Property<long>(order, ChangeCounter.Position)));

    private static Task<long> LastAsync(DeliveryDb db, SourceId source, CancellationToken cancellationToken) =>
        db.ChangeCounters.Where(counter => counter.SourceId == source).Select(counter => counter.Last).SingleOrDefaultAsync(cancellationToken);

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

    internal sealed record Place(OrderId Id, long Position);
}

/// <summary>How a search is understood: every word must be in the order's text; a phone matches however it is written.</summary>
public static class SearchWords
{
    /// <summary>The words of a search in the form that <see cref="Order.SearchText"/> has.</summary>
    /// <param name="country">Whose phones are written without a country code.</param>
    public static IReadOnlyList<string> Of(string? search, string country)
    {
        var text = SearchForm.Of((search ?? "").Trim());
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
