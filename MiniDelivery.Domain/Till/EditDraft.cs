using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>
/// The till's order while a person edits it: what the till has, and what shall become of it. Nothing is written before
/// <see cref="ToPlan"/>; what the cashier changes meanwhile wins (<see cref="Rebase"/>).
/// </summary>
public sealed class EditDraft
{
    private static readonly Quantity _most = new(999_000);

    private readonly RestaurantMenu? _menu;
    private List<EditLine> _lines = [];
    private int _keys;

    /// <summary>Begins with what the till has.</summary>
    public EditDraft(TillOrder till, RestaurantMenu? menu)
    {
        _menu = menu;
        Till = till;
        _lines = [.. Read(till)];
    }

    /// <summary>Begins an order that no till has yet.</summary>
    public static EditDraft ForNew(RestaurantMenu? menu) => new(new TillOrder { Guid = Guid.Empty, Visit = 0, OrderIdent = 0, Name = "" }, menu);

    /// <summary>The till's order as it was read.</summary>
    public TillOrder Till { get; private set; }

    /// <summary>Whether the till has the order already.</summary>
    public bool IsAtTill => Till.Guid != Guid.Empty;

    /// <summary>All dishes: those of the till in its order, then the new ones.</summary>
    public IReadOnlyList<EditLine> Lines => _lines;

    /// <summary>Whether anything is to be written.</summary>
    public bool IsChanged => _lines.Exists(line => line.IsChanged) || Remarks.Any();

    // What the till's order does not say yet.
    private IEnumerable<string> Remarks => _lines.Where(line => !line.IsRemoved).Select(line => line.Remark).OfType<string>()
        .Where(remark => !EditPlan.Says(Till, remark)).Distinct();

    /// <summary>What the order will come to; null = the price of something is not known. The till has the last word.</summary>
    public Money? Sum => _lines.Aggregate(
        (Money?)Till.Sum, (sum, line) => line.IsChanged ? sum + line.Amount - (line.Was?.Amount ?? Money.Zero) : sum);

    /// <summary>Puts in what the guest ordered.</summary>
    /// <returns>What has no place in the till's menu: a person must find something for it.</returns>
    public IReadOnlyList<FillProblem> Propose(Order order)
    {
        if (_menu is not { } menu)
        {
            return [.. order.Lines.Select(line => new FillProblem(line.Line, line.Name, FillObstacle.DishUnknown))];
        }

        var plan = FillPlan.For(order, menu);
        var unplanned = plan.Problems.Select(problem => problem.Line).ToHashSet();
        foreach (var (fill, line) in plan.Lines.Zip(order.Lines.Where(line => !unplanned.Contains(line.Line))))
        {
            var item = menu.Find(fill.Ident)!;
            var parts = fill.Modifiers.Concat(fill.Components).Select(part => Part(item, part.Ident, part.Count));
            _lines.Add(New(item, fill.Quantity, [.. parts]) with { IsProposed = true, Wish = line.Comment, Called = line.Name });
        }

        return plan.Problems;
    }

    /// <summary>Adds a dish. One that is already among the new ones, with the same modifiers, becomes more.</summary>
    /// <param name="wish">What is wished about it; null = nothing.</param>
    public EditProblem? Add(MenuItem item, Quantity quantity, IReadOnlyList<EditPart> parts, string? wish = null)
    {
        var added = New(item, quantity, parts) with { Wish = wish };
        var same = item.IsWeighed || wish is not null ? -1 : _lines.FindIndex(line => line.IsNew && !line.IsRemoved && line.Ident == item.Ident && line.Wish is null
            && line.Parts.Select(p => (p.Ident, p.Count)).Order().SequenceEqual(parts.Select(p => (p.Ident, p.Count)).Order()));
        var wanted = same < 0 ? added : _lines[same] with { Quantity = new Quantity(_lines[same].Quantity.Thousandths + quantity.Thousandths), IsProposed = false };
        if (Obstacle(wanted) is { } problem)
        {
            return problem;
        }

        if (same < 0)
        {
            _lines.Add(wanted);
        }
        else
        {
            _lines[same] = wanted;
        }

        return null;
    }

    /// <summary>Wants another quantity of a line; zero takes it away. More of what cannot be changed any more becomes a new line.</summary>
    public EditProblem? SetQuantity(int key, Quantity quantity)
    {
        var index = _lines.FindIndex(line => line.Key == key);
        if (index < 0 || quantity.Thousandths < 0)
        {
            return null;
        }

        var line = _lines[index];
        if (line is { Hold: not EditHold.None, Was: { } was })
        {
            var more = quantity.Thousandths - was.Quantity.Thousandths;
            return more switch
            {
                0 => null,
                < 0 => new EditProblem(key, line.Hold is EditHold.Printed ? EditObstacle.Printed : EditObstacle.HasMore, line.Name),
                _ => line.Item is { } item ? Add(item, new Quantity(more), line.Parts) : new EditProblem(key, EditObstacle.NotInMenu, line.Name),
            };
        }

        var wanted = line with { Quantity = quantity, IsProposed = false };
        if (quantity.Thousandths > line.Quantity.Thousandths && Obstacle(wanted) is { } problem)
        {
            return problem;
        }

        Put(index, wanted);
        return null;
    }

