using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Alerts;

/// <summary>A source of orders and how its orders sound, to choose from.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Alert">How it sounds.</param>
public sealed record SourceSound(string Name, SourceAlert Alert);

/// <summary>What people do with the alert and the terminals, and what terminals report.</summary>
public sealed class AlertDesk
{
    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly TerminalBook _book;
    private readonly AlertSettingsStore _settings;
    private readonly OrderDesk _orders;
    private readonly OrderBoard _board;
    private readonly Seats _seats;
    private readonly RestaurantDirectory _restaurants;
    private readonly TimeProvider _time;

    internal AlertDesk(
        IDbContextFactory<DeliveryDb> contexts,
        TerminalBook book,
        AlertSettingsStore settings,
        OrderDesk orders,
        OrderBoard board,
        Seats seats,
        RestaurantDirectory restaurants,
        TimeProvider time) =>
        (_contexts, _book, _settings, _orders, _board, _seats, _restaurants, _time) =
            (contexts, book, settings, orders, board, seats, restaurants, time);

    /// <summary>Takes a terminal's heartbeat; orders for which it is the first to sound remember it. False = the terminal is not known.</summary>
    /// <param name="sounding">The orders for which it is sounding at this moment.</param>
    public async Task<bool> BeatAsync(
        TerminalId terminal, TerminalBeat beat, IReadOnlyList<Guid> sounding, Actor by, CancellationToken cancellationToken)
    {
        if (await _book.FindAsync(terminal, cancellationToken) is not { } known)
        {
            return false;
        }

        // Somebody who does not work for this restaurant does not hear for it either.
        if (!by.May(Permission.WorkWithOrders, known.RestaurantId))
        {
            return true;
        }

        if (!await _book.BeatAsync(terminal, beat, by.Name, cancellationToken))
        {
            return false;
        }

        await HearAsync(known, sounding, by, cancellationToken);
        return true;
    }

    /// <summary>The same of an enrolled terminal at which nobody is signed in: it is heard all the same.</summary>
    public async Task<bool> BeatLockedAsync(TerminalId terminal, TerminalBeat beat, IReadOnlyList<Guid> sounding, CancellationToken cancellationToken)
    {
        if (await _book.FindAsync(terminal, cancellationToken) is not { IsEnrolled: true } known || !await _book.BeatAsync(terminal, beat, "", cancellationToken))
        {
            return false;
        }

        // Nobody is signed in, so the history names the terminal.
        await HearAsync(known, sounding, new Actor(known.Name, StaffRole.Operator, known.Name), cancellationToken);
        return true;
    }

    /// <summary>The person leaves the terminal; it goes on ringing.</summary>
    public void Lock(TerminalId terminal) => _seats.Leave(terminal.Value);

    /// <summary>Somebody has touched the terminal.</summary>
    public void Touch(TerminalId terminal) => _seats.Touch(terminal.Value);

    /// <summary>The terminal's page was closed.</summary>
    public Task LeaveAsync(TerminalId terminal, string? page, CancellationToken cancellationToken) => _book.LeaveAsync(terminal, page, cancellationToken);

    /// <summary>«Слышу», for every order that rings on a screen. Those that were accepted meanwhile need it no more.</summary>
    public async Task<Outcome> AcknowledgeAsync(IReadOnlyList<Guid> orders, Actor by, CancellationToken cancellationToken)
    {
        foreach (var order in orders)
        {
            var outcome = await _orders.AcknowledgeAsync(new OrderId(order), by, cancellationToken);
            if (outcome is { Reason: Refusal.NotPermitted })
            {
                return outcome;
            }
        }

        return Outcome.Done;
    }

