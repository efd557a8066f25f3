using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Reports;

/// <summary>How far an order has come: what a funnel counts. Who has come further has been everywhere before.</summary>
public enum OrderStage
{
    /// <summary>It came in.</summary>
    Received,

    /// <summary>A terminal sounded for it, or a person said that they hear it.</summary>
    Heard,

    /// <summary>A person pressed «Принять».</summary>
    Accepted,

    /// <summary>Its dishes are at the till.</summary>
    AtTill,

    /// <summary>The guest has it.</summary>
    Delivered,
}

/// <summary>
/// What reports need to know of one order, in one narrow row beside it, written in the same transaction as the order itself. No name,
/// no phone: a report outlives what is known of a guest.
/// </summary>
public sealed class OrderFact
{
    /// <summary>The order.</summary>
    public required OrderId OrderId { get; init; }

    /// <summary>Whose.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>The business day on which it came in, as the restaurant's hours were then: a day that is over does not move.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>The hour at which it came in, by the restaurant's clock, 0–23.</summary>
    public required int Hour { get; set; }

    /// <summary>When it came in: the order of a list.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>From where.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>Who carries it; null = nobody.</summary>
    public Guid? CourierId { get; set; }

    /// <summary>As the courier was called then; empty = nobody.</summary>
    public string Courier { get; set; } = "";

    /// <summary>Where it is.</summary>
    public OrderStatus Status { get; set; }

    /// <summary>How far it has come.</summary>
    public OrderStage Stage { get; set; }

    /// <summary>Why it was cancelled; null = it was not.</summary>
    public CancelReason? Reason { get; set; }

    /// <summary>What the guest pays.</summary>
    public Money Total { get; set; }

    /// <summary>Who pressed «Принять» first; empty = nobody.</summary>
    public string AcceptedBy { get; set; } = "";

    /// <summary>Seconds from coming in to «Принять»; null = not yet.</summary>
    public int? AcceptSeconds { get; set; }

    /// <summary>Seconds from «Принять» until the till had the dishes; null = not yet.</summary>
    public int? TillSeconds { get; set; }

    /// <summary>Seconds from coming in until the guest had it; null = not yet.</summary>
    public int? DoorSeconds { get; set; }

    /// <summary>Whether the guest got it after the promised time; null = not yet, or no time was promised.</summary>
    public bool? IsLate { get; set; }

    /// <summary>What tells one guest from another, and gives away no phone; null = the order names none.</summary>
    public long? GuestKey { get; set; }

    /// <summary>The restaurant had never had an order of this guest before.</summary>
    public bool IsNewGuest { get; set; }

    /// <summary>What the dishes come to at the shop's prices, where the till can be compared with it; null = it cannot.</summary>
    public Money? Ordered { get; set; }

    /// <summary>What the till's order comes to.</summary>
    public Money? RungUp { get; set; }

    /// <summary>The till has other dishes, or another sum, than were ordered.</summary>
    public bool Differs { get; set; }

    /// <summary>The fact of an order; <see cref="IsNewGuest"/> is for whoever can look at other orders.</summary>
    /// <param name="hours">The restaurant's business day.</param>
    public static OrderFact Of(Order order, BusinessDay hours)
    {
        var fact = new OrderFact
        {
            OrderId = order.Id,
            RestaurantId = order.RestaurantId,
            Day = hours.Of(order.ReceivedAt),
            Hour = TimeZoneInfo.ConvertTime(order.ReceivedAt, hours.Zone).Hour,
            ReceivedAt = order.ReceivedAt,
            SourceId = order.SourceId,
            GuestKey = KeyOf(order),
        };
        fact.Follow(order);
        return fact;
    }

    /// <summary>The order has changed. Day, hour and guest stay what they were when it came in, unless the guest is erased.</summary>
    public void Follow(Order order)
    {
        var accepted = First(order, StepKind.AcceptRequested);
        var atTill = First(order, StepKind.TillFilled, StepKind.TillContentAgreed);
        var done = order.Status is OrderStatus.Archived ? order.StatusChangedAt : (DateTimeOffset?)null;
        var compared = order.CompareWithTill();

        Status = order.Status;
        (CourierId, Courier) = (order.CourierId?.Value, order.CourierName);
        Reason = order.Status is OrderStatus.Deleted ? order.Cancellation?.Reason : null;
        Total = order.Total;
        Stage = (done, atTill, accepted, order.FirstHeardAt) switch
        {
            ({ }, _, _, _) => OrderStage.Delivered,
            (_, { }, _, _) => OrderStage.AtTill,
            (_, _, { }, _) => OrderStage.Accepted,
            (_, _, _, { }) => OrderStage.Heard,
            _ => OrderStage.Received,
        };
        AcceptedBy = accepted?.By ?? "";
        AcceptSeconds = Seconds(order.ReceivedAt, accepted?.At);
        TillSeconds = accepted is null ? null : Seconds(accepted.At, atTill?.At);
        DoorSeconds = Seconds(order.ReceivedAt, done);
        IsLate = done is { } then && order.PromisedAt is { } promised ? then > promised : null;
        (Ordered, RungUp, Differs) = (compared?.Ordered, compared?.AtTill, compared is { IsAny: true });
        if (GuestKey is not null && KeyOf(order) is null)
        {
            // The guest was erased, and with them what tells them from others: all phones there are can be tried out against a key.
            GuestKey = BinaryPrimitives.ReadInt64BigEndian(order.Id.Value.ToByteArray().AsSpan(8));
        }
    }

    /// <summary>The key of a phone; null = too short to be one. Other in each restaurant, so that lists of keys cannot be laid side by side.</summary>
    /// <param name="phone">As <see cref="Order.PhoneKey"/> writes it.</param>
    public static long? KeyOf(RestaurantId restaurant, string phone) => phone.Length < 5
        ? null
        : BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes($"{restaurant} {phone}")));

    private static long? KeyOf(Order order) => KeyOf(order.RestaurantId, order.PhoneKey ?? order.Guest.PhoneDigits);

    private static OrderStep? First(Order order, params ReadOnlySpan<StepKind> kinds)
    {
        OrderStep? first = null;
        foreach (var step in order.History)
        {
            first = kinds.Contains(step.Kind) && (first is null || step.At < first.At) ? step : first;
        }

        return first;
    }

    private static int? Seconds(DateTimeOffset from, DateTimeOffset? to) =>
        to is { } end ? (int)Math.Clamp((end - from).TotalSeconds, 0, int.MaxValue) : null;
}
