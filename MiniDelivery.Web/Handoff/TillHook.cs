using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Handoff;

/// <summary>What the cashier's order gets.</summary>
/// <param name="IsOurs">Whether the order is one of ours.</param>
/// <param name="IsFilled">Whether the guest's dishes are in it now.</param>
/// <param name="Dishes">The dishes.</param>
public sealed record HookAnswer(bool IsOurs, bool IsFilled, IReadOnlyList<OrderLine> Dishes);

/// <summary>
/// A cashier has just opened an order at the till: puts the guest's dishes into it. The cashier's screen waits for the answer, so
/// it waits a moment for the dishes and no longer; what is not there by then follows by itself.
/// </summary>
public sealed class TillHook(
    IDbContextFactory<DeliveryDb> contexts, OrderDesk desk, OrderQueries queries, OrderBoard board, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    /// <summary>The order with this guid is open at the till.</summary>
    public async Task<HookAnswer> OpenedAsync(Guid orderGuid, CancellationToken cancellationToken)
    {
        var rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = board.Subscribe(() =>
        {
            rings.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        if (await FindAsync(orderGuid, cancellationToken) is not { } id)
        {
            return new HookAnswer(false, false, []);
        }

        await desk.FillAsync(id, Actor.Till, cancellationToken);
        await using var timer = time.CreateTimer(_ => rings.Writer.TryComplete(), null, _patience, Timeout.InfiniteTimeSpan);
        while (true)
        {
            var order = (await queries.FindAsync(id, cancellationToken))!.Order;
            var isFilled = order.Handoff is { TillState: TillState.Filled };
            if (isFilled || order.Handoff is not { Act: HandoffAct.Fill or HandoffAct.Edit, IsOpen: true } || !await rings.Reader.WaitToReadAsync(cancellationToken))
            {
                return new HookAnswer(true, isFilled, isFilled ? order.Lines : []);
            }

            rings.Reader.TryRead(out _);
        }
    }

    private async Task<OrderId?> FindAsync(Guid orderGuid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Handoffs.AsNoTracking()
            .Where(handoff => handoff.OrderGuid == orderGuid)
            .Select(handoff => (OrderId?)handoff.OrderId)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
