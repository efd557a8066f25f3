using System.Globalization;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// Sums of lines and orders, kopecks: price × quantity ÷ 1000, rounded half away from zero, plus the modifiers, whose
/// count is per portion.
/// </summary>
internal static class Pricing
{
    public static long Amount(TillLine line) =>
        Part(line.Price, line.Quantity)
        + line.Modis.Sum(modi => Part(modi.Price * modi.Count, line.Quantity))
        + line.Components.Sum(component => Amount(component, line.Quantity));

    public static long ListAmount(TillLine line) => Amount(line) - Part(line.Price, line.Quantity) + Part(line.ListPrice, line.Quantity);

    public static long Part(long price, int quantity) =>
        (long)Math.Round(price * (decimal)quantity / 1000m, MidpointRounding.AwayFromZero);

    public static OrderSums Of(TillOrder order, SimulatorMenu menu)
    {
        var lines = order.Sessions.SelectMany(session => session.Lines).ToList();
        var gross = lines.Sum(Amount);
        var discounts = order.Sessions.SelectMany(session => session.Discounts)
            .Select(discount => (discount, DiscountSum(discount, gross, menu))).ToList();
        var discountSum = Math.Max(-gross, discounts.Sum(discount => discount.Item2));
        var prepays = order.Sessions.SelectMany(session => session.Prepays).ToList();
        var prepaid = prepays.Where(prepay => !prepay.Promised).Sum(prepay => prepay.Amount ?? 0);
        var sum = gross + discountSum;
        return new OrderSums(
            sum, discountSum, prepaid, prepays.Where(prepay => prepay.Promised).Sum(prepay => prepay.Amount ?? 0),
            order.Paid ? 0 : sum - prepaid, lines.Sum(line => (long)line.Quantity), discounts);
    }

    private static long Amount(TillComponent component, int quantity) =>
        Part((component.Price + component.Modis.Sum(modi => modi.Price * modi.Count)) * component.Count, quantity);

    private static long DiscountSum(TillCharge discount, long gross, SimulatorMenu menu)
    {
        if (discount.Amount is { } amount)
        {
            return -Math.Abs(amount);
        }

        var percent = int.Parse(
            menu.Item(Refs.Discounts, discount.Item).Property("Percent") ?? "0", CultureInfo.InvariantCulture);
        return -(long)Math.Round(gross * percent / 100m, MidpointRounding.AwayFromZero);
    }
}

/// <summary>What an order comes to, kopecks and thousandths. Discounts are negative.</summary>
internal sealed record OrderSums(
    long Sum, long DiscountSum, long Prepaid, long Promised, long Unpaid, long Pieces,
    IReadOnlyList<(TillCharge Discount, long Sum)> Discounts);
