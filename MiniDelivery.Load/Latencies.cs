using System.Globalization;

namespace MiniDelivery.Load;

/// <summary>How long each of many things took.</summary>
/// <param name="Sorted">Milliseconds, the shortest first.</param>
/// <param name="Elapsed">In which time they all happened.</param>
internal sealed record Latencies(IReadOnlyList<double> Sorted, TimeSpan Elapsed)
{
    /// <summary>How many in a second.</summary>
    public double PerSecond => Sorted.Count / Elapsed.TotalSeconds;

    /// <summary>The usual one.</summary>
    public double Median => At(0.5);

    /// <summary>Of those in any order.</summary>
    public static Latencies Of(IEnumerable<double> milliseconds, TimeSpan elapsed) => new([.. milliseconds.Order()], elapsed);

    /// <summary>What so large a part of them stayed below.</summary>
    public double At(double part) => Sorted is [] ? double.NaN : Sorted[Math.Min(Sorted.Count - 1, (int)(part * Sorted.Count))];

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {Median:0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms");
}
