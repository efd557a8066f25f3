using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>
/// Reads the sessions of SaveOrder and ValidateOrder and collects what cannot be sold. Children may come in any order:
/// a working bridge depends on that [woo].
/// </summary>
internal sealed class SessionReader(TillBook book, int scale)
{
    private readonly Dictionary<int, int> _taken = [];

    /// <summary>Error elements with the faulty line inside.</summary>
    public List<XElement> Errors { get; } = [];

    public TillSession Read(XElement element)
    {
        var station = book.Find(element, "Station", Refs.Stations) ?? book.Menu[Refs.Stations].Items[0];
        var author = book.Find(element, "Author", Refs.Employees)?.Ident ?? SimulatorMenu.SystemEmployee;
        var remind = element.Time("remindTime");
        element.Time("readyTime");
        element.Time("startService");
        var session = new TillSession
        {
            LineGuid = LineGuid(element),
            Draft = element.Flag("isDraft", false),
            RemindTime = element.Text("remindTime"),
            ReadyTime = element.Text("readyTime"),
            StartService = element.Text("startService"),
            Station = station.Ident,
            Author = author,
            Creator = book.Find(element, "Creator", Refs.Employees)?.Ident ?? author,
            Course = book.Find(element, "Course", Refs.Courses)?.Ident,
            PriceScale = scale,
        };
        session.PrintAt = PrintAt(session, element.Time("printTime") ?? remind);
        foreach (var child in element.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "Dish" or "Combo" when ReadLine(child, station.Ident) is { } line:
                    session.Lines.Add(line);
                    break;
                case "Discount":
                    session.Discounts.Add(ReadCharge(child, Refs.Discounts));
                    break;
                case "Prepay":
                    session.Prepays.Add(ReadCharge(child, Refs.Currencies));
                    break;
            }
        }

