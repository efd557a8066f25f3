using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Handoff;

/// <summary>What the cashier reads beside the order at the till.</summary>
internal static class TillComment
{
    /// <summary>
    /// Name, phone, address and wishes in one line, in the language of the till. Wishes about one dish, too: dishes have no place for them
    /// at the till.
    /// </summary>
    public static string For(Order order) => string.Join(", ", new[]
    {
        order.Guest.Name,
        order.Guest.Phone,
        order.Type is FulfillmentType.Pickup ? "Самовывоз" : Where(order.Address),
        order.Comment,
    }.Concat(order.Lines.Select(line => Part($"{line.Name}:", line.Comment))).Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string? Where(Address? address) => address is null ? null : string.Join(", ", new[]
    {
        address.Text,
        Part("подъезд", address.Entrance),
        Part("этаж", address.Floor),
        Part("кв.", address.Apartment),
        Part("домофон", address.Intercom),
        address.Comment,
    }.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string? Part(string word, string? value) => string.IsNullOrWhiteSpace(value) ? null : $"{word} {value}";
}
