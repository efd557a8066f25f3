using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Connections;

/// <summary>A source's settings, as a page shows and changes them.</summary>
public sealed class SourceForm
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Colour of the badge.</summary>
    public SourceColour Colour { get; set; }

    /// <summary>How its guests pay where an order does not say; null = in cash.</summary>
    public PaymentMethod? DefaultPayment { get; set; }

    /// <summary>How many orders it may hand in within an hour; null = as many as come.</summary>
    public int? OrdersPerHour { get; set; }

    /// <summary>The largest order that it may hand in; null = of any sum.</summary>
    public decimal? MaxTotal { get; set; }

    /// <summary>Whether orders are accepted by themselves.</summary>
    public bool IsAutoAccepted { get; set; }

    /// <summary>Only those of guests who had an order before.</summary>
    public bool IsForKnownGuests { get; set; } = true;

    /// <summary>Only those up to a sum; null = of any.</summary>
    public decimal? AutoAcceptUpTo { get; set; }
}

/// <summary>A key, as a page may show it: nothing of its secret.</summary>
/// <param name="Id">Its public half.</param>
/// <param name="Label">What people call it; null = nothing.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="ExpiresAt">From when on it is refused; null = never.</param>
/// <param name="RevokedAt">When it was revoked; null = it was not.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null = never.</param>
/// <param name="IsInForce">Whether it opens anything.</param>
public sealed record KeyView(
    string Id, string? Label, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt, bool IsInForce);

/// <summary>A source with its keys.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Version">Of its settings; given back when they are saved.</param>
/// <param name="IsStaff">Staff's own telephone orders: it has no keys and is never switched off.</param>
/// <param name="IsActive">Whether its orders are taken.</param>
/// <param name="Form">The settings.</param>
/// <param name="Keys">Those in force first, newest first.</param>
public sealed record SourceView(SourceId Id, int Version, bool IsStaff, bool IsActive, SourceForm Form, IReadOnlyList<KeyView> Keys);

/// <summary>Why a change was refused.</summary>
public enum ConnectionRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>There is no such source or key.</summary>
    Unknown,

    /// <summary>Some fields cannot be used as they are.</summary>
    Unusable,

    /// <summary>Another source of the restaurant has this name.</summary>
    NameTaken,

    /// <summary>Somebody else has changed it since the page was opened.</summary>
    ChangedMeanwhile,

    /// <summary>Two keys are in force: one works, one takes over. An old one must be revoked first.</summary>
    TooManyKeys,

    /// <summary>Staff's own source has no keys and cannot be switched off.</summary>
    OfStaff,
}

/// <summary>What became of a change.</summary>
/// <param name="Refusal">Why not; null = it is done.</param>
/// <param name="Faults">The fields that cannot be used.</param>
/// <param name="ShownOnce">The text of a new key: shown now and never again.</param>
public sealed record ConnectionAnswer(ConnectionRefusal? Refusal, IReadOnlyList<SourceField> Faults, string? ShownOnce = null)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Refusal is null;

    internal static ConnectionAnswer Of(ConnectionRefusal? refusal) => new(refusal, []);
}

