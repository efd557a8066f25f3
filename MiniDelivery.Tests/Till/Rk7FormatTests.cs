using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

public class Rk7FormatTests
{
    private const int Rounds = 500;

    private readonly Random _random = new(20_300_101);

    [Fact]
    public void A_guid_comes_back_whatever_the_writing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var guid = NextGuid();
            var written = Rk7Format.Write(guid);

            Assert.Matches("^\\{[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}\\}$", written);
            Assert.Equal(guid, Rk7Format.ReadGuid(written));
            Assert.Equal(guid, Rk7Format.ReadGuid(guid.ToString("D")));
            Assert.Equal(guid, Rk7Format.ReadGuid($" {guid:B} "));
        }
    }

    [Fact]
    public void Kopecks_and_thousandths_come_back_exactly()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var number = _random.NextInt64(-10_000_000_000, 10_000_000_000);
            var element = new XElement("Dish", new XAttribute("n", Rk7Format.Write(number)));

            Assert.Equal(number / 100m, element.Money("n")!.Value.Amount);
            Assert.Equal(number / 1000m, element.Quantity("n")!.Value.Value);
            Assert.Equal(number, Rk7Format.ReadLong(Rk7Format.Write(number)));
        }
    }

    [Fact]
    public void What_people_write_as_a_price_is_sent_as_kopecks()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var rubles = _random.Next(0, 1_000_000);
            var kopecks = _random.Next(0, 100);
            var price = decimal.Parse($"{rubles}.{kopecks:D2}", CultureInfo.InvariantCulture);

            Assert.Equal($"{(rubles * 100L) + kopecks}", Rk7Format.Write(Money.From(price).Minor));
        }
    }

    // A day counted from Delphi's zero date is what an RK7 server reads an interval as (digest, section 4).
    [Fact]
    public void An_interval_is_counted_from_the_zero_date()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var seconds = _random.Next(0, 40 * 24 * 3600);
            var written = Rk7Format.WriteInterval(TimeSpan.FromSeconds(seconds));

            var read = XmlConvert.ToDateTime(written, XmlDateTimeSerializationMode.Unspecified);
            Assert.Equal(seconds, (read - new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified)).TotalSeconds);
        }

        Assert.Equal("1899-12-30T00:02:00", Rk7Format.WriteInterval(TimeSpan.FromMinutes(2)));
        Assert.Equal("1899-12-30T00:00:00", Rk7Format.WriteInterval(TimeSpan.Zero));
    }

    // Local time without a zone, whatever this machine's zone is; some servers write a blank or fractions.
    [Fact]
    public void A_moment_is_read_as_the_till_writes_it()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var moment = new DateTime(1899, 12, 31, 0, 0, 0, DateTimeKind.Unspecified).AddMilliseconds(_random.NextInt64(0, 200L * 365 * 24 * 3600 * 1000));
            var second = moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

            Assert.Equal(second, Rk7Format.ReadTime(second.ToString("s", CultureInfo.InvariantCulture)));
            Assert.Equal(second, Rk7Format.ReadTime(second.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
            Assert.Equal(moment, Rk7Format.ReadTime(moment.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture)));
            Assert.Equal(second, new XElement("Order", new XAttribute("openTime", second.ToString("s", CultureInfo.InvariantCulture))).Time("openTime"));
            Assert.Equal(DateTimeKind.Unspecified, Rk7Format.ReadTime(second.ToString("s", CultureInfo.InvariantCulture)).Kind);
        }
    }

    [Theory]
    [InlineData("1899-12-30T00:00:00")]
    [InlineData("1899-12-30T13:30:00")]
    [InlineData("")]
    public void Never_is_no_moment(string text) => Assert.Null(new XElement("Order", new XAttribute("billTime", text)).Time("billTime"));

    // Some commands take words, others fail with "Bad integer attribute" (digest, section 4).
    [Fact]
    public void No_request_of_ours_writes_a_boolean_as_a_word()
    {
        var requests = Golden.All();

        Assert.True(requests.Count > 20);
        Assert.All(requests, request => Assert.DoesNotContain(
            request.DescendantsAndSelf().Attributes(), attribute => bool.TryParse(attribute.Value, out _)));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("True", true)]
    [InlineData("FALSE", false)]
    [InlineData("", false)]
    public void Booleans_are_read_both_ways(string text, bool expected) => Assert.Equal(expected, Rk7Format.ReadBoolean(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("2")]
    [InlineData("-1")]
    public void What_is_no_boolean_is_not_guessed(string text) => Assert.Throws<FormatException>(() => Rk7Format.ReadBoolean(text));

    [Theory]
    [InlineData("12,5")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public void What_is_no_number_is_not_guessed(string text) => Assert.Throws<FormatException>(() => Rk7Format.ReadLong(text));

    [Fact]
    public void A_number_that_does_not_fit_is_not_cut() => Assert.Throws<FormatException>(() => Rk7Format.ReadInt("4294967297"));

    [Fact]
    public void Any_text_becomes_an_attribute_of_one_line()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var text = new string([.. Enumerable.Range(0, 40).Select(_ => (char)_random.Next(0, 0x10000))]);

            var written = Rk7Format.WriteText(text);
            var read = XElement.Parse(new XElement("a", new XAttribute("b", written)).ToString()).Attribute("b")!.Value;

            Assert.Equal(written, read);
            Assert.DoesNotContain(read, character => character is '\r' or '\n' or '\t');
        }
    }

    [Fact]
    public void A_missing_attribute_is_nothing_and_not_a_fault()
    {
        var element = new XElement("Order", new XAttribute("blank", " "), new XAttribute("empty", ""));

        Assert.Null(element.Guid("guid"));
        Assert.Null(element.Guid("blank"));
        Assert.Null(element.Int("empty"));
        Assert.Null(element.Money("orderSum"));
        Assert.False(element.Flag("paid"));
    }

    private Guid NextGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
