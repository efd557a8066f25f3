namespace MiniDelivery.Domain.Orders;

/// <summary>The form in which texts are compared when somebody searches, the same in memory and in either database.</summary>
public static class SearchForm
{
    /// <summary>In small letters, and ё as е: «Сёмга» and «семга» are one dish to everybody but a computer. й stays й, which nobody leaves out.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant().Replace('ё', 'е');
    }
}
