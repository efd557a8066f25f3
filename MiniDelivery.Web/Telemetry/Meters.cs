using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MiniDelivery.Web.Telemetry;

/// <summary>
/// What is measured where it happens, under one name: numbers for <c>/metrics</c>, spans for traces. Of the process and not of a
/// container, as .NET means both to be; without a listener they cost next to nothing. Labels are codes from short lists: never a
/// name, a number of an order, or anything that somebody sent.
/// </summary>
internal static class Meters
{
    /// <summary>Name of meter and source.</summary>
    public const string Name = "MiniDelivery";

    private static readonly Meter _meter = new(Name);

    // From 5 ms to 10 s, as OpenTelemetry proposes for durations in seconds.
    private static readonly InstrumentAdvice<double> _seconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    /// <summary>Spans.</summary>
    public static ActivitySource Spans { get; } = new(Name);

    /// <summary>Storing one order, from being handed in to the answer.</summary>
    public static Measure Intake { get; } = new(Histogram("minidelivery.intake.duration", "Time to store an order, or to say why not"));

    /// <summary>One step towards a kept promise to a till.</summary>
    public static Measure Handoff { get; } = new(Histogram("minidelivery.handoff.duration", "Time of one step of an order's transfer to the till"));

    /// <summary>One request to a till.</summary>
    public static Measure Till { get; } = new(Histogram("minidelivery.till.duration", "Time of one request to the till"));

    /// <summary>One attempt to tell a shop.</summary>
    public static Measure Webhook { get; } = new(Histogram("minidelivery.webhook.duration", "Time of one attempt to send an event"));

    /// <summary>One reading of the board.</summary>
    public static Measure Board { get; } = new(Histogram("minidelivery.board.duration", "Time to read what changed of the orders in work"));

    private static Histogram<double> Histogram(string name, string what) => _meter.CreateHistogram(name, "s", what, tags: null, _seconds);
}

/// <summary>Something that takes time and comes to an end of one of a few kinds.</summary>
internal sealed class Measure(Histogram<double> duration)
{
    /// <summary>Begins it.</summary>
    /// <param name="span">What it is called among spans.</param>
    /// <param name="kind">Whether it asks another machine.</param>
    /// <param name="tags">What is known of it already.</param>
    public Measured Begin(string span, ActivityKind kind, TimeProvider time, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new(duration, Meters.Spans.StartActivity(span, kind), time, new TagList(tags));
}

/// <summary>Something that has begun; ended when it is disposed.</summary>
internal sealed class Measured(Histogram<double> duration, Activity? span, TimeProvider time, TagList tags) : IDisposable
{
    /// <summary>How it ended; what is never said broke.</summary>
    public const string Broken = "broken";

    private readonly long _began = time.GetTimestamp();
    private TagList _tags = tags;

    /// <summary>How it ends, as a code.</summary>
    public string Outcome { get; set; } = Broken;

    /// <inheritdoc/>
    public void Dispose()
    {
        _tags.Add("outcome", Outcome);
        duration.Record(time.GetElapsedTime(_began).TotalSeconds, _tags);
        if (span is not null)
        {
            foreach (var (key, value) in _tags)
            {
                span.SetTag(key, value);
            }

            if (Outcome is Broken)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }

            span.Dispose();
        }
    }
}