    /// <summary>Wants other modifiers, other dishes in a combo, or wishes something about it.</summary>
    public EditProblem? SetParts(int key, Quantity quantity, IReadOnlyList<EditPart> parts, string? wish = null)
    {
        var index = _lines.FindIndex(line => line.Key == key);
        if (index < 0)
        {
            return null;
        }

        var line = _lines[index];
        if (line.Hold is not EditHold.None)
        {
            return new EditProblem(key, line.Hold is EditHold.Printed ? EditObstacle.Printed : EditObstacle.HasMore, line.Name);
        }

        var wanted = line with { Quantity = quantity, Parts = parts, Wish = wish, IsProposed = false };
        if (Obstacle(wanted) is { } problem)
        {
            return problem;
        }

        Put(index, wanted);
        return null;
    }

    /// <summary>A modifier of a dish, or a dish of a combo, as the menu has it.</summary>
    public EditPart Part(MenuItem? item, int ident, int count)
    {
        var modifier = item?.Groups.SelectMany(group => group.Modifiers).FirstOrDefault(m => m.Ident == ident);
        var component = item?.Parts.SelectMany(group => group.Parts).FirstOrDefault(part => part.Ident == ident);
        return new EditPart(
            ident, modifier?.Name ?? component?.Name ?? _menu?.Find(ident)?.Name ?? "", count, modifier?.Price ?? component?.Price ?? Money.Zero);
    }

    /// <summary>Everything that keeps the draft from being saved.</summary>
    public IReadOnlyList<EditProblem> Problems() =>
        [.. _lines.Where(line => line.IsChanged && !line.IsRemoved).Select(Obstacle).OfType<EditProblem>()];

    /// <summary>What is to be written.</summary>
    /// <param name="id">A new one: no two plans may have the same.</param>
    public EditPlan ToPlan(Guid id)
    {
        var added = _lines.Where(line => line.IsNew && !line.IsRemoved).Select(line => line.ToFill()).ToList();
        var rewritten = _lines.Where(line => !line.IsNew && line.IsChanged).Select(line => line.Package!.Value).ToHashSet();

        // Writing a package anew is checked by the till as a whole: not where a dish of it might not be sold any more.
        var home = added is [] ? null : Till.Packages.LastOrDefault(package => package.MayBeRewritten && package.Dishes is not []
            && (rewritten.Contains(package.Uni) || _lines.Where(line => line.Package == package.Uni).All(IsFreelySold)));
        if (home is not null)
        {
            rewritten.Add(home.Uni);
        }

        var writes = Till.Packages.Where(package => rewritten.Contains(package.Uni)).Select(package => new PackageWrite(
            package.Uni,
            package.Guid,
            [
                .. _lines.Where(line => line.Package == package.Uni && !line.IsRemoved).Select(line => line.ToFill()),
                .. package == home ? added : [],
            ],
            package.Times)).ToList();
        if (added is not [] && home is null)
        {
            writes.Add(new PackageWrite(null, id, added));
        }

        return new EditPlan { Id = id, Version = Till.Version, Sum = Till.Sum, Before = Till.Packages, Writes = writes, Remarks = [.. Remarks] };
    }

    /// <summary>
    /// Takes over what the till has now. What the cashier changed wins; what the person wants stays where the till's line is still
    /// the same, and so does everything new. The guest's dishes are not proposed a second time.
    /// </summary>
    /// <returns>What the cashier changed; empty = nothing.</returns>
    public IReadOnlyList<ContentChange> Rebase(TillOrder now)
    {
        var changes = TillContent.Changes(Till, now);
        var wasEmpty = Till.Packages.All(package => package.Dishes is []);
        var mine = _lines;
        Till = now;
        _lines = [.. Read(now)];
        foreach (var old in mine.Where(line => line is { IsNew: false, IsChanged: true } or { IsNew: false, Wish: not null }))
        {
            var index = _lines.FindIndex(line => line.Package == old.Package && line.Was!.Uni == old.Was!.Uni && line.Ident == old.Ident
                && line.Hold is EditHold.None && line.Quantity == old.Was.Quantity && line.Was.Modifiers.SequenceEqual(old.Was.Modifiers));
            if (index >= 0)
            {
                _lines[index] = _lines[index] with { Quantity = old.Quantity, Parts = old.Parts, Wish = old.Wish };
            }
        }

        var isFilledNow = wasEmpty && _lines is not [];
        _lines.AddRange(mine.Where(line => line is { IsNew: true, IsRemoved: false } && !(isFilledNow && line.IsProposed)));
        return changes;
    }

