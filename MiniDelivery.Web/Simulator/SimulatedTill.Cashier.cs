using System.Xml.Linq;
using MiniDelivery.Web.Simulator.Commands;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

public sealed partial class SimulatedTill
{
    /// <summary>
    /// A cashier opens an order: the form is shown, its script calls the delivery service
    /// (<c>/api/int/orderitems?guid={GUID}</c>, upper case, in braces) and the station takes its lock, in the order that
    /// <see cref="SimulatorSwitches.StationLocking"/> says. Returns when the script is done. The script only looks at
    /// whether the call succeeded; if not, the cashier sees a message, and the order is open all the same.
    /// </summary>
    public async Task<OpenedOrder> OpenOrderAsync(string orderId, CancellationToken cancellationToken)
    {
        var outcome = Act(orderId, (book, order) =>
        {
            var now = book.Now;
            var lockFirst = _switches.StationLocking is StationLocking.LockThenHook;
            order.Form = new OpenForm
            {
                Station = _menu.ByCode(Refs.Stations, SimulatorMenu.HallStation).Ident,
                Employee = _menu.ByCode(Refs.Employees, SimulatorMenu.CashierEmployee).Ident,
                Locked = lockFirst,
                LiftAt = lockFirst ? now.AddSeconds(_switches.StationHoldSeconds) : null,
                LockAt = lockFirst ? now.AddSeconds(_switches.StationHoldSeconds + _switches.StationLiftSeconds) : null,
            };
            book.TouchLists();
        });
        if (!outcome.Done)
        {
            return new OpenedOrder(outcome, null);
        }

        var hook = await CallHookAsync(orderId, cancellationToken);
        Change(book =>
        {
            if (book.Find(orderId)?.Form is { Locked: false, LiftAt: null, LockAt: null } form)
            {
                form.LockAt = book.Now.AddSeconds(_switches.LockDelaySeconds);
            }

            TillClockwork.Run(book);
            book.MarkChanged();
        });
        return new OpenedOrder(outcome, hook);
    }

    /// <summary>The cashier saves the order and leaves it: the station's lock ends.</summary>
    public CashierOutcome LeaveOrder(string orderId) => Change(book =>
    {
        if (book.Find(orderId) is not { } order)
        {
            return CashierRefusal.OrderNotFound;
        }

        order.Form = null;
        book.TouchLists();
        return null;
    });

    /// <summary>Makes an empty order on a table.</summary>
    public CashierOutcome NewOrder(int tableCode) => Execute("CreateOrder", new XElement("Order",
        Coded("Table", tableCode), Coded("Station", SimulatorMenu.HallStation), Coded("Waiter", SimulatorMenu.CashierEmployee),
        new XElement("Guests", new XAttribute("count", 1), new XElement("Guest", new XAttribute("guestLabel", "1")))));

    /// <summary>Adds a dish with modifiers, all by code; quantity in thousandths. A combo gets its default dishes.</summary>
    public CashierOutcome AddDish(string orderId, int dishCode, int quantity, IReadOnlyList<int> modifierCodes) =>
        Act(orderId, (book, order) =>
        {
            if (_menu.Dishes.FirstOrDefault(dish => dish.Code == dishCode) is not { } dish)
            {
                return new CashierOutcome(CashierRefusal.DishNotSold, null);
            }

            var reader = new SessionReader(book, book.PriceScale(order.Table, order.Category));
            var session = reader.Read(new XElement("Session",
                Coded("Station", SimulatorMenu.HallStation), Coded("Author", SimulatorMenu.CashierEmployee),
                new XElement(dish.ComboScheme is 0 ? "Dish" : "Combo",
                    new XAttribute("code", dishCode), new XAttribute("quantity", quantity),
                    modifierCodes.Select(code => Coded("Modi", code)), DefaultComponents(dish))));
            if (reader.Errors.Count > 0)
            {
                return new CashierOutcome(CashierRefusal.DishNotSold, reader.Errors[0].Text("ErrorText"));
            }

            // What the cashier keys in goes to the kitchen by the cashier's own button.
            session.PrintAt = null;
            session.Uni = ++order.LastUni;
            session.SessionId = book.State.NextSessionId++;
            session.Lines[0].Uni = ++order.LastUni;
            order.Sessions.Add(session);
            book.TakeFromRest(session.Lines, 1);
            book.Touch(order);
            return CashierOutcome.Success;
        });

