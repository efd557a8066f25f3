using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Menu;

namespace MiniDelivery.Web.Orders;

/// <summary>
/// What people can do with orders. Each method is one use case and one transaction: load, ask the domain, save. Of two people
/// acting at once the first wins; the second is asked again by the rules and told who did what.
/// </summary>
public sealed class OrderDesk(IDbContextFactory<DeliveryDb> contexts, MenuCache menus, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>«Принять»: promises the till an empty order.</summary>
    public Task<Outcome> AcceptAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Accept(by, now), cancellationToken);

    /// <summary>A terminal sounds for the order; the first time is kept.</summary>
    public Task<Outcome> HearAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Hear(by, now), cancellationToken);

    /// <summary>«Слышу»: a person knows of the order.</summary>
    public Task<Outcome> AcknowledgeAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Acknowledge(by, now), cancellationToken);

    /// <summary>«Повторить»: what the till refused is tried once more.</summary>
    public Task<Outcome> RetryTillAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.RetryTill(by, now), cancellationToken);

    /// <summary>«Редактирование заказа», or the cashier opening it at the till: promises the till the guest's dishes.</summary>
    public Task<Outcome> FillAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Fill(by, menus.For(order.RestaurantId, order.SourceId), now), cancellationToken);

    /// <summary>«Сохранить» in the editor: promises the till what was changed.</summary>
    public Task<Outcome> EditAsync(OrderId id, EditPlan plan, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Edit(plan, by, now), cancellationToken);

    /// <summary>A person has seen that the till refused their changes.</summary>
    public Task<Outcome> GiveUpEditAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, _) => order.GiveUpEdit(by), cancellationToken);

    /// <summary>«Не отменять»: the till refused to cancel, and the order goes on.</summary>
    public Task<Outcome> WithdrawCancellationAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.WithdrawCancellation(by, now), cancellationToken);

    /// <summary>«Отменить заказ».</summary>
    public Task<Outcome> CancelAsync(OrderId id, CancelReason reason, string? comment, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.Cancel(reason, comment, by, now), cancellationToken);

    /// <summary>«Оставить»: the guest asked to cancel, and the order goes on.</summary>
    public Task<Outcome> DeclineCancelAsync(OrderId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.DeclineCancel(by, now), cancellationToken);

    /// <summary>«В пути», «В архив».</summary>
    public Task<Outcome> MoveOnAsync(OrderId id, OrderStatus next, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.MoveOn(next, by, now), cancellationToken);

    /// <summary>A slip goes to the printer. Tells how many there are of it now: with the second it is a reprint.</summary>
    public async Task<(Outcome Outcome, int Prints)> PrintAsync(OrderId id, SlipKind slip, Actor by, CancellationToken cancellationToken)
    {
        var prints = 0;
        var outcome = await ChangeAsync(
            id,
            (order, now) =>
            {
                var printed = order.Print(slip, by, now);
                prints = order.Prints(slip);
                return printed;
            },
            cancellationToken);
        return (outcome, prints);
    }

    /// <summary>«В пути» with a courier of the restaurant; without one where null.</summary>
    public async Task<Outcome> SendOutAsync(OrderId id, CourierId? courier, Actor by, CancellationToken cancellationToken) =>
        (await SendOutAsync([id], courier, by, cancellationToken))[id];

    /// <summary>The same for several orders at once: each has its own answer, and those that may leave do so together.</summary>
    public Task<IReadOnlyDictionary<OrderId, Outcome>> SendOutAsync(
        IReadOnlyCollection<OrderId> ids, CourierId? courier, Actor by, CancellationToken cancellationToken) =>
        GiveAsync(ids, courier, (order, found, now) => order.SendOut(found, by, now), cancellationToken);

    /// <summary>Another courier for an order that is about to leave or has left; none where null.</summary>
    public async Task<Outcome> AssignAsync(OrderId id, CourierId? courier, Actor by, CancellationToken cancellationToken) =>
        (await GiveAsync([id], courier, (order, found, now) => order.Assign(found, by, now), cancellationToken))[id];

    /// <summary>«Не дубль»: two orders that look alike are two orders; both know it from now on.</summary>
    public async Task<Outcome> DenyDuplicateAsync(OrderId id, OrderId other, Actor by, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var found = await db.Orders.Where(order => order.Id == id || order.Id == other).ToListAsync(cancellationToken);
            if (found is not [var first, var second])
            {
                return Outcome.Refused(Refusal.OrderUnknown);
            }

            var outcome = Order.DenyDuplicate(first, second, by, time.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return outcome;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // Somebody works with one of them. The rules look at what they did and answer again.
            }
        }
    }

    /// <summary>One step back, for a manager, within the business day.</summary>
    public Task<Outcome> StepBackAsync(OrderId id, BusinessDay day, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (order, now) => order.StepBack(by, day, now), cancellationToken);

    /// <summary>A person says which menu item a dish is; it is remembered for the source's later orders.</summary>
    public Task<Outcome> ChooseDishAsync(OrderId id, int line, int menuIdent, Actor by, CancellationToken cancellationToken) =>
        ChooseAsync(
            id,
            (order, now) => menus.For(order.RestaurantId) is { } menu && menu.Find(menuIdent) is { } item
                ? order.ChooseDish(line, item, menu, by, now)
                : Outcome.Refused(Refusal.MenuUnknown),
            order => order.Lines.Single(dish => dish.Line == line) is var dish
                ? (DishMapping.KeyOf(dish.Code, dish.Name), dish.Name)
                : default,
            menuIdent,
            by,
            cancellationToken);

    /// <summary>A person says which modifier, or combo component, an addition is; it is remembered for the source's later orders.</summary>
    public Task<Outcome> ChooseModifierAsync(
        OrderId id, int line, int index, int menuIdent, string menuName, Actor by, CancellationToken cancellationToken) =>
        ChooseAsync(
            id,
            (order, now) => order.ChooseModifier(line, index, menuIdent, menuName, by, now),
            order => order.Lines.Single(dish => dish.Line == line).Modifiers[index] is var modifier
                ? (DishMapping.ModifierKeyOf(modifier.Code, modifier.Name), modifier.Name)
                : default,
            menuIdent,
            by,
            cancellationToken);

    private Task<IReadOnlyDictionary<OrderId, Outcome>> GiveAsync(
        IReadOnlyCollection<OrderId> ids,
        CourierId? courier,
        Func<Order, Courier?, DateTimeOffset, Outcome> give,
        CancellationToken cancellationToken) =>
        SaveAsync(
            async (db, now) =>
            {
                // With the orders and not before them: of a shift that ends at this moment and an order that leaves, one must lose.
                var found = courier is { } wanted ? await db.Couriers.SingleOrDefaultAsync(one => one.Id == wanted, cancellationToken) : null;
                var orders = await db.Orders.Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);
                return (IReadOnlyDictionary<OrderId, Outcome>)ids.Distinct().ToDictionary(id => id, id =>
                    !orders.TryGetValue(id, out var order) ? Outcome.Refused(Refusal.OrderUnknown)
                    : courier is not null && found is null ? Outcome.Refused(Refusal.CourierNotOnShift)
                    : give(order, found, now));
            },
            cancellationToken);

    private async Task<Outcome> ChooseAsync(
        OrderId id,
        Func<Order, DateTimeOffset, Outcome> choose,
        Func<Order, (string Key, string Name)> what,
        int menuIdent,
        Actor by,
        CancellationToken cancellationToken)
    {
        var outcome = await ChangeAsync(id, choose, cancellationToken, RememberAsync);
        if (outcome.IsDone)
        {
            await menus.ReadMappingsAsync(cancellationToken);
        }

        return outcome;

        async Task RememberAsync(DeliveryDb db, Order order, DateTimeOffset now)
        {
            if (order.IsTest)
            {
                return; // Its dishes are made up: no shop sends them.
            }

            var (key, name) = what(order);
            var known = await db.DishMappings.SingleOrDefaultAsync(m => m.SourceId == order.SourceId && m.Key == key, cancellationToken);
            if (known is null)
            {
                db.Add(new DishMapping
                {
                    SourceId = order.SourceId, Key = key, MenuIdent = menuIdent, Name = name, ChosenBy = by.Name, ChosenAt = now,
                });
                return;
            }

            (known.MenuIdent, known.Name, known.ChosenBy, known.ChosenAt) = (menuIdent, name, by.Name, now);
        }
    }

    private Task<Outcome> ChangeAsync(
        OrderId id,
        Func<Order, DateTimeOffset, Outcome> change,
        CancellationToken cancellationToken,
        Func<DeliveryDb, Order, DateTimeOffset, Task>? alongside = null) =>
        SaveAsync(
            async (db, now) =>
            {
                var order = await db.Orders.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
                if (order is null)
                {
                    return Outcome.Refused(Refusal.OrderUnknown);
                }

                var outcome = change(order, now);
                if (outcome.IsDone && alongside is not null)
                {
                    await alongside(db, order, now);
                }

                return outcome;
            },
            cancellationToken);

    private async Task<T> SaveAsync<T>(Func<DeliveryDb, DateTimeOffset, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var answer = await work(db, time.GetUtcNow());
            try
            {
                // A refusal may still have learned something (a dish found in the menu); nothing changed saves nothing.
                await db.SaveChangesAsync(cancellationToken);
                return answer;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // Somebody was quicker. The rules look at what they did and answer again.
            }
        }
    }
}