        return session;
    }

    private DateTimeOffset? PrintAt(TillSession session, DateTime? planned)
    {
        if (session.Draft)
        {
            return null;
        }

        var earliest = planned is { } local ? book.FromLocal(local) : book.Now;
        return book.Switches.Printing switch
        {
            KitchenPrinting.Never => null,
            KitchenPrinting.AtOnce => earliest > book.Now ? earliest : book.Now,
            KitchenPrinting.After => Later(earliest, book.Now.AddSeconds(book.Switches.PrintingSeconds)),
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>A line that can be sold, or null and an error for it.</summary>
    private TillLine? ReadLine(XElement element, int station)
    {
        var quantity = element.DemandNumber("quantity");
        if (Resolve(element, Refs.Dishes, element) is not { } item)
        {
            return null;
        }

        var dish = book.Dish(item.Ident);
        var isCombo = element.Name.LocalName is "Combo";
        var listPrice = book.Price(dish, scale);
        var line = new TillLine
        {
            LineGuid = LineGuid(element),
            Item = dish.Ident,
            Combo = isCombo,
            Quantity = quantity,
            SourceQuantity = quantity,
            ListPrice = listPrice,
            Price = element.Number("price") ?? listPrice,
            Seat = element.Number("seat") ?? 0,
        };
        var good = quantity > 0
            ? DemandSellable(dish, quantity, station, element)
            : Refuse(element, "Количество должно быть больше нуля");
        good &= ReadModis(line.Modis, dish, element, element);
        good &= isCombo == dish.ComboScheme is not 0
            || Refuse(element, $"{dish.Name}: элемент {element.Name.LocalName} не подходит для этого блюда");
        good &= !isCombo || ReadComponents(line, dish, element, station);
        return good ? line : null;
    }

    private bool DemandSellable(Dish dish, int quantity, int station, XElement line)
    {
        if (!TillBook.IsOffered(dish, station, book.LocalNow))
        {
            return Refuse(line, $"Блюдо {dish.Name} сейчас не продаётся на этой станции");
        }

        var taken = _taken.GetValueOrDefault(dish.Ident) + quantity;
        if (book.Rest(dish.Ident) is { } left && left < taken)
        {
            return Refuse(line, left is 0
                ? $"Блюдо {dish.Name} в стоп-листе"
                : string.Create(CultureInfo.InvariantCulture, $"Остаток блюда {dish.Name}: {left / 1000m:0.###}"));
        }

        _taken[dish.Ident] = taken;
        return true;
    }

    private bool ReadModis(List<TillModi> modis, Dish dish, XElement parent, XElement line)
    {
        var good = true;
        foreach (var element in parent.Elements("Modi"))
        {
            if (Resolve(element, Refs.Modifiers, line) is not { } modifier)
            {
                good = false;
                continue;
            }

            if (book.State.StoppedModifiers.ContainsKey(modifier.Ident))
            {
                good = Refuse(line, $"Модификатор {modifier.Name} в стоп-листе");
                continue;
            }

            modis.Add(new TillModi
            {
                Item = modifier.Ident,
                Count = element.Number("count") ?? 1,
                Price = element.Number("price") ?? SimulatorMenu.ModifierPrice(modifier.Ident),
                OpenName = element.Text("openName"),
            });
        }

        return good && (!book.Switches.ModifierLimits || FitsScheme(modis, dish, line));
    }

    private bool FitsScheme(List<TillModi> modis, Dish dish, XElement line)
    {
        var rules = dish.ModiScheme is 0 ? [] : book.Menu.Item(Refs.ModiSchemes, dish.ModiScheme).Children;
        var counts = modis.GroupBy(modi => book.Menu.Item(Refs.Modifiers, modi.Item).Parent)
            .ToDictionary(group => group.Key, group => group.Sum(modi => modi.Count));
        foreach (var group in counts.Keys.Where(group => !rules.Any(rule => rule.Number("ModiGroup") == group)))
        {
            return Refuse(line, $"Модификаторы группы {book.Menu.Item(Refs.ModiGroups, group).Name} не разрешены для {dish.Name}");
        }

        foreach (var rule in rules)
        {
            var group = rule.Number("ModiGroup");
            var count = counts.GetValueOrDefault(group);
            if ((rule.HasFlag("UseDownLimit") && count < rule.Number("DownLimit"))
                || (rule.HasFlag("UseUpLimit") && count > rule.Number("UpLimit")))
            {
                return Refuse(line, $"Модификаторов группы {book.Menu.Item(Refs.ModiGroups, group).Name} должно быть от "
                    + $"{rule.Number("DownLimit")} до {rule.Number("UpLimit")}");
            }
        }

        return true;
    }

    private bool ReadComponents(TillLine line, Dish combo, XElement element, int station)
    {
        var groups = book.Menu.ComboGroups(combo.ComboScheme).ToList();
        var good = true;
        var chosen = new List<int>();
        foreach (var child in element.Elements("Component"))
        {
            if (Resolve(child, Refs.Dishes, element) is not { } item)
            {
                good = false;
                continue;
            }

            var dish = book.Dish(item.Ident);
            var offer = groups.SelectMany(group => group.Dishes).FirstOrDefault(one => one.Number("Dish") == dish.Ident);
            var component = new TillComponent
            {
                Item = dish.Ident,
                Count = child.Number("count") ?? 1,
                Price = child.Number("price") ?? offer?.Number("Price") ?? 0,
                LineGuid = LineGuid(child),
            };
            good &= offer is not null || Refuse(element, $"{dish.Name} не входит в {combo.Name}");
            good &= DemandSellable(dish, line.Quantity * component.Count, station, element);
            good &= ReadModis(component.Modis, dish, child, element);
            line.Components.Add(component);
            chosen.AddRange(Enumerable.Repeat(dish.Ident, component.Count));
        }

        return good && FitsGroups(groups, chosen, combo, element);
    }

    private bool FitsGroups(
        List<(RefChild Rule, ImmutableArray<RefChild> Dishes)> groups, List<int> chosen, Dish combo,
        XElement element)
    {
        foreach (var (rule, dishes) in groups)
        {
            var count = chosen.Count(dish => dishes.Any(one => one.Number("Dish") == dish));
            if (count < rule.Number("DownLimit") || count > rule.Number("UpLimit"))
            {
                var group = book.Menu.Item(Refs.ComboGroups, rule.Number("ComboGroup"));
                return Refuse(element, $"{combo.Name}: выберите из группы «{group.Name}»");
            }
        }

        return true;
    }

    private TillCharge ReadCharge(XElement element, string reference) => new()
    {
        LineGuid = LineGuid(element),
        Item = book.Resolve(element, reference).Ident,
        Amount = reference is Refs.Currencies ? element.DemandNumber("amount") : element.Number("amount"),
        Promised = element.Flag("promised", false),
    };

    /// <summary>An element of a reference, or an error for the line that names it.</summary>
    private RefItem? Resolve(XElement element, string reference, XElement line)
    {
        try
        {
            return book.Resolve(element, reference);
        }
        catch (TillRefusedException refused)
        {
            Refuse(line, refused.Message);
            return null;
        }
    }

    private bool Refuse(XElement line, string text)
    {
        Errors.Add(TillRefusedException.Line(text, line));
        return false;
    }

    private string LineGuid(XElement element) => book.Switches.LineGuids switch
    {
        LineGuids.Kept => element.Braced("line_guid") ?? TillBook.NewGuid(),
        LineGuids.Replaced => TillBook.NewGuid(),
    };
}
