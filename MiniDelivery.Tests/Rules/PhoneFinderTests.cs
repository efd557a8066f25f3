using MiniDelivery.Domain.Intake;

namespace MiniDelivery.Tests.Rules;

public sealed class PhoneFinderTests
{
    [Theory]
    [InlineData("""{"customer":{"phone":"8 (913) 777-00-42"},"total":1700000000000}""", "8 (913) 777-00-42")]
    [InlineData("""{"customer":{"phone":"8 (913) 777-00-42", "name": """, "8 (913) 777-00-42")]
    [InlineData("""{"tel":"\u002b79137770042"}""", "+79137770042")]
    [InlineData("""{"телефон": 89137770042}""", "89137770042")]
    [InlineData("order=17&Phone=%2B7+913%20777%2D00%2D42&sum=10", "+7+913 777-00-42")]
    [InlineData("<order><phone>+7 913 777-00-42</phone></order>", "+7 913 777-00-42")]
    [InlineData("id,1234567890123\nИван звонил с +7(913)777-00-42 и просил", "+7(913)777-00-42")]
    [InlineData("Иван, 89137770042, Пушкина 1", "89137770042")]
    public void A_phone_is_found_in_any_format(string text, string phone) => Assert.Equal(phone, PhoneFinder.Find(text));

    [Theory]
    [InlineData("")]
    [InlineData("""{"externalId":"1234567890123456789","total":89137}""")]
    [InlineData("""{"at":1700000000,"id":"01890a5d-ac96-774b-bcce-b302099a8057"}""")]
    [InlineData("""{"phone":"0000000000"}""")]
    [InlineData("""{"phone":null,"sum":12}""")]
    public void What_is_no_phone_is_not_taken_for_one(string text) => Assert.Null(PhoneFinder.Find(text));

    // Whoever sends it wants the search to hang.
    [Fact]
    public void A_text_made_to_be_slow_is_searched_in_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Null(PhoneFinder.Find(new string('+', 60_000) + string.Concat(Enumerable.Repeat("phone 1 ", 20_000)) + new string('-', 60_000)));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