    private static bool IsFreelySold(EditLine line) => line.Item is { IsStopped: false, Left: null };

    private IEnumerable<EditLine> Read(TillOrder till) =>
        from package in till.Packages
        from dish in package.Dishes
        where dish.Quantity.Thousandths > 0
        let item = _menu?.Find(dish.Ident)
        select new EditLine
        {
            Key = ++_keys,
            Ident = dish.Ident,
            Name = dish.Name is "" ? item?.Name ?? "" : dish.Name,
            Quantity = dish.Quantity,
            Parts = [.. dish.Modifiers.Select(m => Part(item, m.Ident, m.Count) with { Name = m.Name })],
            IsCombo = dish.IsCombo,
            Item = item,
            Package = package.Uni,
            Was = dish,
            Hold = package.IsPrinted ? EditHold.Printed : package.HasMore ? EditHold.HasMore : EditHold.None,
        };

    private EditLine New(MenuItem item, Quantity quantity, IReadOnlyList<EditPart> parts) => new()
    {
        Key = ++_keys,
        Ident = item.Ident,
        Name = item.Name,
        Quantity = quantity,
        Parts = parts,
        IsCombo = item.IsCombo,
        Item = item,
    };

    private void Put(int index, EditLine line)
    {
        if (line is { IsNew: true, IsRemoved: true })
        {
            _lines.RemoveAt(index);
        }
        else
        {
            _lines[index] = line;
        }
    }

    private EditProblem? Obstacle(EditLine line)
    {
        var more = line.Quantity.Thousandths - (line.Was?.Quantity.Thousandths ?? 0);
        EditProblem Because(EditObstacle obstacle, Quantity? limit = null) => new(line.Key, obstacle, line.Name, null, limit);
        return line switch
        {
            // Less of what is there is always allowed; the till decides about the rest of its package.
            { IsRemoved: true } => null,
            { Item: null } when more > 0 => Because(EditObstacle.NotInMenu),
            { Item.IsStopped: true } when more > 0 => Because(EditObstacle.Stopped),
            { Item: { IsWeighed: false }, Quantity.IsWhole: false } => Because(EditObstacle.WholePortionsOnly),
            _ when line.Quantity.Thousandths > _most.Thousandths => Because(EditObstacle.TooMuch, _most),
            { Item.Left: { } left } when more > 0 && Wanted(line) > left.Thousandths => Because(EditObstacle.NotEnoughLeft, left),
            { Item: { IsCombo: true, Parts: [] }, Parts: [], IsNew: true } => Because(EditObstacle.ComboUnknown),
            _ => EditLimits.Obstacle(line),
        };
    }

    // All that is wanted of a dish over what the till has already counted.
    private long Wanted(EditLine line) => _lines.Where(other => other.Ident == line.Ident && other.Key != line.Key).Append(line)
        .Sum(other => Math.Max(0, other.Quantity.Thousandths - (other.Was?.Quantity.Thousandths ?? 0)));
}

/// <summary>Checks what was chosen into a dish against the groups of the menu.</summary>
public static class EditLimits
{
    /// <summary>The first limit that a line breaks; null = none.</summary>
    public static EditProblem? Obstacle(EditLine line) => line.Item is { } item ? Obstacle(line.Key, item, line.Parts) : null;

    /// <summary>The first limit that a choice breaks; null = none.</summary>
    public static EditProblem? Obstacle(int key, MenuItem item, IReadOnlyList<EditPart> chosen)
    {
        IEnumerable<(string Name, int Min, int? Max, IEnumerable<int> Idents)> groups = item.IsCombo
            ? item.Parts.Select(group => (group.Name, group.Min, group.Max, group.Parts.Select(part => part.Ident)))
            : item.Groups.Select(group => (group.Name, group.Min, group.Max, group.Modifiers.Select(modifier => modifier.Ident)));
        foreach (var (name, min, max, idents) in groups)
        {
            var count = chosen.Where(part => idents.Contains(part.Ident)).Sum(part => part.Count);
            if (count < min)
            {
                return new EditProblem(key, EditObstacle.TooFew, item.Name, name, new Quantity(min * 1000L));
            }

            if (count > max)
            {
                return new EditProblem(key, EditObstacle.TooMany, item.Name, name, new Quantity(max.Value * 1000L));
            }
        }

        return null;
    }
}
