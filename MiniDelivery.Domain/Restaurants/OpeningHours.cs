namespace MiniDelivery.Domain.Restaurants;

/// <summary>When guests can order, by the restaurant's clock.</summary>
/// <param name="Days">A day each; none at all = nobody has said, so always.</param>
/// <param name="Zone">The restaurant's time zone.</param>
public readonly record struct OpeningHours(IReadOnlyList<DayHours> Days, TimeZoneInfo Zone)
{
    /// <summary>Whether it is open at a moment.</summary>
    public bool IsOpenAt(DateTimeOffset moment) =>
        Days is [] || Around(moment).Any(open => open.From <= moment && moment < open.To);

    /// <summary>When it opens next after a moment; null = nobody has said any hours.</summary>
    public DateTimeOffset? OpensAfter(DateTimeOffset moment) => Around(moment).Where(open => open.From > moment).Min(open => (DateTimeOffset?)open.From);

    // From yesterday, whose hours may reach over midnight, to the same weekday of next week.
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Around(DateTimeOffset moment)
    {
        var (days, zone) = (Days, Zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        return from date in Enumerable.Range(-1, 9).Select(today.AddDays)
               from hours in days
               where hours.Day == date.DayOfWeek
               let closes = hours.Closes <= hours.Opens ? date.AddDays(1) : date
               select (zone.At(date.ToDateTime(hours.Opens)), zone.At(closes.ToDateTime(hours.Closes)));
    }
}

/// <summary>Turns what a clock on the wall shows into a moment.</summary>
public static class WallClock
{
    extension(TimeZoneInfo zone)
    {
        /// <summary>
        /// The moment at which the zone's clocks show a time. One that the clock skips (summer time) moves to the first moment after
        /// it; of one that the clock shows twice it is the first.
        /// </summary>
        public DateTimeOffset At(DateTime local)
        {
            while (zone.IsInvalidTime(local))
            {
                local = local.AddMinutes(1);
            }

            return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
        }
    }
}