/// <summary>What managers and administrators do about sources and their keys. What is changed holds at once, in every instance: calls and orders ask the database.</summary>
public sealed class ConnectionDesk(IDbContextFactory<DeliveryDb> contexts, OrderBoard board, TimeProvider time)
{
    /// <summary>The restaurant's sources with their keys; null for who may not see them.</summary>
    public async Task<IReadOnlyList<SourceView>?> ListAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepConnections, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var sources = await db.Sources.AsNoTracking().Where(source => source.RestaurantId == restaurant).ToListAsync(cancellationToken);
        var ids = sources.Select(source => source.Id).ToList();
        var keys = await db.ApiKeys.AsNoTracking().Where(key => ids.Contains(key.SourceId)).ToListAsync(cancellationToken);
        return
        [
            .. from source in sources
               orderby source.IsActive descending, source.Name
               select new SourceView(
                   source.Id, source.Version, source.IsStaff, source.IsActive, FormOf(source),
                   [
                       .. from key in keys
                          where key.SourceId == source.Id
                          orderby key.IsInForce(now) descending, key.CreatedAt descending
                          select new KeyView(
                              key.Id, key.Label, key.Grants, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.LastUsedAt, key.IsInForce(now)),
                   ]),
        ];
    }

    /// <summary>What is wrong with the values; empty = they will do.</summary>
    public static IReadOnlyList<SourceField> Faults(SourceForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return SourceRules.Faults(form.Name, form.Colour, form.DefaultPayment, form.OrdersPerHour, form.MaxTotal, form.AutoAcceptUpTo);
    }

    /// <summary>Adds a source.</summary>
    public async Task<ConnectionAnswer> AddAsync(RestaurantId restaurant, SourceForm form, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepConnections, restaurant))
        {
            return ConnectionAnswer.Of(ConnectionRefusal.NotPermitted);
        }

        if (Faults(form) is [_, ..] faults)
        {
            return new ConnectionAnswer(ConnectionRefusal.Unusable, faults);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await IsTakenAsync(db, restaurant, form.Name.Trim(), except: null, cancellationToken))
        {
            return ConnectionAnswer.Of(ConnectionRefusal.NameTaken);
        }

        var source = new OrderSource { RestaurantId = restaurant, Name = "" };
        Fill(source, form);
        db.Add(source);
        db.Audit(by, time.GetUtcNow(), AuditActs.SourceAdded, source.Name, now: Text(form), restaurant: restaurant);
        await db.SaveChangesAsync(cancellationToken);
        return ConnectionAnswer.Of(null);
    }

    /// <summary>Keeps a source's settings.</summary>
    /// <param name="version">The version that the person was looking at.</param>
    public Task<ConnectionAnswer> SaveAsync(
        RestaurantId restaurant, SourceId id, int version, SourceForm form, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, async (db, source) =>
        {
            if (Faults(form) is [_, ..] faults)
            {
                return new ConnectionAnswer(ConnectionRefusal.Unusable, faults);
            }

            if (source.Version != version)
            {
                return ConnectionAnswer.Of(ConnectionRefusal.ChangedMeanwhile);
            }

            if (await IsTakenAsync(db, restaurant, form.Name.Trim(), id, cancellationToken))
            {
                return ConnectionAnswer.Of(ConnectionRefusal.NameTaken);
            }

            var old = Text(FormOf(source));
            Fill(source, form);
            source.Version++;
            db.Audit(by, time.GetUtcNow(), AuditActs.SourceChanged, source.Name, old, Text(form), restaurant);
            return ConnectionAnswer.Of(null);
        }, cancellationToken);

    /// <summary>Switches a source off, or on again. Its keys still read; its orders are refused.</summary>
    public Task<ConnectionAnswer> SwitchAsync(RestaurantId restaurant, SourceId id, bool isActive, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, (db, source) =>
        {
            if (source.IsStaff)
            {
                return Task.FromResult(ConnectionAnswer.Of(ConnectionRefusal.OfStaff));
            }

            source.IsActive = isActive;
            source.Version++;
            db.Audit(by, time.GetUtcNow(), isActive ? AuditActs.SourceSwitchedOn : AuditActs.SourceSwitchedOff, source.Name, restaurant: restaurant);
            return Task.FromResult(ConnectionAnswer.Of(null));
        }, cancellationToken);

    /// <summary>Issues a key. Its text is in the answer, and nowhere else ever after.</summary>
    /// <param name="lastDay">The last day on which it is taken, by the restaurant's calendar; null = every day.</param>
    public Task<ConnectionAnswer> IssueAsync(
        RestaurantId restaurant, SourceId id, string? label, IReadOnlyList<string> scopes, DateOnly? lastDay, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, async (db, source) =>
        {
            if (source.IsStaff)
            {
                return ConnectionAnswer.Of(ConnectionRefusal.OfStaff);
            }

            var now = time.GetUtcNow();
            var zone = (await db.Restaurants.AsNoTracking().SingleAsync(found => found.Id == restaurant, cancellationToken)).Zone;
            var expires = lastDay is { } day ? zone.At(day.AddDays(1).ToDateTime(TimeOnly.MinValue)) : (DateTimeOffset?)null;
            if (SourceRules.KeyFaults(label, scopes, expires, now) is [_, ..] faults)
            {
                return new ConnectionAnswer(ConnectionRefusal.Unusable, faults);
            }

            var keys = await db.ApiKeys.AsNoTracking().Where(key => key.SourceId == id).ToListAsync(cancellationToken);
            if (keys.Count(key => key.IsInForce(now)) >= SourceRules.MostKeys)
            {
                return ConnectionAnswer.Of(ConnectionRefusal.TooManyKeys);
            }

            var (made, text) = ApiKey.Issue(id, scopes, now, expires, label);
            db.Add(made);
            // The database refuses the second of two people who issue at once: together they could make one too many.
            source.Version++;
            db.Audit(by, now, AuditActs.KeyIssued, source.Name, now: $"md_{made.Id}: {made.ScopeList}{(expires is { } end ? $", {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}", restaurant: restaurant);
            return new ConnectionAnswer(null, [], text);
        }, cancellationToken);

    /// <summary>Revokes a key: the next call with it is refused, whichever instance it reaches.</summary>
    public async Task<ConnectionAnswer> RevokeAsync(RestaurantId restaurant, string keyId, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepConnections, restaurant))
        {
            return ConnectionAnswer.Of(ConnectionRefusal.NotPermitted);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (from key in db.ApiKeys
                           join source in db.Sources on key.SourceId equals source.Id
                           where key.Id == keyId && source.RestaurantId == restaurant
                           select new { key, source.Name }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return ConnectionAnswer.Of(ConnectionRefusal.Unknown);
        }

        if (found.key.RevokedAt is null)
        {
            var now = time.GetUtcNow();
            found.key.Revoke(now);
            db.Audit(by, now, AuditActs.KeyRevoked, found.Name, $"md_{found.key.Id}", restaurant: restaurant);
            await db.SaveChangesAsync(cancellationToken);
        }

        return ConnectionAnswer.Of(null);
    }

    private async Task<ConnectionAnswer> ChangeAsync(
        RestaurantId restaurant, SourceId id, Actor by, Func<DeliveryDb, OrderSource, Task<ConnectionAnswer>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepConnections, restaurant))
        {
            return ConnectionAnswer.Of(ConnectionRefusal.NotPermitted);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Sources.SingleOrDefaultAsync(found => found.Id == id && found.RestaurantId == restaurant, cancellationToken) is not { } source)
        {
            return ConnectionAnswer.Of(ConnectionRefusal.Unknown);
        }

        var answer = await change(db, source);
        if (!answer.IsDone)
        {
            return answer;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ConnectionAnswer.Of(ConnectionRefusal.ChangedMeanwhile);
        }

        // Name and colour stand on every row.
        board.Invalidate();
        return answer;
    }

    private static Task<bool> IsTakenAsync(DeliveryDb db, RestaurantId restaurant, string name, SourceId? except, CancellationToken cancellationToken) =>
        db.Sources.AnyAsync(other => other.RestaurantId == restaurant && other.Name == name && other.Id != except, cancellationToken);

    private static SourceForm FormOf(OrderSource source) => new()
    {
        Name = source.Name,
        Colour = source.Colour,
        DefaultPayment = source.DefaultPayment,
        OrdersPerHour = source.OrdersPerHour,
        MaxTotal = source.MaxTotal?.Amount,
        IsAutoAccepted = source.AutoAccept.IsOn,
        IsForKnownGuests = source.AutoAccept.IsForKnownGuests,
        AutoAcceptUpTo = source.AutoAccept.LargestMinor is { } largest ? new Money(largest).Amount : null,
    };

    private static void Fill(OrderSource source, SourceForm form)
    {
        (source.Name, source.Colour, source.DefaultPayment) = (form.Name.Trim(), form.Colour, form.DefaultPayment);
        (source.OrdersPerHour, source.MaxTotal) = (form.OrdersPerHour, form.MaxTotal is { } sum ? Money.From(sum) : null);
        source.AutoAccept = new AutoAcceptRule
        {
            IsOn = form.IsAutoAccepted,
            IsForKnownGuests = form.IsForKnownGuests,
            LargestMinor = form.AutoAcceptUpTo is { } largest ? Money.From(largest).Minor : null,
        };
    }

    private static string Text(SourceForm form) => string.Create(
        CultureInfo.InvariantCulture,
        $"{form.Name.Trim()}; {form.Colour}; {(form.DefaultPayment is { } method ? method.ToString() : "-")}; {(form.OrdersPerHour is { } orders ? $"{orders}/h" : "-")}; {(form.MaxTotal is { } sum ? $"<= {sum:0.00}" : "-")}; {(form.IsAutoAccepted ? $"auto{(form.IsForKnownGuests ? " known" : "")}{(form.AutoAcceptUpTo is { } most ? $" <= {most:0.00}" : "")}" : "-")}");
}