    /// <summary>How loud a terminal is: whoever works on it decides.</summary>
    /// <param name="volume">0–100; what is beyond is taken for the nearest.</param>
    public Task<Outcome> SetVolumeAsync(TerminalId terminal, int volume, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(terminal, Permission.WorkWithOrders, known => known with { Volume = Math.Clamp(volume, 0, 100) }, by, cancellationToken);

    /// <summary>How the list looks on a terminal: whoever works on it decides.</summary>
    public Task<Outcome> SetLookAsync(TerminalId terminal, ListLook look, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(terminal, Permission.WorkWithOrders, known => known with { Look = look }, by, cancellationToken);

    /// <summary>«Слышу» in a start-of-shift test.</summary>
    public Task<Outcome> ConfirmTestAsync(TerminalId terminal, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(terminal, Permission.WorkWithOrders, known => known with { TestedAt = _time.GetUtcNow(), TestedBy = by.Name }, by, cancellationToken);

    /// <summary>Gives a terminal a name.</summary>
    public async Task<Outcome> RenameAsync(TerminalId terminal, string name, Actor by, CancellationToken cancellationToken) =>
        name.Trim() is { Length: > 0 and <= Terminal.LongestName } trimmed
            ? await ChangeAsync(
                terminal, Permission.ChangeSettings, known => known with { Name = trimmed }, by, cancellationToken, AuditActs.TerminalRenamed, known => known.Name)
            : Outcome.Refused(by.MaySomewhere(Permission.ChangeSettings) ? Refusal.SettingsUnusable : Refusal.NotPermitted);

    /// <summary>Says whether several people share a terminal, and after how many minutes without a touch it locks itself.</summary>
    public async Task<Outcome> SetLockingAsync(TerminalId terminal, bool isShared, int idleMinutes, Actor by, CancellationToken cancellationToken) =>
        Terminal.CanLock(isShared, idleMinutes)
            ? await ChangeAsync(
                terminal, Permission.ChangeSettings, known => known with { IsShared = isShared, IdleMinutes = idleMinutes }, by, cancellationToken,
                AuditActs.TerminalLocking, known => $"{(known.IsShared ? "shared, " : "")}{known.IdleMinutes} min")
            : Outcome.Refused(by.MaySomewhere(Permission.ChangeSettings) ? Refusal.SettingsUnusable : Refusal.NotPermitted);

    /// <summary>Cuts a terminal off: whoever sits there is out at once, and the browser comes back as an unknown one, with a password.</summary>
    public async Task<Outcome> RemoveAsync(TerminalId terminal, Actor by, CancellationToken cancellationToken)
    {
        if (!by.MaySomewhere(Permission.ChangeSettings))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Terminals.SingleOrDefaultAsync(found => found.Id == terminal, cancellationToken) is { } known)
        {
            if (!by.May(Permission.ChangeSettings, known.RestaurantId))
            {
                return Outcome.Refused(Refusal.NotPermitted);
            }

            db.Remove(known);
            db.Audit(by, _time.GetUtcNow(), AuditActs.TerminalRemoved, known.Name, restaurant: known.RestaurantId);
            await db.SaveChangesAsync(cancellationToken);
            _book.Forget(known);
            _seats.Expel(known.Id.Value);
        }

        return Outcome.Done;
    }

    /// <summary>The settings to show; null for who may not see them.</summary>
    public AlertSettings? Show(RestaurantId restaurant, Actor by) => by.May(Permission.ChangeSettings, restaurant) ? _settings.For(restaurant) : null;

    /// <summary>Another restaurant's board and alert on this terminal, of those that the person works in.</summary>
    public async Task<Outcome> SwitchAsync(TerminalId terminal, RestaurantId wanted, Actor by, CancellationToken cancellationToken) =>
        _restaurants.Active.Any(known => known.Id == wanted) && by.May(Permission.WorkWithOrders, wanted)
            ? await ChangeAsync(
                terminal, Permission.WorkWithOrders, known => known with { RestaurantId = wanted }, by, cancellationToken,
                AuditActs.TerminalSwitched, known => _restaurants.Get(known.RestaurantId).Name)
            : Outcome.Refused(Refusal.NotPermitted);

    /// <summary>The last start-of-shift test: everybody may begin one, and see who has confirmed it.</summary>
    public AlertSettings LastTest(RestaurantId restaurant) => _settings.For(restaurant);

    /// <summary>Every source of a restaurant and how it sounds.</summary>
    public async Task<IReadOnlyList<SourceSound>> SourcesAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var sources = await db.Sources.AsNoTracking().Where(source => source.RestaurantId == restaurant).ToListAsync(cancellationToken);
        return [.. sources.OrderBy(source => source.Name, StringComparer.CurrentCulture).Select(source => new SourceSound(source.Name, _settings.For(restaurant).For(source.Id)))];
    }

    /// <summary>Keeps how terminals ring; it holds at once.</summary>
    public async Task<Outcome> SaveAsync(AlertSettings wanted, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, wanted.RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!wanted.IsUsable())
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        var sources = await SourcesAsync(wanted.RestaurantId, cancellationToken);
        await _settings.ChangeAsync(
            wanted.RestaurantId,
            kept => kept with { RepeatSeconds = wanted.RepeatSeconds, KeepsScreenOn = wanted.KeepsScreenOn, Sources = wanted.Sources },
            cancellationToken,
            (db, old, now) => db.Audit(
                by, _time.GetUtcNow(), AuditActs.AlertsChanged, _restaurants.Get(wanted.RestaurantId).Name, Text(old), Text(now), wanted.RestaurantId));
        return Outcome.Done;

        string Text(AlertSettings settings) => string.Join("; ", sources
            .Select(source => (source.Name, Sound: settings.For(new SourceId(source.Alert.Source))))
            .Select(source => $"{source.Name}: {source.Sound.Sound} {source.Sound.Volume}%{(source.Sound.TellsAccepted ? "" : ", accepted silently")}")
            .Prepend($"{settings.RepeatSeconds} s, screen {(settings.KeepsScreenOn ? "on" : "off")}"));
    }

