using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Orders;

/// <summary>
/// One guest's order, from whatever source, together with its <see cref="Handoff"/>: the only code that changes either.
/// It does no I/O and reads no clock, so every rule can be tested by calling it.
/// </summary>
public sealed partial class Order
{
    private readonly List<OrderLine> _lines = [];
    private readonly List<OrderStep> _history = [];

    // EF Core materialises through here; code calls Receive.
    private Order()
    {
    }

    /// <summary>Identity.</summary>
    public OrderId Id { get; private init; }

    /// <summary>Whose order it is.</summary>
    public RestaurantId RestaurantId { get; private init; }

    /// <summary>Where it came from.</summary>
    public SourceId SourceId { get; private init; }

    /// <summary>«№»: counts up within the restaurant.</summary>
    public int Number { get; private init; }

    /// <summary>The source's own number; unique within the source.</summary>
    public string ExternalId { get; private init; } = "";

    /// <summary>What the first body said (<see cref="NewOrder.Fingerprint"/>); a repeat must say the same.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>Where it is in its life.</summary>
    public OrderStatus Status { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>Grows with every change; the database refuses a write that started from an older one. It is the ETag, too.</summary>
    public int Version { get; private set; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>«Принят на время»: when the guest wants it; null = as soon as possible.</summary>
    public DateTimeOffset? PromisedAt { get; private init; }

    /// <summary>Who ordered.</summary>
    public Guest Guest { get; private set; } = new("", "", null);

    /// <summary>
    /// The guest's phone in the one form that all its spellings share: E.164, with <c>;ext=</c> where there is an extension; the digits
    /// alone when it is no such number. Null only of an order that was stored before phones had keys, until it has been given one.
    /// </summary>
    public string? PhoneKey { get; private set; }

    /// <summary>Delivery or pickup.</summary>
    public FulfillmentType Type { get; private init; }

    /// <summary>Where to; null for pickup.</summary>
    public Address? Address { get; private set; }

    /// <summary>For how many people; null = not said.</summary>
    public int? Guests { get; private init; }

    /// <summary>What the guest wrote.</summary>
    public string? Comment { get; private set; }

    /// <summary>The dishes, as the source listed them: no database promises to give rows back in their order.</summary>
    public IReadOnlyList<OrderLine> Lines => [.. _lines.OrderBy(line => line.Line)];

    /// <summary>How it is paid.</summary>
    public Payment Payment { get; private init; } = new(PaymentMethod.Cash, Paid: false);

    /// <summary>For bringing it.</summary>
    public Money DeliveryFee { get; private init; }

    /// <summary>Taken off.</summary>
    public Money Discount { get; private init; }

    /// <summary>What the guest pays: as the source said, else as computed.</summary>
    public Money Total { get; private init; }

    /// <summary>Where the source wants to be told of changes; kept exactly as given.</summary>
    public string? CallbackUrl { get; private set; }

    /// <summary>The source's own strings, echoed back.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>«Пробный»: only a try, left out of reports.</summary>
    public bool IsTest { get; private init; }

    /// <summary>Nothing of it goes to the till: a try goes through its states by people alone.</summary>
    public bool IsWithoutTill { get; private init; }

    /// <summary>What is worth a look.</summary>
    public IReadOnlyList<OrderWarning> Warnings { get; private init; } = [];

    /// <summary>That it is cancelled, or, while <see cref="Status"/> is another, is to be as soon as the till has let go of it.</summary>
    public Cancellation? Cancellation { get; private set; }

    /// <summary>The life of the order at the till; null = nobody has accepted it yet.</summary>
    public Handoff? Handoff { get; private set; }

    /// <summary>Who did what, oldest first.</summary>
    public IReadOnlyList<OrderStep> History => [.. _history.OrderBy(step => step.Id is 0 ? long.MaxValue : step.Id)];

    /// <summary>Lower-case text that the search looks into: number, name, digits of the phone as written and of its key, address.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Takes an order in. It waits until a person accepts it.</summary>
    /// <param name="number">From <see cref="Restaurant.TakeNumber"/>, in the same transaction.</param>
    /// <param name="menu">The till's menu, to find the dishes in; null = not known yet.</param>
    /// <param name="phoneKey">See <see cref="PhoneKey"/>; null = the digits alone.</param>
    /// <param name="zone">The restaurant's; a promised time of another offset is kept with a warning. Null = nobody looks.</param>
    public static Order Receive(
        NewOrder draft,
        RestaurantId restaurant,
        SourceId source,
        int number,
        Menu.RestaurantMenu? menu,
        Actor by,
        DateTimeOffset at,
        string? phoneKey = null,
        TimeZoneInfo? zone = null)
    {
        var order = new Order
        {
            Id = OrderId.New(),
            RestaurantId = restaurant,
            SourceId = source,
            Number = number,
            ExternalId = draft.ExternalId,
            Fingerprint = draft.Fingerprint(),
            ReceivedAt = at,
            PromisedAt = draft.PromisedAt?.ToUniversalTime(),
            Guest = draft.Guest,
            Type = draft.Type,
            Address = draft.Address,
            Guests = draft.Guests,
            Comment = draft.Comment,
            Payment = draft.IsPaymentSaid ? draft.Payment : draft.Payment with { Method = draft.UsualPayment ?? draft.Payment.Method },
            DeliveryFee = draft.DeliveryFee,
            Discount = draft.Discount,
            Total = draft.Total ?? draft.ComputedTotal() ?? Money.Zero,
            CallbackUrl = draft.CallbackUrl,
            Metadata = draft.Metadata,
            IsTest = draft.IsTest,
            IsWithoutTill = draft.IsWithoutTill,
            Warnings = [.. draft.Warnings(zone)],
        };
        order.TakePhoneKey(phoneKey ?? draft.Guest.PhoneDigits);
        order._lines.AddRange(draft.Lines.Select((line, index) => OrderLine.From(index + 1, line, menu)));
        order.Enter(OrderStatus.Waiting, StepKind.Received, by, at);
        return order;
    }

    /// <summary>Takes the key of the guest's phone, and lets the search find it by that, too.</summary>
    public void TakePhoneKey(string key)
    {
        var digits = new[] { Guest.PhoneDigits, string.Concat(key.Where(char.IsAsciiDigit)) }.Distinct();
        PhoneKey = key;
        SearchText = SearchForm.Of(string.Join(' ', [$"{Number}", Guest.Name, .. digits, Address?.Text]));
    }

    /// <summary>«Принять»: promises the till an empty order. The state changes when the till has it.</summary>
    public Outcome Accept(Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Status is not OrderStatus.Waiting)
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (Cancellation is not null || Handoff is { IsOpen: true })
        {
            return Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1]);
        }

