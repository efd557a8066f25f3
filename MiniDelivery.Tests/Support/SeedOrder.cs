namespace MiniDelivery.Tests.Support;

/// <summary>The order of the user's own document, as a shop sends it.</summary>
internal static class SeedOrder
{
    public static object Body(string externalId, string name = "ИВАНОВ ИВАН ИВАНОВИЧ") => new
    {
        externalId,
        customer = new { name, phone = "87776665544" },
        fulfillment = new { type = "delivery", promisedAt = "2027-01-13T12:30:00+07:00", address = new { text = "Ул. Пушкина" } },
        guests = 2,
        comment = "Две персоны",
        items = new object[]
        {
            new { code = "101", name = "Пирог", quantity = 2, price = 350 },
            new { code = "102", name = "Хлеб", quantity = 1, price = 30 },
        },
        payment = new { method = "cash", changeFrom = 1000 },
        total = 730,
    };
}
