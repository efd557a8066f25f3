using System.Diagnostics.Metrics;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Telemetry;

namespace MiniDelivery.Web.Operations;

/// <summary>What is counted when somebody asks: orders that wait, terminals that hear, parts that do not work. By the restaurant's code.</summary>
internal sealed class SystemGauges
{
    private readonly RestaurantDirectory _restaurants;
    private readonly OrderBoard _board;
    private readonly TimeProvider _time;

    public SystemGauges(
        IMeterFactory meters,
        RestaurantDirectory restaurants,
        OrderBoard board,
        LiveSignal signal,
        TillMonitor tills,
        TerminalBook terminals,
        IntakeWriter intake,
        SystemWatch watch,
        TimeProvider time)
    {
        (_restaurants, _board, _time) = (restaurants, board, time);
        var meter = meters.Create(Meters.Name);
        meter.CreateObservableGauge("minidelivery.orders.waiting", () => Each(one => Waiting(one).Count), "{order}", "Orders that nobody has accepted yet");
        meter.CreateObservableGauge("minidelivery.orders.oldest_waiting", () => Each(OldestSeconds), "s", "Age of the order that waits longest");
        meter.CreateObservableGauge("minidelivery.handoff.waiting", () => Each(one => tills.For(one.Id)?.Queue ?? 0), "{order}", "Promises to the till that are not kept yet");
        meter.CreateObservableGauge("minidelivery.till.up", () => Each(one => tills.For(one.Id)?.IsWell is true ? 1 : 0), unit: null, "Whether the till answers");
        meter.CreateObservableGauge("minidelivery.terminals.hearing", () => Each(one => terminals.For(one.Id).Count), "{terminal}", "Terminals that would be heard");
        meter.CreateObservableGauge("minidelivery.intake.queue", () => intake.Queue, "{order}", "Orders that wait to be stored");
        meter.CreateObservableGauge("minidelivery.board.listeners", () => signal.SubscriberCount, "{listener}", "Open pages and others that follow the board");
        meter.CreateObservableGauge("minidelivery.system.trouble", () => Parts(watch), "{part}", "Parts of the system that do not work");
    }

    private IEnumerable<Measurement<double>> Each(Func<RestaurantInfo, double> measure) =>
        [.. _restaurants.Active.Select(restaurant => new Measurement<double>(measure(restaurant), new KeyValuePair<string, object?>("restaurant", restaurant.Code)))];

    private List<BoardRow> Waiting(RestaurantInfo restaurant) => [.. _board.For(restaurant.Id).Rows.Where(row => row.Status is OrderStatus.Waiting)];

    private double OldestSeconds(RestaurantInfo restaurant) =>
        Waiting(restaurant) is [_, ..] waiting ? (_time.GetUtcNow() - waiting.Min(row => row.ReceivedAt)).TotalSeconds : 0;

    private static IEnumerable<Measurement<int>> Parts(SystemWatch watch) =>
        [.. Enum.GetValues<SystemPart>().Select(part => new Measurement<int>(
            watch.Now.Count(state => state.Finding.Part == part && state.Finding.Level is FindingLevel.Trouble),
            new KeyValuePair<string, object?>("part", part.ToString())))];
}
