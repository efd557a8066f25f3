using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>The one thing that is to be done next with an order: what its button says.</summary>
public enum NextAct
{
    /// <summary>Nothing: it is done, or the till is at it.</summary>
    None,

    /// <summary>«Принять».</summary>
    Accept,

    /// <summary>«Редактирование заказа»: the dishes go into the till's order.</summary>
    Fill,

    /// <summary>«В пути».</summary>
    SendOut,

    /// <summary>«В архив».</summary>
    Archive,

    /// <summary>«Повторить»: the till refused.</summary>
    Retry,
}

/// <summary>What the list and the card offer for an order, decided in one place for both.</summary>
/// <param name="Act">What a person can do.</param>
/// <param name="Progress">Key of the words for what the till is doing instead; null = it is not doing anything.</param>
public readonly record struct NextOffer(NextAct Act, string? Progress)
{
    /// <summary>Decides by where the order is in its life and at the till.</summary>
    public static NextOffer For(OrderStatus status, FulfillmentType type, TillState till, HandoffAct? act, bool cancelWanted) => till switch
    {
        _ when !status.IsLive => default,
        TillState.Refused => new(NextAct.Retry, null),
        TillState.Creating => new(NextAct.None, "Progress.Creating"),
        TillState.Filling => new(NextAct.None, "Progress.Filling"),
        TillState.Cancelling => new(NextAct.None, "Progress.Cancelling"),
        TillState.Checking => new(NextAct.None, act is HandoffAct.Void ? "Progress.Cancelling" : "Progress.Checking"),
        _ when cancelWanted => new(NextAct.None, "Progress.Cancelling"),
        TillState.None or TillState.Created or TillState.Filled => new(
            status switch
            {
                OrderStatus.Waiting => NextAct.Accept,
                OrderStatus.Created => NextAct.Fill,
                OrderStatus.Accepted => type is FulfillmentType.Delivery ? NextAct.SendOut : NextAct.Archive,
                OrderStatus.OnTheWay => NextAct.Archive,
                OrderStatus.Archived or OrderStatus.Deleted => NextAct.None,
            },
            null),
    };
}