    /// <summary>Takes a line out, by its uni. A printed one stays visible as refused by the guest.</summary>
    public CashierOutcome RemoveLine(string orderId, int uni) => Act(orderId, (book, order) =>
    {
        var session = order.Sessions.Find(session => session.Lines.Exists(line => line.Uni == uni));
        if (session is null)
        {
            return new CashierOutcome(CashierRefusal.LineNotFound, null);
        }

        var line = session.Lines.First(line => line.Uni == uni);
        if (session.Printed)
        {
            line.Voids.Add(new TillVoid
            {
                Reason = _menu.ByCode(Refs.Reasons, SimulatorMenu.GuestRefused).Ident,
                Author = _menu.ByCode(Refs.Employees, SimulatorMenu.CashierEmployee).Ident,
                Quantity = line.Quantity,
                At = book.Now,
            });
            line.Quantity = 0;
        }
        else
        {
            book.TakeFromRest([line], -1);
            session.Lines.Remove(line);
            order.Sessions.RemoveAll(one => one is { Lines: [], Discounts: [], Prepays: [] });
        }

        book.Touch(order);
        return CashierOutcome.Success;
    });

    /// <summary>Writes the order's persistent comment.</summary>
    public CashierOutcome ChangeComment(string orderId, string comment) => Act(orderId, (book, order) =>
    {
        order.Comment = comment.ReplaceLineEndings(" ");
        book.Touch(order);
    });

    /// <summary>Sends everything that is not printed to the kitchen.</summary>
    public CashierOutcome PrintToKitchen(string orderId) => Act(orderId, (book, order) =>
    {
        var waiting = order.Sessions.Where(session => !session.Printed).ToList();
        foreach (var session in waiting)
        {
            book.Print(order, session);
        }

        order.Deferred = false;
        return waiting is [] ? new CashierOutcome(CashierRefusal.NothingToPrint, null) : CashierOutcome.Success;
    });

    /// <summary>Prints the bill.</summary>
    public CashierOutcome PrintBill(string orderId) => Act(orderId, (book, order) =>
    {
        if (order.Sessions is [])
        {
            return new CashierOutcome(CashierRefusal.OrderEmpty, null);
        }

        order.BilledAt = book.Now;
        book.Touch(order);
        return CashierOutcome.Success;
    });

    /// <summary>Takes the money in one currency, by code: the order is paid and finished, its visit closed.</summary>
    public CashierOutcome Pay(string orderId, int currencyCode) => Act(orderId, (book, order) =>
    {
        if (order.Sessions is [])
        {
            return new CashierOutcome(CashierRefusal.OrderEmpty, null);
        }

        book.State.Receipts.Add(new TillReceipt
        {
            Number = book.State.NextReceipt++,
            Order = order.Guid,
            LineGuid = TillBook.NewGuid(),
            Sum = Pricing.Of(order, _menu).Sum,
            Currency = _menu.ByCode(Refs.Currencies, currencyCode).Ident,
            At = book.Now,
        });
        order.BilledAt ??= book.Now;
        order.Paid = true;
        book.Finish(order);
        book.Visit(order.Visit).Finished = book.OrdersOf(order.Visit).All(one => one.Finished);
        return CashierOutcome.Success;
    });

    /// <summary>Deletes the order with a reason, by code.</summary>
    public CashierOutcome VoidOrder(string orderId, int reasonCode) => Act(orderId, (book, order) =>
    {
        var reason = _menu.ByCode(Refs.Reasons, reasonCode);
        if (order.Sessions.Exists(session => session.Printed) && !reason.HasFlag("ImplOnCheckVoid"))
        {
            return new CashierOutcome(CashierRefusal.ReasonNotAllowed, null);
        }

        book.Delete(order);
        book.Visit(order.Visit).Finished = book.OrdersOf(order.Visit).All(one => one.IsClosed);
        return CashierOutcome.Success;
    });

