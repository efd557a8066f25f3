using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Web.Intake;

/// <summary>What became of an order that was handed in.</summary>
public abstract record IntakeAnswer
{
    private IntakeAnswer()
    {
    }

    /// <summary>A short name, for what is measured.</summary>
    public string Code => this switch
    {
        Taken => "stored",
        AlreadyKnown or Replayed => "repeated",
        Conflict => "conflict",
        KeyConflict => "key_conflict",
        Closed => "closed",
        Paused => "paused",
        SourceOff => "source_off",
        TooManyOrders => "too_many",
        TooLarge => "too_large",
        NoLicense => "no_license",
        _ => throw new InvalidOperationException(GetType().Name),
    };

    /// <summary>It is durably stored.</summary>
    /// <param name="Order">As it is stored: whoever answers with it need not read it again.</param>
    /// <param name="Kept">The answer that was stored with it; null = the call had no Idempotency-Key.</param>
    public sealed record Taken(Order Order, KeptAnswer? Kept = null) : IntakeAnswer
    {
        /// <summary>Its identity.</summary>
        public OrderId Id => Order.Id;

        /// <summary>Its number.</summary>
        public int Number => Order.Number;
    }

    /// <summary>The very same was handed in before; nothing was stored.</summary>
    /// <param name="Kept">The answer that was stored; null = the call had no Idempotency-Key.</param>
    public sealed record AlreadyKnown(OrderId Id, int Number, KeptAnswer? Kept = null) : IntakeAnswer;

    /// <summary>Another order was handed in under the same number before; nothing was stored.</summary>
    public sealed record Conflict(OrderId Id) : IntakeAnswer;

    /// <summary>It was answered before under the same Idempotency-Key; nothing was stored.</summary>
    public sealed record Replayed(KeptAnswer Answer) : IntakeAnswer;

    /// <summary>The Idempotency-Key was used for something else; nothing was stored.</summary>
    public sealed record KeyConflict : IntakeAnswer;

    /// <summary>The restaurant does not work any more; nothing was stored.</summary>
    public sealed record Closed : IntakeAnswer;

    /// <summary>The restaurant takes none at the moment; nothing was stored.</summary>
    /// <param name="RetryAfter">In how many seconds it is worth another try.</param>
    public sealed record Paused(IntakeNow Now, int RetryAfter) : IntakeAnswer;

    /// <summary>The source was switched off; nothing was stored.</summary>
    public sealed record SourceOff : IntakeAnswer;

    /// <summary>The source has handed in as many orders as it may in an hour; nothing was stored.</summary>
    public sealed record TooManyOrders(int Limit, int RetryAfter) : IntakeAnswer;

    /// <summary>The order is larger than the source may hand in; nothing was stored.</summary>
    public sealed record TooLarge(Money Most) : IntakeAnswer;

    /// <summary>The restaurant's licence does not permit it; nothing was stored.</summary>
    public sealed record NoLicense(LicenseState State) : IntakeAnswer;
}

/// <summary>The one way in for orders of every source. The till is never called here.</summary>
public sealed class OrderIntake(IntakeWriter writer, LicenseWatch licenses)
{
    /// <summary>Takes an order from outside; needs the licence «Интернет заказы».</summary>
    /// <param name="call">Null = the call has no Idempotency-Key.</param>
    public async Task<IntakeAnswer> TakeAsync(
        NewOrder draft, RestaurantId restaurant, SourceId source, Actor by, IdempotentCall? call, CancellationToken cancellationToken)
    {
        var license = licenses.For(restaurant);
        if (license.AllowsIntake)
        {
            return await writer.StoreAsync(new IntakeItem(draft, restaurant, source, by, call), cancellationToken);
        }

        return writer.Refuse(new IntakeAnswer.NoLicense(license.State));
    }

    /// <summary>Takes an order that staff wrote down themselves; needs no licence, and no pause keeps it out.</summary>
    public Task<IntakeAnswer> TakeFromStaffAsync(
        NewOrder draft, RestaurantId restaurant, SourceId source, bool fills, Actor by, CancellationToken cancellationToken) =>
        writer.StoreAsync(new IntakeItem(draft, restaurant, source, by) { IsOfStaff = true, IsFilled = fills }, cancellationToken);
}
