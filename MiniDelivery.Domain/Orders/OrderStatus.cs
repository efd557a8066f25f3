namespace MiniDelivery.Domain.Orders;

/// <summary>Where an order is in its life, in the operators' own words (contract, section 1).</summary>
public enum OrderStatus
{
    /// <summary>«Ожидает»: came from outside, nobody has accepted it yet.</summary>
    Waiting,

    /// <summary>«Создан»: an (empty) order exists at the till.</summary>
    Created,

    /// <summary>«Принят»: the dishes are in the till's order, the kitchen has it.</summary>
    Accepted,

    /// <summary>«В пути»: a courier has left with it.</summary>
    OnTheWay,

    /// <summary>«Архив»: done.</summary>
    Archived,

    /// <summary>«Удален»: cancelled.</summary>
    Deleted,
}

/// <summary>How the guest gets the order.</summary>
public enum FulfillmentType
{
    /// <summary>«Доставка»: a courier brings it.</summary>
    Delivery,

    /// <summary>«Самовывоз»: the guest fetches it.</summary>
    Pickup,
}

/// <summary>The whole life of an order on one screen. Nothing else decides what may follow what.</summary>
public static class OrderStatusRules
{
    extension(OrderStatus status)
    {
        /// <summary>What may follow. No discard arm on purpose: a new status must not compile until it has its place (CS8509).</summary>
        public IReadOnlyList<OrderStatus> Next(FulfillmentType type) => (status, type) switch
        {
            (OrderStatus.Waiting, _) => [OrderStatus.Created, OrderStatus.Deleted],
            (OrderStatus.Created, _) => [OrderStatus.Accepted, OrderStatus.Deleted],
            (OrderStatus.Accepted, FulfillmentType.Delivery) => [OrderStatus.OnTheWay, OrderStatus.Deleted],
            (OrderStatus.Accepted, FulfillmentType.Pickup) => [OrderStatus.Archived, OrderStatus.Deleted],
            (OrderStatus.OnTheWay, _) => [OrderStatus.Archived, OrderStatus.Deleted],
            (OrderStatus.Archived, _) => [],
            (OrderStatus.Deleted, _) => [],
        };

        /// <summary>The one step back that a manager may take, if there is one. A deleted order goes back only while the till has nothing of it.</summary>
        public OrderStatus? Previous(FulfillmentType type) => (status, type) switch
        {
            (OrderStatus.Waiting or OrderStatus.Created or OrderStatus.Accepted, _) => null,
            (OrderStatus.OnTheWay, _) => OrderStatus.Accepted,
            (OrderStatus.Archived, FulfillmentType.Delivery) => OrderStatus.OnTheWay,
            (OrderStatus.Archived, FulfillmentType.Pickup) => OrderStatus.Accepted,
            (OrderStatus.Deleted, _) => OrderStatus.Waiting,
        };

        /// <summary>Whether the order is still somebody's work.</summary>
        public bool IsLive => status is not (OrderStatus.Archived or OrderStatus.Deleted);
    }
}
