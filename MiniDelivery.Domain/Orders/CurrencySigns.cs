namespace MiniDelivery.Domain.Orders;

/// <summary>How sums are marked where our guests pay.</summary>
public static class CurrencySigns
{
    private static readonly Dictionary<string, string> _signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["RUB"] = "₽",
        ["KZT"] = "₸",
        ["USD"] = "$",
        ["EUR"] = "€",
        ["UAH"] = "₴",
        ["GEL"] = "₾",
        ["AMD"] = "֏",
        ["AZN"] = "₼",
        ["TRY"] = "₺",
        ["BYN"] = "Br",
        ["KGS"] = "сом",
        ["UZS"] = "сум",
        ["TJS"] = "смн",
    };

    /// <summary>The sign of a currency; its code when it has none.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public static string Of(string currency) => _signs.GetValueOrDefault(currency, currency);
}
