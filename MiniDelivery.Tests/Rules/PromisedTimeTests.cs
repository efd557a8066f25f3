using System.Text;
using System.Text.Json;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Tests.Rules;

/// <summary>What is understood of the time that a shop promises its guest, whatever clock its server runs by.</summary>
public sealed class PromisedTimeTests
{
    // What is sent; the restaurant's zone; what its clock shows then (null = refused); whether both sides are told of the difference.
    public static TheoryData<string, string, string?, bool> Cases() => new()
    {
        // An ordinary day.
        { "2027-01-13T12:30:00+07:00", "Asia/Novosibirsk", "2027-01-13 12:30 +07:00", false },
        { "2027-01-13T12:30:00+03:00", "Asia/Novosibirsk", "2027-01-13 16:30 +07:00", true },
        { "2027-01-13T05:30:00Z", "Asia/Novosibirsk", "2027-01-13 12:30 +07:00", true },
        { "2027-01-13t05:30:00z", "Asia/Novosibirsk", "2027-01-13 12:30 +07:00", true },
        { "2027-01-13T05:30:00-00:00", "Europe/London", "2027-01-13 05:30 +00:00", false },
        { "2027-01-13T12:30:00.1234567+07:00", "Asia/Novosibirsk", "2027-01-13 12:30 +07:00", false },
        { "2027-01-13T12:30:00+05:45", "Asia/Kathmandu", "2027-01-13 12:30 +05:45", false },

        // Midnight, and the day that differs between the clocks.
        { "2027-01-13T00:00:00+07:00", "Asia/Novosibirsk", "2027-01-13 00:00 +07:00", false },
        { "2027-01-13T18:30:00Z", "Asia/Novosibirsk", "2027-01-14 01:30 +07:00", true },
        { "2027-01-01T00:15:00+12:00", "Europe/Kaliningrad", "2026-12-31 14:15 +02:00", true },
        { "2028-02-29T23:59:59+07:00", "Asia/Novosibirsk", "2028-02-29 23:59 +07:00", false },
        { "2027-01-13T24:00:00+07:00", "Asia/Novosibirsk", null, false },

        // The clock jumps from 02:00 to 03:00 (28 March 2027): 02:30 is no time there, whatever offset is written with it.
        { "2027-03-28T01:59:59+01:00", "Europe/Berlin", "2027-03-28 01:59 +01:00", false },
        { "2027-03-28T02:30:00+01:00", "Europe/Berlin", "2027-03-28 03:30 +02:00", true },
        { "2027-03-28T02:30:00+02:00", "Europe/Berlin", "2027-03-28 01:30 +01:00", true },
        { "2027-03-28T03:00:00+02:00", "Europe/Berlin", "2027-03-28 03:00 +02:00", false },

        // The clock shows 02:30 twice (31 October 2027): the offset says which.
        { "2027-10-31T02:30:00+02:00", "Europe/Berlin", "2027-10-31 02:30 +02:00", false },
        { "2027-10-31T02:30:00+01:00", "Europe/Berlin", "2027-10-31 02:30 +01:00", false },
        { "2027-10-31T03:00:00+02:00", "Europe/Berlin", "2027-10-31 02:00 +01:00", true },

        // A shop that forgot to put its clock back.
        { "2027-11-15T19:00:00+02:00", "Europe/Berlin", "2027-11-15 18:00 +01:00", true },

        // What says no moment.
        { "2027-01-13T12:30:00", "Asia/Novosibirsk", null, false },
        { "2027-01-13 12:30:00+07:00", "Asia/Novosibirsk", null, false },
        { "2027-02-29T12:30:00+07:00", "Asia/Novosibirsk", null, false },
        { "2027-01-13T12:30:00+15:00", "Asia/Novosibirsk", null, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_promised_time_is_understood_by_the_restaurants_clock_or_refused_with_its_pointer(string sent, string zone, string? shown, bool isTold)
    {
        var (order, problem) = JsonBody.Read(
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
            {
                externalId = "T-1",
                customer = new { phone = "87776665544" },
                fulfillment = new { type = "pickup", promisedAt = sent },
                items = new[] { new { name = "Пирог", quantity = 1 } },
            })),
            OrderBodyReader.Read);

        if (shown is null)
        {
            Assert.Null(order);
            Assert.Equal("/fulfillment/promisedAt", Assert.Single(problem!.Errors!).Pointer);
            Assert.Equal(422, problem.Status);
            return;
        }

        var restaurant = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.Equal(shown, FormattableString.Invariant($"{TimeZoneInfo.ConvertTime(order!.PromisedAt!.Value, restaurant):yyyy-MM-dd HH:mm zzz}"));
        var warnings = order.Warnings(restaurant).ToList();
        Assert.Equal(isTold, warnings is [{ Code: "promised-offset", Pointer: "/fulfillment/promisedAt" }]);
        Assert.All(warnings, warning => Assert.Contains($"understood as {shown}", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_twenty_four_of_them() => Assert.Equal(24, Cases().Count);

    [Fact]
    public void The_same_moment_written_with_another_offset_is_the_same_order()
    {
        var here = Support.Some.Draft() with { PromisedAt = new DateTimeOffset(2027, 1, 13, 12, 30, 0, TimeSpan.FromHours(7)) };

        Assert.Equal(here.Fingerprint(), (here with { PromisedAt = here.PromisedAt!.Value.ToUniversalTime() }).Fingerprint());
    }

    [Fact]
    public void An_order_keeps_the_moment_and_the_warning()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
        var draft = Support.Some.Draft() with { PromisedAt = new DateTimeOffset(2027, 1, 13, 12, 30, 0, TimeSpan.FromHours(3)) };

        var order = Domain.Orders.Order.Receive(draft, Support.Some.Restaurant, Support.Some.Source, 1, null, new Domain.Access.Actor("сайт"), Support.Some.Noon, zone: zone);

        Assert.Equal((TimeSpan.Zero, draft.PromisedAt!.Value), (order.PromisedAt!.Value.Offset, order.PromisedAt.Value));
        Assert.Equal("promised-offset", Assert.Single(order.Warnings).Code);
    }
}
