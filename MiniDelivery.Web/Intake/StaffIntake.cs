using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>The way in for orders that staff write down themselves: they belong to the restaurant's own source.</summary>
public sealed class StaffIntake(OrderIntake intake, IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Takes an order that was given by phone or at the counter; null for who may not.</summary>
    /// <param name="fills">The till is promised its dishes, too («Принят»); else it gets the empty order («Создан»), and somebody confirms later.</param>
    public async Task<IntakeAnswer?> TakeAsync(NewOrder draft, RestaurantId restaurant, bool fills, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.May(Permission.WorkWithOrders, restaurant)
            ? await intake.TakeFromStaffAsync(draft, restaurant, await SourceAsync(restaurant, cancellationToken), fills, by, cancellationToken)
            : null;
    }

    private async Task<SourceId> SourceAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var source = await db.Sources.FirstOrDefaultAsync(found => found.RestaurantId == restaurant && found.IsStaff, cancellationToken);
        if (source is null)
        {
            // A restaurant that was set up for its shop alone gets the phone with its first call.
            source = new OrderSource { RestaurantId = restaurant, Name = OrderSource.StaffName, IsStaff = true };
            db.Add(source);
            await db.SaveChangesAsync(cancellationToken);
        }

        return source.Id;
    }
}
