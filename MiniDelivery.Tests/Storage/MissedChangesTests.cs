using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Tests.Storage;

/// <summary>What instances find out from the database alone: which orders others have changed, and whose editor an order is in.</summary>
public sealed class MissedChangesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_others_changed_is_found_once_however_it_was_changed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var known = Some.Order(Some.Draft("M-1"), number: 1);
        await database.StoreAsync(known);
        var missed = new MissedChanges(database.Contexts, database.Board);
        Assert.Equal(0, await missed.ReadAsync(Stop));

        await database.StoreAsync(Some.Order(Some.Draft("M-2"), number: 2));
        // Accepted and then heard of at the till: one order, though it changed twice.
        for (var change = 0; change < 2; change++)
        {
            await using var db = await database.Contexts.CreateDbContextAsync(Stop);
            var order = await db.Orders.SingleAsync(order => order.Number == 1, Stop);
            _ = change is 0 ? order.Accept(Some.Anna, Some.Noon) : order.Cancel(CancelReason.Other, null, Some.Anna, Some.Noon);
            await db.SaveChangesAsync(Stop);
        }

        Assert.Equal(2, await missed.ReadAsync(Stop));
        Assert.Equal(0, await missed.ReadAsync(Stop));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_all_windows_one_has_an_order_and_whoever_lost_it_cannot_let_go_of_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var order = Some.Order();
        await database.StoreAsync(order);
        using var link = new InstanceLink(Options.Create(new RedisOptions()), TimeProvider.System, NullLogger<InstanceLink>.Instance);
        var holds = new EditorHolds(database.Contexts, link, TimeProvider.System);
        var (anna, boris) = (HoldOf("Анна"), HoldOf("Борис"));

        var answers = await Task.WhenAll(holds.TakeAsync(anna, false, Stop), holds.TakeAsync(boris, false, Stop));

        var (winner, loser) = answers[0] is null ? (anna, boris) : (boris, anna);
        Assert.Equal(winner.By, Assert.Single(answers, answer => answer is not null)!.By);
        Assert.True(await holds.RenewAsync(order.Id, winner.Holder, winner.Until, Stop));
        Assert.False(await holds.RenewAsync(order.Id, loser.Holder, loser.Until, Stop));

        Assert.Null(await holds.TakeAsync(loser, takeOver: true, Stop));
        Assert.False(await holds.ReleaseAsync(order.Id, winner.Holder));
        Assert.True(await holds.IsHeldAsync(order.Id));
        Assert.True(await holds.IsOfAsync(order.Id, loser.Holder, Stop));
        Assert.True(await holds.ReleaseAsync(order.Id, loser.Holder));
        Assert.False(await holds.IsHeldAsync(order.Id));

        EditorHold HoldOf(string by) => new()
        {
            OrderId = order.Id, Holder = Guid.NewGuid(), By = by, Since = DateTimeOffset.UtcNow, Until = DateTimeOffset.UtcNow.AddMinutes(3),
        };
    }
}
