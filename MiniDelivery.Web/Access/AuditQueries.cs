using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>What to look for in the audit. Everything that is null is not asked.</summary>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
/// <param name="Who">Exactly this person.</param>
/// <param name="What">One of <see cref="AuditActs"/>.</param>
/// <param name="Text">Somewhere in subject, old or new.</param>
/// <param name="Restaurant">About this restaurant.</param>
public sealed record AuditFilter(
    DateTimeOffset? From = null, DateTimeOffset? To = null, string? Who = null, string? What = null, string? Text = null, RestaurantId? Restaurant = null);

/// <summary>One entry, as the page shows it.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who; empty when nobody knew.</param>
/// <param name="From">Terminal or address.</param>
/// <param name="What">Code of what.</param>
/// <param name="Subject">To whom or what.</param>
/// <param name="Old">Before.</param>
/// <param name="New">After.</param>
/// <param name="Restaurant">Which restaurant it was about; null = the installation.</param>
public sealed record AuditLine(DateTimeOffset At, string Who, string? From, string What, string? Subject, string? Old, string? New, RestaurantId? Restaurant);

/// <summary>A page of the audit.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="HasMore">There are older ones.</param>
/// <param name="People">Everybody the audit names.</param>
public sealed record AuditLines(IReadOnlyList<AuditLine> Lines, bool HasMore, IReadOnlyList<string> People);

/// <summary>Reads who changed what, for managers and administrators.</summary>
public sealed class AuditQueries(IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Lines of one page.</summary>
    public const int PageSize = 100;

    /// <summary>The newest entries that fit; null for who may not read them.</summary>
    public async Task<AuditLines?> ReadAsync(AuditFilter filter, int page, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(by);
        if (!by.MaySomewhere(Permission.ReadAudit))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = await Fitting(Visible(db, by), filter)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id)
            .Skip(page * PageSize).Take(PageSize + 1)
            .Select(entry => new AuditLine(entry.At, entry.Who, entry.From, entry.What, entry.Subject, entry.Old, entry.New, entry.RestaurantId))
            .ToListAsync(cancellationToken);
        var people = await Visible(db, by).Where(entry => entry.Who != "").Select(entry => entry.Who).Distinct().ToListAsync(cancellationToken);
        return new AuditLines([.. lines.Take(PageSize)], lines.Count > PageSize, [.. people.Order(StringComparer.CurrentCulture)]);
    }

    // What is about the installation, people above all, is for who is something in all of it.
    private static IQueryable<AuditEntry> Visible(DeliveryDb db, Actor by)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (by.May(Permission.ReadAudit))
        {
            return entries;
        }

        var readable = by.Posts!.Keys.Where(restaurant => by.May(Permission.ReadAudit, restaurant)).Cast<RestaurantId?>().ToList();
        return entries.Where(entry => readable.Contains(entry.RestaurantId));
    }

    private static IQueryable<AuditEntry> Fitting(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.From is { } from)
        {
            entries = entries.Where(entry => entry.At >= from);
        }

        if (filter.To is { } to)
        {
            entries = entries.Where(entry => entry.At < to);
        }

        if (filter.Who is { Length: > 0 } who)
        {
            entries = entries.Where(entry => entry.Who == who);
        }

        if (filter.What is { Length: > 0 } what)
        {
            entries = entries.Where(entry => entry.What == what);
        }

        if (filter.Restaurant is { } restaurant)
        {
            entries = entries.Where(entry => entry.RestaurantId == restaurant);
        }

        if (filter.Text?.Trim() is { Length: > 0 } typed)
        {
            var text = SearchForm.Of(typed);
            entries = entries.Where(entry =>
                SearchForm.Of(entry.Subject!).Contains(text) || SearchForm.Of(entry.Old!).Contains(text) || SearchForm.Of(entry.New!).Contains(text));
        }

        return entries;
    }
}