        if (Handoff is { State: HandoffState.Refused })
        {
            return RetryTill(by, now);
        }

        if (IsWithoutTill)
        {
            Enter(OrderStatus.Created, StepKind.TillSkipped, by, now);
            return Outcome.Done;
        }

        Handoff = Handoff is null ? Handoff.Promise(this, now) : Handoff.PromiseAnew(now);
        Note(StepKind.AcceptRequested, by, now);
        return Outcome.Done;
    }

    /// <summary>
    /// What staff wrote down themselves needs no second look: it is accepted at once, and the till is promised the order and, as soon as
    /// it has that, the dishes. A dish without a place in the menu leaves it at the order: a person looks, as at any other.
    /// </summary>
    public Outcome AcceptAndFill(Actor by, Menu.RestaurantMenu? menu, DateTimeOffset now)
    {
        var accepted = Accept(by, now);
        if (!accepted.IsDone || menu is null)
        {
            return accepted;
        }

        MatchDishes(menu);
        if (_lines.TrueForAll(line => line.IsMapped))
        {
            Handoff!.ThenFill();
            Note(StepKind.FillRequested, by, now);
        }

        return accepted;
    }

    /// <summary>«Повторить»: what the till refused is tried once more.</summary>
    public Outcome RetryTill(Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Handoff is not { State: HandoffState.Refused })
        {
            return Outcome.Refused(Refusal.NothingToRetry, _history[^1]);
        }

        Handoff.TryAgain(now);
        Note(StepKind.RetryRequested, by, now);
        return Outcome.Done;
    }

    /// <summary>The order is opened for editing, here or at the till: promises the till the guest's dishes. Asking twice changes nothing.</summary>
    public Outcome Fill(Actor by, Menu.RestaurantMenu? menu, DateTimeOffset now)
    {
        if (by != Actor.Till && !by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Handoff is { Act: HandoffAct.Fill or HandoffAct.Edit, State: not (HandoffState.Refused or HandoffState.Dropped) })
        {
            return Outcome.Done;
        }

        if (Status is not OrderStatus.Created || (Handoff is null && !IsWithoutTill))
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (Handoff is { IsOpen: true } or { Act: HandoffAct.Void })
        {
            return Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1]);
        }

        if (menu is null)
        {
            return Outcome.Refused(Refusal.MenuUnknown);
        }

        var found = MatchDishes(menu);
        if (_lines.Any(line => !line.IsMapped))
        {
            Version += found ? 1 : 0;
            return Outcome.Refused(Refusal.DishesNotInMenu);
        }

        if (IsWithoutTill)
        {
            Enter(OrderStatus.Accepted, StepKind.TillSkipped, by, now);
            return Outcome.Done;
        }

        Handoff!.PromiseDishes(now);
        Note(StepKind.FillRequested, by, now);
        return Outcome.Done;
    }

    /// <summary>Finds dishes in the menu that had no place in it yet. True when something was found.</summary>
    public bool MatchDishes(Menu.RestaurantMenu menu) => _lines.Aggregate(false, (found, line) => line.Match(menu) || found);

    /// <summary>A person says which menu item a dish is.</summary>
    public Outcome ChooseDish(int line, MenuItem item, Menu.RestaurantMenu menu, Actor by, DateTimeOffset now)
    {
        var refusal = MayChoose(by, line);
        if (!refusal.IsDone)
        {
            return refusal;
        }

        var dish = Dish(line)!;
        dish.Choose(item, menu);
        Note(StepKind.DishChosen, by, now, $"{dish.Name} → {item.Name}");
        return Outcome.Done;
    }

    /// <summary>A person says which modifier (or combo component) of the menu an addition is.</summary>
    /// <param name="index">Position in the line's modifiers, from 0.</param>
    public Outcome ChooseModifier(int line, int index, int menuIdent, string menuName, Actor by, DateTimeOffset now)
    {
        var refusal = MayChoose(by, line);
        if (!refusal.IsDone)
        {
            return refusal;
        }

        var dish = Dish(line)!;
        if (index < 0 || index >= dish.Modifiers.Count)
        {
            return Outcome.Refused(Refusal.LineUnknown);
        }

        dish.ChooseModifier(index, menuIdent);
        Note(StepKind.DishChosen, by, now, $"{dish.Name}, {dish.Modifiers[index].Name} → {menuName}");
        return Outcome.Done;
    }

    /// <summary>«В пути» and «В архив»: one step on.</summary>
    /// <param name="note">For the history; null = nothing.</param>
    public Outcome MoveOn(OrderStatus next, Actor by, DateTimeOffset now, string? note = null)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        // Created and Accepted are the till's word, Deleted needs a reason: none of them is a mere move.
        if (next is not (OrderStatus.OnTheWay or OrderStatus.Archived) || !Status.Next(Type).Contains(next))
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (Cancellation is not null)
        {
            return Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1]);
        }

        Enter(next, next is OrderStatus.OnTheWay ? StepKind.SentOut : StepKind.Archived, by, now, note);
        if (next is OrderStatus.Archived)
        {
            OweCash();
        }

        return Outcome.Done;
    }

    /// <summary>One step back, within the business day of the step forward.</summary>
    public Outcome StepBack(Actor by, BusinessDay day, DateTimeOffset now, string? why = null)
    {
        if (!by.May(Permission.StepBack, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Status.Previous(Type) is not { } previous)
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (ForgottenAt is not null)
        {
            return Outcome.Refused(Refusal.GuestForgotten);
        }

        if (!day.IsSame(StatusChangedAt, now))
        {
            return Outcome.Refused(Refusal.BusinessDayIsOver, _history[^1]);
        }

        if (Status is not OrderStatus.Deleted && Cancellation is not null)
        {
            return Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1]);
        }

        if (Status is OrderStatus.Deleted && Handoff is { ExistsAtTill: true })
        {
            return Outcome.Refused(Refusal.TillStillHasIt, _history[^1]);
        }

        if (Status is OrderStatus.Deleted)
        {
            (Cancellation, CancelWish) = (null, null);
            // It waits anew, so it rings anew.
            AcknowledgedAt = null;
        }

        (DeliveredAt, IsCashOwed) = (null, false);
        Enter(previous, StepKind.SteppedBack, by, now, why);
        return Outcome.Done;
    }

    /// <summary>
    /// «Отменить заказ». At once while the till surely has nothing of it; otherwise the till is promised a cancellation and the
    /// state becomes «Удален» when the till has let go: nobody shall see «Удален» while the kitchen still cooks.
    /// </summary>
    public Outcome Cancel(CancelReason reason, string? comment, Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!Status.Next(Type).Contains(OrderStatus.Deleted))
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (Cancellation is not null)
        {
            return Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1]);
        }

        Cancellation = new Cancellation(reason, comment, by.Name, now);
        if (Handoff is null or { TillSurelyHasNothing: true })
        {
            Handoff?.Drop();
            Enter(OrderStatus.Deleted, StepKind.Deleted, by, now, reason.ToString());
            return Outcome.Done;
        }

        // While the till may still be doing something for the order, that is cleared up first: see VoidIfUnwanted.
        if (Handoff.State is not (HandoffState.Sending or HandoffState.InDoubt))
        {
            Handoff.PromiseVoid(now);
        }

        Note(StepKind.CancelRequested, by, now, reason.ToString());
        return Outcome.Done;
    }

    /// <summary>
    /// «Не отменять»: the till refused to cancel (it is paid or closed there), and the order is wanted after all, or must be worked off.
    /// </summary>
    public Outcome WithdrawCancellation(Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Cancellation is null || Handoff is not { Act: HandoffAct.Void, State: HandoffState.Refused })
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        Cancellation = null;
        Handoff.GiveUpVoid(Status is OrderStatus.Waiting or OrderStatus.Created ? HandoffAct.Create : HandoffAct.Fill);
        Note(StepKind.CancelWithdrawn, by, now);
        return Outcome.Done;
    }

    /// <summary>The till has the empty order: it was created, or found after a doubt.</summary>
    public void TillHasCreated(TillOrder found, DateTimeOffset now)
    {
        TillHasDone(HandoffAct.Create, found, OrderStatus.Waiting, OrderStatus.Created, StepKind.TillCreated, now);
        if (Status is OrderStatus.Created && Handoff is { FillsNext: true, Act: HandoffAct.Create })
        {
            Handoff.PromiseDishes(now);
        }
    }

    /// <summary>After a doubt the till had two orders of ours: the other one was cancelled there, or a person must look at it.</summary>
    public void TillHasTwin(TillOrder twin, bool wasRemoved, DateTimeOffset now) =>
        Note(wasRemoved ? StepKind.TwinRemoved : StepKind.TwinFound, Actor.Till, now, twin.Name);

    /// <summary>After a doubt the till was asked, and surely has not created the order: it may be sent again, if it is still wanted.</summary>
    public void TillHasNotCreated(DateTimeOffset now)
    {
        if (Cancellation is not null)
        {
            TillHasNothing(now);
            return;
        }

        Handoff!.HasNot(now);
        Version++;
    }

    /// <summary>The dishes are about to be sent: what the till's order held before is remembered, to tell afterwards whether they arrived.</summary>
    public void AboutToFill(TillOrder before, DateTimeOffset now)
    {
        Handoff!.AboutToFill(before.Packages.Count, now);
        Version++;
    }

    /// <summary>After a doubt the till was asked, and surely has not got the dishes: they may be sent again, if they are still wanted.</summary>
    public void TillHasNotFilled(DateTimeOffset now)
    {
        Handoff!.HasNot(now);
        Version++;
        VoidIfUnwanted(now);
    }

    /// <summary>The dishes are in the till's order.</summary>
    public void TillHasFilled(TillOrder found, DateTimeOffset now) =>
        TillHasDone(HandoffAct.Fill, found, OrderStatus.Created, OrderStatus.Accepted, StepKind.TillFilled, now);

    /// <summary>Nothing of the order is left at the till, so a wanted cancellation is now true.</summary>
    public void TillHasNothing(DateTimeOffset now)
    {
        Handoff!.Drop();
        var by = new Actor(Cancellation?.By ?? Actor.Till.Name);
        Cancellation ??= new Cancellation(CancelReason.Other, null, Actor.Till.Name, now);
        Enter(OrderStatus.Deleted, StepKind.Deleted, by, now, Cancellation.Reason.ToString());
    }

    /// <summary>The till said no to what it was promised; a person must look.</summary>
    public void TillHasRefused(TillTrouble trouble, DateTimeOffset now)
    {
        // Nothing was ever created and nobody wants it any more: the refusal is just what the guest asked for.
        if (Cancellation is not null && Handoff!.Act is HandoffAct.Create)
        {
            TillHasNothing(now);
            return;
        }

        Handoff!.Refused(trouble);
        Note(StepKind.TillRefused, Actor.Till, now, trouble.Code);
        if (Handoff.Act is not HandoffAct.Void)
        {
            VoidIfUnwanted(now);
        }
    }

    /// <summary>The till could not be asked, or has not answered: nothing about the order changes but what is known of the till.</summary>
    public void TillIsSilent(TillTrouble trouble, bool inDoubt, DateTimeOffset dueAt)
    {
        Handoff!.Postpone(trouble, inDoubt, dueAt);
        Version++;
    }

    // What the till did late, when the order has moved on by itself, is still a change that the board and the ETag must see.
    private void TillHasDone(
        HandoffAct act, TillOrder found, OrderStatus from, OrderStatus to, StepKind kind, DateTimeOffset now)
    {
        Handoff!.Has(found, act);
        if (Status == from)
        {
            Enter(to, kind, Actor.Till, now, found.Name);
        }
        else
        {
            Version++;
        }

        VoidIfUnwanted(now);
    }

    // A cancellation that came while the till was busy is carried out as soon as it is known what the till has.
    private void VoidIfUnwanted(DateTimeOffset now)
    {
        if (Cancellation is not null)
        {
            Handoff!.PromiseVoid(now);
        }
    }

    private Outcome MayChoose(Actor by, int line)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Status is not (OrderStatus.Waiting or OrderStatus.Created) || Handoff is { Act: HandoffAct.Fill or HandoffAct.Edit, IsOpen: true })
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        return Dish(line) is null ? Outcome.Refused(Refusal.LineUnknown) : Outcome.Done;
    }

    // By its number and not by its place: no database promises to give the dishes back in their order.
    private OrderLine? Dish(int line) => _lines.Find(dish => dish.Line == line);

    private void Enter(OrderStatus status, StepKind kind, Actor by, DateTimeOffset at, string? note = null)
    {
        Status = status;
        StatusChangedAt = at;
        if (status is OrderStatus.OnTheWay or OrderStatus.Archived)
        {
            // What the guest asked is answered: it went out, or is done.
            CancelWish = null;
        }

        Note(kind, by, at, note);
    }

    private void Note(StepKind kind, Actor by, DateTimeOffset at, string? note = null)
    {
        Version++;
        _history.Add(new OrderStep(kind, Status, by.Name, by.Terminal, at, note));
    }
}