    /// <summary>Moves lines, by their unis, into another order.</summary>
    public CashierOutcome Transfer(string orderId, string target, IReadOnlyList<int> unis) => Act(orderId, (book, source) =>
    {
        if (book.Find(target) is not { } order || order == source)
        {
            return new CashierOutcome(CashierRefusal.OrderNotFound, null);
        }

        if (order.IsClosed || book.HeldBy(order) is not null)
        {
            return new CashierOutcome(order.IsClosed ? CashierRefusal.OrderClosed : CashierRefusal.LockedByOther, null);
        }

        foreach (var session in source.Sessions.Where(session => session.Lines.Exists(line => unis.Contains(line.Uni))).ToList())
        {
            var moved = session.Lines.Where(line => unis.Contains(line.Uni)).ToList();
            session.Lines.RemoveAll(moved.Contains);
            var copy = new TillSession
            {
                Uni = ++order.LastUni,
                LineGuid = TillBook.NewGuid(),
                SessionId = book.State.NextSessionId++,
                Printed = session.Printed,
                PrintedAt = session.PrintedAt,
                Station = session.Station,
                Author = session.Author,
                Creator = session.Creator,
                PriceScale = session.PriceScale,
                Lines = moved,
            };
            foreach (var line in moved)
            {
                line.Uni = ++order.LastUni;
            }

            order.Sessions.Add(copy);
        }

        source.Sessions.RemoveAll(one => one is { Lines: [], Discounts: [], Prepays: [] });
        book.Touch(source);
        book.Touch(order);
        return CashierOutcome.Success;
    });

    /// <summary>
    /// Puts a dish into the stop list or limits it to so many thousandths; neither = sold freely again.
    /// </summary>
    public CashierOutcome SetStop(int dishCode, bool stopped, int? quantity) => Change(book =>
    {
        if (_menu.Dishes.FirstOrDefault(dish => dish.Code == dishCode) is not { } dish)
        {
            return CashierRefusal.DishNotSold;
        }

        if (stopped || quantity is not null)
        {
            book.State.Rests[dish.Ident] = new DishRest
            {
                Quantity = quantity,
                Prohibited = stopped,
                Reason = _menu.ByCode(Refs.Reasons, SimulatorMenu.OutOfStock).Ident,
            };
        }
        else
        {
            book.State.Rests.Remove(dish.Ident);
        }

        book.MarkChanged();
        return null;
    });

    /// <summary>Changes a dish in the manager's reference; null leaves as it is. Price in kopecks.</summary>
    public CashierOutcome ChangeDish(int dishCode, string? name, long? price, bool? active) => Change(book =>
    {
        if (_menu.Dishes.FirstOrDefault(dish => dish.Code == dishCode) is not { } dish)
        {
            return CashierRefusal.DishNotSold;
        }

        var change = book.State.DishChanges.GetValueOrDefault(dish.Ident) ?? new DishChange();
        change.Name = name ?? change.Name;
        change.Price = price ?? change.Price;
        change.Active = active ?? change.Active;
        book.State.DishChanges[dish.Ident] = change;
        var key = Refs.Dishes.ToUpperInvariant();
        book.State.ReferenceChanges[key] = book.State.ReferenceChanges.GetValueOrDefault(key) + 1;
        book.MarkChanged();
        return null;
    });

    /// <summary>Takes a message off the station's screen.</summary>
    public CashierOutcome DismissMessage(int id) => Change(book =>
    {
        book.State.Messages.RemoveAll(message => message.Id == id);
        book.MarkChanged();
        return null;
    });

    /// <summary>
    /// Closes the common shift. With <see cref="SimulatorSwitches.ShiftCloseSeconds"/> it takes that long, and requests
    /// meet 2172 until it is done.
    /// </summary>
    public CashierOutcome CloseShift() => Change(book =>
    {
        if (book.State.Shift.ClosedAt is not null)
        {
            return CashierRefusal.ShiftClosing;
        }

        if (_switches.ShiftCloseSeconds > 0)
        {
            book.State.Shift.ClosedAt = book.Now.AddSeconds(_switches.ShiftCloseSeconds);
            book.MarkChanged();
        }
        else
        {
            TillClockwork.CloseShift(book);
        }

        return null;
    });

    private static XElement Coded(string name, int code) => new(name, new XAttribute("code", code));

