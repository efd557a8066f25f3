using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Webhooks;

/// <summary>What shops can be told of (contract, section 2). The names are final.</summary>
public static class WebhookEvents
{
    /// <summary>An order came in, or waits anew.</summary>
    public const string OrderReceived = "order.received";

    /// <summary>The till has an empty order.</summary>
    public const string OrderCreated = "order.created";

    /// <summary>The kitchen has the dishes.</summary>
    public const string OrderAccepted = "order.accepted";

    /// <summary>A courier has left with it.</summary>
    public const string OrderOnTheWay = "order.on_the_way";

    /// <summary>It is done.</summary>
    public const string OrderArchived = "order.archived";

    /// <summary>It is cancelled.</summary>
    public const string OrderDeleted = "order.deleted";

    /// <summary>The till said no; a person must look.</summary>
    public const string OrderTillFailed = "order.till_failed";

    /// <summary>Dishes ran out, or can be sold again.</summary>
    public const string StopListChanged = "stoplist.changed";

    /// <summary>A person paused intake.</summary>
    public const string IntakePaused = "intake.paused";

    /// <summary>Orders are taken again.</summary>
    public const string IntakeResumed = "intake.resumed";

    /// <summary>A person tries whether anybody is there.</summary>
    public const string Ping = "ping";

    /// <summary>What is told of single orders.</summary>
    public static IReadOnlyList<string> OfOrders { get; } = [OrderReceived, OrderCreated, OrderAccepted, OrderOnTheWay, OrderArchived, OrderDeleted, OrderTillFailed];

    /// <summary>What an endpoint can ask for. A ping need not be asked for.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfOrders, StopListChanged, IntakePaused, IntakeResumed];

    /// <summary>What is told when an order enters a state, from whichever side.</summary>
    public static string Entered(OrderStatus status) => status switch
    {
        OrderStatus.Waiting => OrderReceived,
        OrderStatus.Created => OrderCreated,
        OrderStatus.Accepted => OrderAccepted,
        OrderStatus.OnTheWay => OrderOnTheWay,
        OrderStatus.Archived => OrderArchived,
        OrderStatus.Deleted => OrderDeleted,
    };
}
