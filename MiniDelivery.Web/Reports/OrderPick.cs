using System.Globalization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;

namespace MiniDelivery.Web.Reports;

/// <summary>Which of an order's times is meant.</summary>
public enum OrderTime
{
    /// <summary>From coming in to «Принять».</summary>
    Accept,

    /// <summary>From «Принять» to the dishes at the till.</summary>
    Till,

    /// <summary>From coming in to the guest.</summary>
    Door,
}

/// <summary>
/// Which of a report's orders are meant by one of its numbers. Each kind says both how its number is counted and which orders are
/// behind it, side by side: a list that shows others than its number counts is a fault that can be seen in one place.
/// </summary>
public abstract record OrderPick
{
    private OrderPick()
    {
    }

    /// <summary>As an address says it: <see cref="Read"/> understands it.</summary>
    public abstract string Address { get; }

    /// <summary>Reads an address; what makes no sense means all orders.</summary>
    public static OrderPick Read(string? address)
    {
        var (kind, value) = (address ?? "").Split('.', 2) is [var first, var rest] ? (first, rest) : (address, "");
        return (kind, value) switch
        {
            ("kept", _) => new Kept(),
            ("late", _) => new Late(),
            ("state", _) when One<OrderStatus>(value) is { } status => new InState(status),
            ("stage", _) when One<OrderStage>(value) is { } stage => new Reached(stage),
            ("reason", _) when One<CancelReason>(value) is { } reason => new CancelledFor(reason),
            ("operator", not "") => new By(value),
            ("guests", "new" or "known") => new Guests(value is "new"),
            ("compared", "same" or "differing") => new Compared(value is "differing"),
            ("compared", _) => new Compared(null),
            ("hour", _) when value.Split('.') is [var hour, .. var day] && Number(hour) is { } number => new AtHour(number, One<DayOfWeek>(day.FirstOrDefault())),
            ("time", _) when value.Split('.') is [var time, .. var more] && One<OrderTime>(time) is { } which => new Timed(which, Number(more.FirstOrDefault())),
            ("dish", not "") => new Dish(value, IsDropped: false),
            ("dropped", not "") => new Dish(value, IsDropped: true),
            _ => new Received(),
        };
    }

    /// <summary>How many of these orders are meant.</summary>
    /// <param name="day">The weekday of the business day that was counted.</param>
    internal abstract int CountIn(Figures figures, DayOfWeek day);

    /// <summary>The orders that are meant, of days that have some.</summary>
    internal abstract IQueryable<OrderFact> Of(IQueryable<OrderFact> facts);

    private static IQueryable<OrderFact> KeptOf(IQueryable<OrderFact> facts) => facts.Where(fact => fact.Status != OrderStatus.Deleted);