    private IEnumerable<XElement> DefaultComponents(Dish dish) => dish.ComboScheme is 0
        ? []
        : _menu.ComboGroups(dish.ComboScheme).Select(group => new XElement("Component",
            new XAttribute("id", group.Rule.Number("DefaultDish"))));

    private CashierOutcome Execute(string command, XElement content)
    {
        var outcome = CashierOutcome.Success;
        Change(book =>
        {
            try
            {
                CommandTable.Find(command, book.Habits)!.Run(book, new XElement("RK7CMD", content));
            }
            catch (TillRefusedException refused)
            {
                outcome = new CashierOutcome(CashierRefusal.Refused, refused.Message);
            }

            return null;
        });
        return outcome;
    }

    private async Task<HookAnswer?> CallHookAsync(string orderId, CancellationToken cancellationToken)
    {
        if (_options.HookUrl() is not { } service)
        {
            return null;
        }

        var address = new Uri(service, $"/api/int/orderitems?guid={orderId}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Switches.HookSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _hook(address, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new HookAnswer(false, address, "timeout");
        }
    }

    private CashierOutcome Act(string orderId, Action<TillBook, TillOrder> act) => Act(orderId, (book, order) =>
    {
        act(book, order);
        return CashierOutcome.Success;
    });

    /// <summary>Something the cashier does with one order: refused while it is finished or a client has it locked.</summary>
    private CashierOutcome Act(string orderId, Func<TillBook, TillOrder, CashierOutcome> act)
    {
        var outcome = CashierOutcome.Success;
        Change(book =>
        {
            outcome = book.Find(orderId) switch
            {
                null => new CashierOutcome(CashierRefusal.OrderNotFound, null),
                _ when book.State.Shift.ClosedAt is not null => new CashierOutcome(CashierRefusal.ShiftClosing, null),
                { IsClosed: true } => new CashierOutcome(CashierRefusal.OrderClosed, null),
                { Lock: not null } => new CashierOutcome(CashierRefusal.LockedByOther, null),
                var order => act(book, order),
            };
            return null;
        });
        return outcome;
    }

    private void Change(Action<TillBook> act) => Change(book =>
    {
        act(book);
        return null;
    });

    private CashierOutcome Change(Func<TillBook, CashierRefusal?> act)
    {
        CashierRefusal? refusal;
        lock (_lock)
        {
            var book = Open();
            TillClockwork.Run(book);
            refusal = act(book);
            Commit(book);
        }

        Changed?.Invoke();
        return refusal is { } reason ? new CashierOutcome(reason, null) : CashierOutcome.Success;
    }
}

/// <summary>Why the till did not let the cashier do something.</summary>
public enum CashierRefusal
{
    /// <summary>No such order.</summary>
    OrderNotFound,

    /// <summary>The order is paid or deleted.</summary>
    OrderClosed,

    /// <summary>A client of the XML interface has it locked.</summary>
    LockedByOther,

    /// <summary>There is nothing in it.</summary>
    OrderEmpty,

    /// <summary>Everything is in the kitchen already.</summary>
    NothingToPrint,

    /// <summary>The dish is unknown, stopped, or lacks modifiers.</summary>
    DishNotSold,

    /// <summary>No such line.</summary>
    LineNotFound,

    /// <summary>The reason is not meant for this.</summary>
    ReasonNotAllowed,

    /// <summary>The shift is being closed.</summary>
    ShiftClosing,

    /// <summary>The server refused; the detail has its words.</summary>
    Refused,
}

/// <summary>What came of an act of the cashier.</summary>
/// <param name="Refusal">Why not; null = done.</param>
/// <param name="Detail">The server's own words, if it had any.</param>
public sealed record CashierOutcome(CashierRefusal? Refusal, string? Detail)
{
    /// <summary>Done.</summary>
    public static CashierOutcome Success { get; } = new(null, null);

    /// <summary>Whether it was done.</summary>
    public bool Done => Refusal is null;
}

/// <summary>What came of opening an order.</summary>
/// <param name="Outcome">Whether the form opened.</param>
/// <param name="Hook">What the form's script got; null = it did not open or has no script.</param>
public sealed record OpenedOrder(CashierOutcome Outcome, HookAnswer? Hook);
