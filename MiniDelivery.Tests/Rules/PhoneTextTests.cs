using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Tests.Rules;

/// <summary>One phone has one key, however people write it.</summary>
public sealed class PhoneTextTests
{
    [Theory]
    [InlineData("RU", "+77776665544", "87776665544", "8 777 666-55-44", "+7 (777) 666 55 44", "7776665544", "77776665544", "tel. 8-777-6665544", " +7.777.666.55.44 ")]
    [InlineData("KZ", "+77776665544", "87776665544", "+7 777 666 55 44", "8 (777) 6665544")]
    [InlineData("DE", "+4915112345678", "0151 12345678", "+49 151 12345678", "0049 151 12345678", "0151/12345678")]
    [InlineData("RU", "+4915112345678", "+49 151 12345678", "0049 151 12345678", "8 10 49 151 12345678")]
    [InlineData("RU", "+74951234567;ext=4432", "8 (495) 123-45-67 доб. 4432", "+7 495 123-45-67 ext. 4432", "84951234567#4432", "8 495 1234567 доб 4432")]
    [InlineData("RU", "233445", "2-33-44-5", "233445")]
    [InlineData("RU", "", "нет", "")]
    public void Every_spelling_of_a_phone_has_the_same_key(string country, string key, params string[] spellings) =>
        Assert.All(spellings, spelling => Assert.Equal(key, PhoneText.Key(spelling, country)));

    [Theory]
    [InlineData("8 495 123-45-67", "8 495 123-45-68")]
    [InlineData("8 495 123-45-67 доб. 1", "8 495 123-45-67 доб. 2")]
    [InlineData("2-33-44-5", "2-33-44-6")]
    public void Two_phones_have_two_keys(string one, string other) => Assert.NotEqual(PhoneText.Key(one, "RU"), PhoneText.Key(other, "RU"));

    [Theory]
    [InlineData("RUB", "Asia/Novosibirsk", "RU")]
    [InlineData("KZT", "Asia/Almaty", "KZ")]
    [InlineData("EUR", "Europe/Berlin", "DE")]
    [InlineData("XXX", "Mars/Base", "RU")]
    public void A_currency_and_a_zone_suggest_a_country_that_is_known(string currency, string zone, string country)
    {
        Assert.Equal(country, RestaurantRules.CountryOf(currency, zone));
        Assert.True(PhoneText.Knows(country));
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("ZZ")]
    [InlineData("")]
    [InlineData(null)]
    public void A_country_that_is_none_is_refused(string? country) => Assert.False(PhoneText.Knows(country));
}
