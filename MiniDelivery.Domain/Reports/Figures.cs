using System.Runtime.InteropServices;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Reports;

/// <summary>How many orders and how much money.</summary>
/// <param name="Count">Orders.</param>
/// <param name="Sum">What they come to.</param>
public readonly record struct Tally(int Count, Money Sum)
{
    /// <summary>What one order comes to, to the kopeck; zero of none.</summary>
    public Money Average => Count is 0 ? Money.Zero : new Money((long)Math.Round(Sum.Minor / (decimal)Count, MidpointRounding.AwayFromZero));

    /// <summary>Both together.</summary>
    public static Tally operator +(Tally left, Tally right) => new(left.Count + right.Count, left.Sum + right.Sum);
}

/// <summary>
/// How long something took, counted by steps of time: 5 s up to five minutes, 15 s up to half an hour, then a minute. Medians of days
/// cannot be added up, counts can, and a step is finer than anybody would act upon.
/// </summary>
public sealed class TimeSteps
{
    private const int Fine = 300;
    private const int Middle = 1800;

    /// <summary>How many took up to so many seconds, the last of their step.</summary>
    public Dictionary<int, int> Counts { get; init; } = [];

    /// <summary>The middle: half of them took no longer; null of none.</summary>
    public int? Median => Percentile(50);

    /// <summary>Nine of ten took no longer; null of none.</summary>
    public int? P90 => Percentile(90);

    /// <summary>The end of the step that so many seconds are in.</summary>
    public static int StepOf(int seconds) => seconds switch
    {
        <= Fine => Up(seconds, 5),
        <= Middle => Up(seconds, 15),
        _ => Up(seconds, 60),
    };

    /// <summary>One more.</summary>
    public void Add(int? seconds)
    {
        if (seconds is { } some)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Counts, StepOf(some), out _)++;
        }
    }

    /// <summary>All of another count.</summary>
    public void Add(TimeSteps other)
    {
        foreach (var (step, count) in other.Counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Counts, step, out _) += count;
        }
    }

    /// <summary>How many took longer than so many seconds, the last of a step; all of them where that is negative.</summary>
    public int Over(int step) => Counts.Where(pair => pair.Key > step).Sum(pair => pair.Value);

    // Nearest rank: a time that an order really took, and none between two.
    private int? Percentile(int percent)
    {
        var rank = ((long)Counts.Values.Sum() * percent + 99) / 100;
        foreach (var (step, count) in Counts.OrderBy(pair => pair.Key))
        {
            rank -= count;
            if (rank <= 0)
            {
                return step;
            }
        }

        return null;
    }

    private static int Up(int seconds, int step) => (seconds + step - 1) / step * step;
}

/// <summary>
/// Everything that a report counts over some orders. Adding figures of days gives the figures of the period, exactly: that is what
/// lets a year be read from a few thousand small rows instead of a million orders.
/// </summary>
public sealed class Figures
{
    /// <summary>Orders by state, the cancelled among them.</summary>
    public Dictionary<OrderStatus, Tally> Statuses { get; init; } = [];

    /// <summary>Orders that have come at least so far.</summary>
    public Dictionary<OrderStage, int> Stages { get; init; } = [];

    /// <summary>Kept orders by the hour of coming in.</summary>
    public Dictionary<int, Tally> Hours { get; init; } = [];

    /// <summary>Why the cancelled were cancelled.</summary>
    public Dictionary<CancelReason, Tally> Reasons { get; init; } = [];

    /// <summary>Accepted orders by who accepted them.</summary>
    public Dictionary<string, Tally> Operators { get; init; } = [];

    /// <summary>How long each of those let them wait, in seconds together.</summary>
    public Dictionary<string, long> OperatorSeconds { get; init; } = [];

    /// <summary>From coming in to «Принять».</summary>
    public TimeSteps Accept { get; init; } = new();

    /// <summary>From «Принять» to the dishes at the till.</summary>
    public TimeSteps Till { get; init; } = new();