    /// <summary>«Проверка звука»: every terminal rings once for a moment and asks «Слышно?».</summary>
    public async Task<Outcome> StartTestAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        var now = _time.GetUtcNow();
        await _settings.ChangeAsync(restaurant, kept => kept with { TestStartedAt = now, TestStartedBy = by.Name }, cancellationToken);
        return Outcome.Done;
    }

    private async Task HearAsync(Terminal terminal, IReadOnlyList<Guid> sounding, Actor by, CancellationToken cancellationToken)
    {
        foreach (var row in _board.For(terminal.RestaurantId).Rows.Where(row => row is { Status: OrderStatus.Waiting, FirstHeardAt: null } && sounding.Contains(row.Id.Value)))
        {
            await _orders.HearAsync(row.Id, by, cancellationToken);
        }
    }

    private async Task<Outcome> ChangeAsync(
        TerminalId id,
        Permission needed,
        Func<Terminal, Terminal> change,
        Actor by,
        CancellationToken cancellationToken,
        string? audited = null,
        Func<Terminal, string>? shown = null)
    {
        if (!by.MaySomewhere(needed))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Terminals.SingleOrDefaultAsync(found => found.Id == id, cancellationToken) is not { } known)
        {
            return Outcome.Refused(Refusal.TerminalUnknown);
        }

        if (!by.May(needed, known.RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        var changed = change(known);
        if (audited is not null && shown is not null)
        {
            db.Audit(by, _time.GetUtcNow(), audited, known.Name, shown(known), shown(changed), known.RestaurantId);
        }

        db.Entry(known).CurrentValues.SetValues(changed);
        await db.SaveChangesAsync(cancellationToken);
        _book.Learn(changed);
        _seats.Know(id.Value, TimeSpan.FromMinutes(changed.IdleMinutes), changed.IsShared, changed.LastSeenAt);
        return Outcome.Done;
    }
}
