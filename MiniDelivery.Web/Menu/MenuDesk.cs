using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Menu;

/// <summary>A remembered choice, as the page shows it.</summary>
/// <param name="Mapping">The choice.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="MenuCode">The till's code of what was chosen; null = its menu no longer has it.</param>
/// <param name="MenuName">The till's name of it; null likewise.</param>
/// <param name="Fault">Why it no longer works; null = it works, or there is no menu to tell by.</param>
public sealed record MappingLine(DishMapping Mapping, string Source, int? MenuCode, string? MenuName, MappingFault? Fault);

/// <summary>The menu and what is remembered of sources' dishes.</summary>
/// <param name="Menu">As last read; null = the till has never given one.</param>
/// <param name="Mappings">Broken ones first, then by source and name.</param>
/// <param name="LastCheck">The last check; null = there was none yet.</param>
public sealed record MenuView(RestaurantMenu? Menu, IReadOnlyList<MappingLine> Mappings, MappingState? LastCheck);

/// <summary>What came of reading the menu again.</summary>
/// <param name="Outcome">Whether the person may.</param>
/// <param name="Trouble">What was wrong with the till; null = it gave its menu.</param>
public sealed record MenuRefresh(Outcome Outcome, TillTrouble? Trouble);

/// <summary>What managers and administrators can do about the menu and what sources' dishes are in it.</summary>
public sealed class MenuDesk(IDbContextFactory<DeliveryDb> contexts, MenuCache menus, MappingWatch watch, TimeProvider time)
{
    /// <summary>All there is to show; null for who may not see it.</summary>
    public async Task<MenuView?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepMenu, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (from mapping in db.DishMappings.AsNoTracking()
                           join source in db.Sources on mapping.SourceId equals source.Id
                           where source.RestaurantId == restaurant
                           select new { Mapping = mapping, Source = source.Name }).ToListAsync(cancellationToken);
        var menu = menus.For(restaurant);
        var faults = menu is null ? [] : MappingCheck.Of(found.Select(one => one.Mapping), menu).ToDictionary(broken => broken.Mapping, broken => broken.Fault);
        var modifiers = menu?.Modifiers.ToDictionary(modifier => modifier.Ident);
        var lines = found.Select(one => Line(one.Mapping, one.Source));
        return new MenuView(
            menu,
            [.. lines.OrderBy(line => line.Fault is null).ThenBy(line => line.Source, StringComparer.CurrentCulture).ThenBy(line => line.Mapping.Name, StringComparer.CurrentCulture)],
            watch.For(restaurant));

        MappingLine Line(DishMapping mapping, string source)
        {
            var fault = faults.TryGetValue(mapping, out var known) ? known : (MappingFault?)null;
            return mapping.IsModifier && modifiers?.GetValueOrDefault(mapping.MenuIdent) is { } modifier
                ? new MappingLine(mapping, source, modifier.Code, modifier.Name, fault)
                : new MappingLine(mapping, source, menu?.Find(mapping.MenuIdent)?.Code, menu?.Find(mapping.MenuIdent)?.Name, fault);
        }
    }

    /// <summary>Reads the menu from the till now and checks what is remembered against it; when the till is not there, against the one that is kept.</summary>
    public async Task<MenuRefresh> RefreshAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepMenu, restaurant))
        {
            return new MenuRefresh(Outcome.Refused(Refusal.NotPermitted), null);
        }

        var trouble = await menus.ReadAsync(restaurant, cancellationToken);
        await watch.CheckAsync(restaurant, cancellationToken);
        return new MenuRefresh(Outcome.Done, trouble);
    }

    /// <summary>Says that a source's dish, or addition, is another one of the menu. Holds for later orders.</summary>
    public Task<Outcome> ChooseAsync(
        RestaurantId restaurant, SourceId source, string key, int menuIdent, Actor by, CancellationToken cancellationToken)
    {
        return ChangeAsync(restaurant, source, key, by, Choose, cancellationToken);

        Outcome Choose(DeliveryDb db, DishMapping mapping, string subject, DateTimeOffset now)
        {
            if (Named(restaurant, mapping, menuIdent) is not { } chosen)
            {
                return Outcome.Refused(Refusal.MenuUnknown);
            }

            db.Audit(by, now, AuditActs.MappingChanged, subject, Named(restaurant, mapping, mapping.MenuIdent) ?? Unknown(mapping), chosen, restaurant);
            (mapping.MenuIdent, mapping.ChosenBy, mapping.ChosenAt) = (menuIdent, by.Name, now);
            return Outcome.Done;
        }
    }

    /// <summary>Forgets what a source's dish, or addition, is: its next order is asked about again where code and name do not tell.</summary>
    public Task<Outcome> RemoveAsync(RestaurantId restaurant, SourceId source, string key, Actor by, CancellationToken cancellationToken)
    {
        return ChangeAsync(restaurant, source, key, by, Remove, cancellationToken);

        Outcome Remove(DeliveryDb db, DishMapping mapping, string subject, DateTimeOffset now)
        {
            db.Audit(by, now, AuditActs.MappingRemoved, subject, Named(restaurant, mapping, mapping.MenuIdent) ?? Unknown(mapping), restaurant: restaurant);
            db.Remove(mapping);
            return Outcome.Done;
        }
    }

    private async Task<Outcome> ChangeAsync(
        RestaurantId restaurant,
        SourceId source,
        string key,
        Actor by,
        Func<DeliveryDb, DishMapping, string, DateTimeOffset, Outcome> change,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepMenu, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var owner = await db.Sources.SingleOrDefaultAsync(found => found.Id == source && found.RestaurantId == restaurant, cancellationToken);
            var mapping = owner is null ? null : await db.DishMappings.SingleOrDefaultAsync(found => found.SourceId == source && found.Key == key, cancellationToken);
            if (mapping is null)
            {
                return Outcome.Refused(Refusal.MappingUnknown);
            }

            var outcome = change(db, mapping, $"{owner!.Name}: {mapping.Name}", time.GetUtcNow());
            if (!outcome.IsDone)
            {
                return outcome;
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody removed it between our look and our write.
                return Outcome.Refused(Refusal.MappingUnknown);
            }
        }

        await menus.ReadMappingsAsync(cancellationToken);
        await watch.CheckAsync(restaurant, cancellationToken);
        return Outcome.Done;
    }

    private string? Named(RestaurantId restaurant, DishMapping mapping, int ident) => menus.For(restaurant) switch
    {
        null => null,
        var menu when mapping.IsModifier && menu.Modifiers.FirstOrDefault(modifier => modifier.Ident == ident) is { } modifier => $"{modifier.Name} ({modifier.Code})",
        var menu => menu.Find(ident) is { } item ? $"{item.Name} ({item.Code})" : null,
    };

    private static string Unknown(DishMapping mapping) => $"#{mapping.MenuIdent}";
}
