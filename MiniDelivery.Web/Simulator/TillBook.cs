using System.Globalization;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// The till's memory opened for one request or one act of the cashier, with the rules both obey. Whoever holds it holds
/// the till's lock.
/// </summary>
internal sealed class TillBook(
    TillState state, SimulatorMenu menu, SimulatorSwitches switches, TimeZoneInfo zone, DateTimeOffset now)
{
    public TillState State => state;

    public SimulatorMenu Menu => menu;

    public SimulatorSwitches Switches => switches;

    public ServerHabits Habits { get; } = ServerHabits.Of(switches);

    public DateTimeOffset Now => now;

    /// <summary>Whether anything must be stored and shown.</summary>
    public bool Changed { get; private set; }

    public DateTime LocalNow => TimeZoneInfo.ConvertTime(now, zone).DateTime;

    /// <summary>Server local time without a zone, as all dates in the XML are.</summary>
    public string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public DateTimeOffset FromLocal(DateTime local)
    {
        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(plain, zone.GetUtcOffset(plain));
    }

    public static string NewGuid() => Guid.NewGuid().ToString("B").ToUpperInvariant();

    public TillOrder? Find(string guid) => state.Orders.Find(order => order.Guid == guid);

    public TillVisit Visit(long id) => state.Visits.First(visit => visit.Id == id);

    public IEnumerable<TillOrder> OrdersOf(long visit) => state.Orders.Where(order => order.Visit == visit);

    /// <summary>The content of an order changed: its version, its checksum and the lists' version move.</summary>
    public void Touch(TillOrder order)
    {
        order.Version++;
        order.Crc = Crc32.Of(OrderXml.Content(this, order));
        TouchLists();
    }

    /// <summary>Something that only the lists show changed, a lock for example.</summary>
    public void TouchLists()
    {
        state.ListVersion++;
        MarkChanged();
    }

    public void MarkChanged() => Changed = true;

    /// <summary>Who keeps others from changing the order, as 2219 names them; null = nobody.</summary>
    public (RefItem? Station, RefItem? Person)? HeldBy(TillOrder order)
    {
        if (order.Form is { Locked: true } form)
        {
            return (menu.Item(Refs.Stations, form.Station), menu.Item(Refs.Employees, form.Employee));
        }

        return order.Lock is { } held
            ? (held.Station is { } station ? menu.Item(Refs.Stations, station) : null,
                held.Employee is { } person ? menu.Item(Refs.Employees, person) : null)
            : null;
    }

    /// <summary>Refuses with 2219 unless nobody, or the holder of this key, has the order locked.</summary>
    public void DemandUnlocked(TillOrder order, string? key)
    {
        var ours = order.Form is not { Locked: true } && order.Lock is { } held && held.Key.Length > 0 && held.Key == key;
        if (!ours && HeldBy(order) is var (station, person))
        {
            // A lock that was set without them belongs to the cash server itself [skill].
            throw TillRefusedException.Locked(station?.Name ?? "Кассовый сервер", person?.Name ?? "Кассовый сервер");
        }
    }

    /// <summary>Refuses with 2128 when the order can no longer be edited.</summary>
    public void DemandOpen(TillOrder order)
    {
        if (order.IsClosed || Visit(order.Visit).Finished)
        {
            throw TillRefusedException.VisitClosed(order.Visit);
        }
    }

    /// <summary>A dish as it is now, with the changes made since the menu was.</summary>
    public Dish Dish(int ident)
    {
        var dish = menu.Dishes.First(one => one.Ident == ident);
        return state.DishChanges.TryGetValue(ident, out var change)
            ? dish with
            {
                Name = change.Name ?? dish.Name,
                Price = change.Price ?? dish.Price,
                Active = change.Active ?? dish.Active,
            }
            : dish;
    }

    /// <summary>A reference with those changes.</summary>
    public Reference Reference(string name)
    {
        var reference = menu[name];
        return reference.Name is Refs.Dishes && state.DishChanges.Count > 0
            ? reference with { Items = [.. reference.Items.Select(WithChange)] }
            : reference;
    }

    /// <summary>DataVersion of a reference: grows with each change of it.</summary>
    public int DataVersion(string name) => 17 + state.ReferenceChanges.GetValueOrDefault(name.ToUpperInvariant());

    public bool IsDelivery(int table, int category) =>
        menu.Item(Refs.Tables, table).Parent is SimulatorMenu.DeliveryHall
        || menu.Item(Refs.OrderCategories, category).Code is SimulatorMenu.DeliveryCategory;

    public int PriceScale(int table, int category) =>
        IsDelivery(table, category) ? SimulatorMenu.DeliveryScale : SimulatorMenu.HallScale;

    /// <summary>List price in a price scale, kopecks.</summary>
    public long Price(Dish dish, int scale) => scale is SimulatorMenu.DeliveryScale
        ? Pricing.Part(dish.Price * 10, switches.DeliveryPricePercent)
        : dish.Price;

    /// <summary>Whether the menu of a station has the dish at that time of day, stop list apart.</summary>
    public static bool IsOffered(Dish dish, int station, DateTime at) =>
        dish is { Active: true, Deleted: false }
        && (dish.Stations.IsEmpty || dish.Stations.Contains(station))
        && (dish.Hours is not var (from, to) || TimeOnly.FromDateTime(at).IsBetween(from, to));

    /// <summary>Thousandths left of a dish; null = not limited; 0 = stopped.</summary>
    public int? Rest(int dish) => state.Rests.TryGetValue(dish, out var rest)
        ? rest.Prohibited ? 0 : rest.Quantity
        : null;

    /// <summary>Sales reduce what is left ([inf]); what is taken out of an order comes back.</summary>
    public void TakeFromRest(IEnumerable<TillLine> lines, int sign)
    {
        foreach (var line in lines)
        {
            Take(line.Item, line.Quantity * sign);
            foreach (var component in line.Components)
            {
                Take(component.Item, line.Quantity * component.Count * sign);
            }
        }
    }

    public void Print(TillOrder order, TillSession session)
    {
        session.Printed = true;
        session.Draft = false;
        session.PrintAt = null;
        session.PrintedAt = now;
        foreach (var line in session.Lines)
        {
            line.Kitchen.Add(new KitchenState { Name = "sent", At = now });
        }

        Touch(order);
    }

    /// <summary>Takes an order's content away for good: what VoidOrder and the cashier's own act have in common.</summary>
    public void Delete(TillOrder order)
    {
        TakeFromRest(order.Sessions.Where(session => !session.Printed).SelectMany(session => session.Lines), -1);
        order.Sessions.Clear();
        order.Deleted = switches.VoidedOrders is not VoidedOrders.OnlyFinished;
        if (switches.VoidedOrders is VoidedOrders.OnlyDeleted)
        {
            Release(order);
        }
        else
        {
            Finish(order);
        }
    }

    public void Finish(TillOrder order)
    {
        order.Finished = true;
        order.FinishedAt = now;
        Release(order);
    }

    private void Release(TillOrder order)
    {
        order.Lock = null;
        order.Form = null;
        Touch(order);
    }

    private void Take(int dish, int quantity)
    {
        if (state.Rests.TryGetValue(dish, out var rest) && rest.Quantity is { } left)
        {
            rest.Quantity = Math.Max(0, left - quantity);
        }
    }

    private RefItem WithChange(RefItem item) => state.DishChanges.TryGetValue(item.Ident, out var change)
        ? item with
        {
            Name = change.Name ?? item.Name,
            Status = change.Active is { } active ? active ? "rsActive" : "rsInactive" : item.Status,
        }
        : item;
}
