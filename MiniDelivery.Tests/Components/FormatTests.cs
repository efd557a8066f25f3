using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Tests.Components;

public sealed class FormatTests
{
    private static readonly TimeZoneInfo _novosibirsk = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
    private static readonly DateTimeOffset _evening = new(2027, 1, 13, 14, 30, 0, TimeSpan.Zero);

    private static readonly IStringLocalizer<Words> _words = new ServiceCollection()
        .AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Words>>();

    [Theory]
    [InlineData("ru", 184000, "RUB", "1 840 ₽")]
    [InlineData("ru", 184050, "RUB", "1 840,50 ₽")]
    [InlineData("en", 184050, "RUB", "1,840.50 ₽")]
    [InlineData("ru", 0, "KZT", "0 ₸")]
    [InlineData("ru", 100, "XTS", "1 XTS")]
    public void Money_keeps_its_own_currency_in_every_language(string culture, long minor, string currency, string text)
    {
        using var _ = new Culture(culture);

        Assert.Equal(text, Format.Money(new Money(minor), currency).Replace('\u00A0', ' '));
        Assert.DoesNotContain(' ', Format.Money(new Money(minor), currency));
    }

    [Fact]
    public void A_column_with_kopecks_shows_them_everywhere()
    {
        using var _ = new Culture("ru");

        Assert.Equal("350,00", Format.Amount(Money.From(350), always: true));
    }

    [Theory]
    [InlineData("ru", 2000, "2")]
    [InlineData("ru", 350, "0,350")]
    [InlineData("en", 1500, "1.500")]
    public void A_quantity_is_whole_or_has_three_decimals(string culture, long thousandths, string text)
    {
        using var _ = new Culture(culture);

        Assert.Equal(text, Format.Quantity(new Quantity(thousandths)));
    }

    [Theory]
    [InlineData("ru", 0, "0 терминалов")]
    [InlineData("ru", 1, "1 терминал")]
    [InlineData("ru", 3, "3 терминала")]
    [InlineData("ru", 11, "11 терминалов")]
    [InlineData("ru", 21, "21 терминал")]
    [InlineData("en", 21, "21 терминала")]
    public void A_word_follows_its_number(string culture, int number, string text)
    {
        using var _ = new Culture(culture);

        Assert.Equal(text, Format.Plural(number, "терминал|терминала|терминалов").Replace('\u00A0', ' '));
    }

    [Fact]
    public void Times_are_those_of_the_restaurant()
    {
        using var _ = new Culture("ru");

        Assert.Equal("21:30", Format.Time(_evening, _novosibirsk));
        Assert.Equal("13-01-2027", Format.Date(_evening, _novosibirsk));
        Assert.Equal("14-01-2027 | 00:30", Format.DateTime(_evening.AddHours(3), _novosibirsk));
        Assert.Equal("14-01 00:30", Format.TimeOrDay(_evening.AddHours(3), _evening, _novosibirsk));
        Assert.Equal("21:30", Format.TimeOrDay(_evening, _evening.AddHours(1), _novosibirsk));
        Assert.Equal("13.01.2027", Format.LicenseDay(_evening, _novosibirsk));
        Assert.Equal("ср, 13 января", Format.ClockDate(_evening, _novosibirsk));
    }

    [Theory]
    [InlineData(-5, "0:00")]
    [InlineData(84, "1:24")]
    [InlineData(190, "3:10")]
    [InlineData(3725, "1:02:05")]
    public void An_age_counts_seconds(int seconds, string text) => Assert.Equal(text, Format.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("ru", 2700, "через 45 мин")]
    [InlineData("ru", 2641, "через 45 мин")]
    [InlineData("ru", 7500, "через 2 ч 5 мин")]
    [InlineData("ru", 7200, "через 2 ч")]
    [InlineData("ru", -30, "сейчас")]
    [InlineData("ru", -300, "опаздывает на 5 мин")]
    [InlineData("en", -300, "5 min late")]
    public void What_is_left_is_said_in_words(string culture, int seconds, string text)
    {
        using var _ = new Culture(culture);

        Assert.Equal(text, Format.Until(_evening.AddSeconds(seconds), _evening, _words));
    }

    [Theory]
    [InlineData("87776665544", "RU", "8 777 666-55-44", "tel:+77776665544")]
    [InlineData("+7 (777) 666-55-44", "RU", "8 777 666-55-44", "tel:+77776665544")]
    [InlineData("8 (495) 123-45-67 доб. 4432", "RU", "8 495 123-45-67 доб. 4432", "tel:+74951234567,4432")]
    [InlineData("87776665544", "KZ", "8 777 666-55-44", "tel:+77776665544")]
    [InlineData("+49 30 901820", "RU", "+49 30 901820", "tel:+4930901820")]
    [InlineData("030/901820", "DE", "030 901820", "tel:+4930901820")]
    [InlineData("+8 777 666 55 44", "RU", "+8 777 666 55 44", "tel:+87776665544")]
    [InlineData("2-33-44", "RU", "2-33-44", "tel:23344")]
    [InlineData("нет", "RU", "нет", null)]
    public void A_phone_is_readable_and_can_be_called(string given, string country, string shown, string? href)
    {
        using var _ = new Culture("ru-RU");

        Assert.Equal(shown, Format.Phone(given, country).Replace('\u00A0', ' '));
        Assert.Equal(href, Format.PhoneHref(given, country));
    }

    private sealed class Culture : IDisposable
    {
        private readonly (CultureInfo, CultureInfo) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

        public Culture(string name) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(name);

        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
    }
}
