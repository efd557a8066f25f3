using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Intake;

/// <summary>What a try is like.</summary>
public enum TrialKind
{
    /// <summary>A delivery that the guest pays in cash.</summary>
    Delivery,

    /// <summary>A pickup that is paid already.</summary>
    Pickup,

    /// <summary>A delivery with a dish that the menu has not: somebody must say which one it is.</summary>
    UnknownDish,
}

/// <summary>«Пробный заказ»: an order as a shop would send it, made of what the till sells now.</summary>
public static class TrialOrder
{
    private const string UnknownCode = "проба";
    private static readonly Money _largestNote = Money.From(5000);

    /// <summary>The order; null when the till sells nothing that could be ordered just so.</summary>
    /// <param name="goesToTill">The till gets it as any other; else nothing of it goes there.</param>
    public static NewOrder? Draft(TrialKind kind, RestaurantMenu menu, string externalId, bool goesToTill)
    {
        var dishes = menu.Items.Where(IsSimple).Take(kind is TrialKind.Delivery ? 2 : 1).Select(Line).ToList();
        if (dishes is [])
        {
            return null;
        }

        if (kind is TrialKind.UnknownDish)
        {
            dishes.Add(new NewOrderLine(UnknownCode, "Пробное блюдо", Quantity.One, Money.From(100), null, []));
        }

        var order = new NewOrder
        {
            ExternalId = externalId,
            Guest = new Guest("Пробный гость", "+7 900 000-00-00", null),
            Type = kind is TrialKind.Pickup ? FulfillmentType.Pickup : FulfillmentType.Delivery,
            Address = kind is TrialKind.Pickup ? null : new Address("Пробная улица, 1"),
            Guests = 1,
            Comment = "Пробный заказ: готовить не нужно",
            Lines = dishes,
            IsTest = true,
            IsWithoutTill = !goesToTill,
        };
        return order with
        {
            Payment = kind is TrialKind.Pickup
                ? new Payment(PaymentMethod.Online, Paid: true)
                : new Payment(PaymentMethod.Cash, Paid: false, order.ComputedTotal() is { } total && total < _largestNote ? _largestNote : null),
        };
    }

    private static bool IsSimple(MenuItem item) =>
        item is { IsStopped: false, IsCombo: false, IsWeighed: false, Price.Minor: > 0 } && item.Groups.All(group => group.Min is 0);

    private static NewOrderLine Line(MenuItem item) =>
        new(item.Code.ToString(System.Globalization.CultureInfo.InvariantCulture), item.Name, Quantity.One, item.Price, null, []);
}
