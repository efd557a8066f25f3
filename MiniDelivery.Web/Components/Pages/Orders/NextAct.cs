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

    /// <summary>«Редактирование заказа»: the page that puts the dishes into the till's order.</summary>
    Edit,

    /// <summary>«Внести блюда»: a try, of which the till knows nothing, goes on without it.</summary>
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
/// <param name="Busy">What the till is doing instead; null = it is not at it.</param>
public readonly record struct NextOffer(NextAct Act, TillState? Busy)
{
    /// <summary>Decides by where the order is in its life and at the till.</summary>
    public static NextOffer For(OrderStatus status, FulfillmentType type, TillState till, bool cancelWanted, HandoffAct? act = null, bool isWithoutTill = false) => (status.IsLive, till) switch
    {
        (false, _) => default,
        // What was edited and refused cannot just be sent again: a person must see what the till has.
        (true, TillState.Refused) => new(act is HandoffAct.Edit ? NextAct.Edit : NextAct.Retry, null),
        (true, TillState.Creating or TillState.Filling or TillState.Cancelling or TillState.Checking) => new(NextAct.None, till),
        (true, TillState.None or TillState.Created or TillState.Filled) => cancelWanted
            ? new(NextAct.None, TillState.Cancelling)
            : new(Next(status, type, isWithoutTill), null),
    };

    /// <summary>Key of the button's word in the shared vocabulary.</summary>
    public string Word => Act switch
    {
        NextAct.None => "",
        NextAct.Accept => "Button.Accept",
        NextAct.Edit => "Button.Edit",
        NextAct.Fill => "Button.Fill",
        NextAct.SendOut => "Button.OnTheWay",
        NextAct.Archive => "Button.Archive",
        NextAct.Retry => "Button.Retry",
    };

    private static NextAct Next(OrderStatus status, FulfillmentType type, bool isWithoutTill) => status switch
    {
        OrderStatus.Waiting => NextAct.Accept,
        OrderStatus.Created => isWithoutTill ? NextAct.Fill : NextAct.Edit,
        OrderStatus.Accepted => type is FulfillmentType.Delivery ? NextAct.SendOut : NextAct.Archive,
        OrderStatus.OnTheWay => NextAct.Archive,
        OrderStatus.Archived or OrderStatus.Deleted => NextAct.None,
    };
}