    /// <summary>From coming in to the guest.</summary>
    public TimeSteps Door { get; init; } = new();

    /// <summary>Delivered after the promised time.</summary>
    public int Late { get; set; }

    /// <summary>Delivered, with a promised time.</summary>
    public int Promised { get; set; }

    /// <summary>Kept orders of guests who had never ordered before.</summary>
    public Tally NewGuests { get; set; }

    /// <summary>Kept orders of guests who had.</summary>
    public Tally Returning { get; set; }

    /// <summary>Kept orders that can be compared with the till, at the shop's prices.</summary>
    public Tally Ordered { get; set; }

    /// <summary>The same, as the till has them.</summary>
    public Tally RungUp { get; set; }

    /// <summary>Those of them that differ.</summary>
    public int Differ { get; set; }

    /// <summary>All that came in.</summary>
    public int Received => Statuses.Values.Sum(tally => tally.Count);

    /// <summary>The cancelled.</summary>
    public Tally Cancelled => Statuses.GetValueOrDefault(OrderStatus.Deleted);

    /// <summary>All but the cancelled: what was earned.</summary>
    public Tally Kept => Statuses.Where(pair => pair.Key is not OrderStatus.Deleted).Aggregate(default(Tally), (sum, pair) => sum + pair.Value);

    /// <summary>One more order.</summary>
    public void Add(OrderFact fact)
    {
        var one = new Tally(1, fact.Total);
        Plus(Statuses, fact.Status, one);
        for (var stage = OrderStage.Received; stage <= fact.Stage; stage++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Stages, stage, out _)++;
        }

        Accept.Add(fact.AcceptSeconds);
        Till.Add(fact.TillSeconds);
        if (fact.AcceptedBy is not "")
        {
            Plus(Operators, fact.AcceptedBy, one);
            CollectionsMarshal.GetValueRefOrAddDefault(OperatorSeconds, fact.AcceptedBy, out _) += fact.AcceptSeconds ?? 0;
        }

        if (fact.Status is OrderStatus.Deleted)
        {
            Plus(Reasons, fact.Reason ?? CancelReason.Other, one);
            return;
        }

        Plus(Hours, fact.Hour, one);
        Door.Add(fact.DoorSeconds);
        Late += fact.IsLate is true ? 1 : 0;
        Promised += fact.IsLate is null ? 0 : 1;
        if (fact.GuestKey is not null)
        {
            (NewGuests, Returning) = fact.IsNewGuest ? (NewGuests + one, Returning) : (NewGuests, Returning + one);
        }

        if (fact is { Ordered: { } ordered, RungUp: { } rungUp })
        {
            Ordered += new Tally(1, ordered);
            RungUp += new Tally(1, rungUp);
            Differ += fact.Differs ? 1 : 0;
        }
    }

    /// <summary>The figures of other orders.</summary>
    public void Add(Figures other)
    {
        Plus(Statuses, other.Statuses);
        Plus(Hours, other.Hours);
        Plus(Reasons, other.Reasons);
        Plus(Operators, other.Operators);
        foreach (var (stage, count) in other.Stages)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Stages, stage, out _) += count;
        }

        foreach (var (name, seconds) in other.OperatorSeconds)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(OperatorSeconds, name, out _) += seconds;
        }

        Accept.Add(other.Accept);
        Till.Add(other.Till);
        Door.Add(other.Door);
        (Late, Promised, Differ) = (Late + other.Late, Promised + other.Promised, Differ + other.Differ);
        (NewGuests, Returning) = (NewGuests + other.NewGuests, Returning + other.Returning);
        (Ordered, RungUp) = (Ordered + other.Ordered, RungUp + other.RungUp);
    }

    private static void Plus<TKey>(Dictionary<TKey, Tally> sums, TKey key, Tally more)
        where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum += more;
    }

    private static void Plus<TKey>(Dictionary<TKey, Tally> sums, Dictionary<TKey, Tally> more)
        where TKey : notnull
    {
        foreach (var (key, tally) in more)
        {
            Plus(sums, key, tally);
        }
    }
}
