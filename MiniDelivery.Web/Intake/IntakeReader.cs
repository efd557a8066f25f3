using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>Reads how intake is from the database, which alone is true.</summary>
internal static class IntakeReader
{
    private static readonly PreparedQuery<Func<DeliveryDb, RestaurantId, CancellationToken, Task<IntakeState?>>> _state = new(() => EF.CompileAsyncQuery(
        (DeliveryDb db, RestaurantId restaurant, CancellationToken _) => db.IntakeStates.AsNoTracking().SingleOrDefault(found => found.RestaurantId == restaurant)));

    extension(DeliveryDb db)
    {
        /// <summary>What people said of a restaurant's intake; open while nobody has said anything.</summary>
        public async Task<IntakeState> IntakeOfAsync(RestaurantId restaurant, CancellationToken cancellationToken) =>
            await _state.On(db)(db, restaurant, cancellationToken)
            ?? new IntakeState { RestaurantId = restaurant };

        /// <summary>How many orders the slot of a moment already has; staff's own count, too: the kitchen cooks them as well.</summary>
        public Task<int> InSlotAsync(IntakeState state, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var from = state.SlotStart(now);
            return state.SlotLimit is null
                ? Task.FromResult(0)
                : db.Orders.CountAsync(
                    order => order.RestaurantId == state.RestaurantId && order.ReceivedAt >= from && order.Status != OrderStatus.Deleted, cancellationToken);
        }
    }
}