    private static T? One<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>All of them.</summary>
    public sealed record Received : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => "all";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Received;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => facts;
    }

    /// <summary>Not cancelled.</summary>
    public sealed record Kept : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => "kept";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Kept.Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => KeptOf(facts);
    }

    /// <summary>Delivered after the promised time.</summary>
    public sealed record Late : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => "late";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Late;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => KeptOf(facts).Where(fact => fact.IsLate == true);
    }

    /// <summary>In one state.</summary>
    public sealed record InState(OrderStatus Status) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => $"state.{Status}";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Statuses.GetValueOrDefault(Status).Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => facts.Where(fact => fact.Status == Status);
    }

    /// <summary>Come at least so far.</summary>
    public sealed record Reached(OrderStage Stage) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => $"stage.{Stage}";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Stages.GetValueOrDefault(Stage);

        // Stored as words, which have no order.
        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts)
        {
            List<OrderStage> further = [.. Enum.GetValues<OrderStage>().Where(other => other >= Stage)];
            return facts.Where(fact => further.Contains(fact.Stage));
        }
    }

    /// <summary>Cancelled for one reason.</summary>
    public sealed record CancelledFor(CancelReason Reason) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => $"reason.{Reason}";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Reasons.GetValueOrDefault(Reason).Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts)
        {
            var isOther = Reason is CancelReason.Other;
            return facts.Where(fact => fact.Status == OrderStatus.Deleted && (fact.Reason == Reason || (isOther && fact.Reason == null)));
        }
    }

    /// <summary>Accepted by one person.</summary>
    public sealed record By(string Name) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => $"operator.{Name}";

        internal override int CountIn(Figures figures, DayOfWeek day) => figures.Operators.GetValueOrDefault(Name).Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => facts.Where(fact => fact.AcceptedBy == Name);
    }

    /// <summary>Of guests who had never ordered before, or of those who had.</summary>
    public sealed record Guests(bool IsNew) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => IsNew ? "guests.new" : "guests.known";

        internal override int CountIn(Figures figures, DayOfWeek day) => (IsNew ? figures.NewGuests : figures.Returning).Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => KeptOf(facts).Where(fact => fact.GuestKey != null && fact.IsNewGuest == IsNew);
    }

    /// <summary>Come in at one hour, of any weekday or of one.</summary>
    public sealed record AtHour(int Hour, DayOfWeek? Day) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => string.Create(CultureInfo.InvariantCulture, $"hour.{Hour}{(Day is { } day ? $".{day}" : "")}");

        internal override int CountIn(Figures figures, DayOfWeek day) => Day is { } only && only != day ? 0 : figures.Hours.GetValueOrDefault(Hour).Count;

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => KeptOf(facts).Where(fact => fact.Hour == Hour);
    }

    /// <summary>Comparable with the till; of those the same, or differing.</summary>
    public sealed record Compared(bool? Differs) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => Differs switch { null => "compared", true => "compared.differing", false => "compared.same" };

        internal override int CountIn(Figures figures, DayOfWeek day) => Differs switch
        {
            null => figures.Ordered.Count,
            true => figures.Differ,
            false => figures.Ordered.Count - figures.Differ,
        };

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts)
        {
            facts = KeptOf(facts).Where(fact => fact.Ordered != null);
            return Differs is { } differs ? facts.Where(fact => fact.Differs == differs) : facts;
        }
    }

    /// <summary>Of which a time is known; with <paramref name="Over"/>, only those that took longer.</summary>
    /// <param name="Over">Seconds, the end of a step of <see cref="TimeSteps"/>.</param>
    public sealed record Timed(OrderTime Time, int? Over) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => string.Create(CultureInfo.InvariantCulture, $"time.{Time}{(Over is { } over ? $".{over}" : "")}");

        private int Step => Over is { } over ? TimeSteps.StepOf(over) : -1;

        internal override int CountIn(Figures figures, DayOfWeek day) => Time switch
        {
            OrderTime.Accept => figures.Accept.Over(Step),
            OrderTime.Till => figures.Till.Over(Step),
            OrderTime.Door => figures.Door.Over(Step),
        };

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts)
        {
            var step = Step;
            return Time switch
            {
                OrderTime.Accept => facts.Where(fact => fact.AcceptSeconds > step),
                OrderTime.Till => facts.Where(fact => fact.TillSeconds > step),
                OrderTime.Door => KeptOf(facts).Where(fact => fact.DoorSeconds > step),
            };
        }
    }

    /// <summary>With a dish, or with one that the till did not get; counted by source, not by courier.</summary>
    /// <param name="Key">As <see cref="DishSales.Dishes"/> has it.</param>
    public sealed record Dish(string Key, bool IsDropped) : OrderPick
    {
        /// <inheritdoc/>
        public override string Address => $"{(IsDropped ? "dropped" : "dish")}.{Key}";

        internal int? Ident => Key is ['#', .. var number] ? Number(number) : null;

        internal string Name => Key is [_, .. var name] ? name : "";

        internal int CountIn(DishSales sales) => sales.Dishes.TryGetValue(Key, out var sale) ? IsDropped ? sale.DroppedOrders : sale.Orders : 0;

        internal override int CountIn(Figures figures, DayOfWeek day) => throw new InvalidOperationException("Dishes are counted in their own rows.");

        internal override IQueryable<OrderFact> Of(IQueryable<OrderFact> facts) => IsDropped ? KeptOf(facts).Where(fact => fact.Differs) : KeptOf(facts);
    }
}
