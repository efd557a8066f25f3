using System.Globalization;
using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>The references: their versions and their content (RK7 protocol digest, section 6.1).</summary>
internal static class ReferenceCommands
{
    // Order of the enumeration behind Status; the numbers are ours ([inf]).
    private static readonly string[] _statuses = ["rsDeleted", "rsDraft", "rsInactive", "rsActive"];

    public static CommandAnswer GetRefList(TillBook book, XElement command)
    {
        var references = book.Menu.References;
        return new CommandAnswer(new XElement("RK7RefList",
            new XAttribute("Count", references.Length),
            references.Select(reference => new XElement("RK7Reference",
                new XAttribute("RefName", reference.Name.ToUpperInvariant()),
                new XAttribute("Count", reference.Items.Length),
                new XAttribute("DataVersion", book.DataVersion(reference.Name))))));
    }

    public static CommandAnswer GetRefData(TillBook book, XElement command)
    {
        var name = command.DemandText("RefName");
        if (!book.Menu.References.Any(reference => reference.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw TillRefusedException.NotInReference(name, "References");
        }

        var reference = book.Reference(name);
        var form = new Form(book, command);
        return command.Attribute("RefItemIdent") is not null || command.Attribute("RefItemGUID") is not null
            ? One(command, reference, form)
            : Many(book, command, reference, form);
    }

    private static CommandAnswer One(XElement command, Reference reference, Form form)
    {
        var ident = command.Number("RefItemIdent");
        var guid = command.Braced("RefItemGUID");
        var item = reference.Items.FirstOrDefault(item => item.Ident == ident || item.Guid == guid)
            ?? throw TillRefusedException.NotInReference($"{ident}{guid}", reference.Name);
        var mask = form.Mask.Below("items") ?? form.Mask;
        return new CommandAnswer(new XElement("RK7Reference",
            new XAttribute("TotalItemCount", 0), new XElement("Items", form.Write(item, mask))));
    }

    private static CommandAnswer Many(TillBook book, XElement command, Reference reference, Form form)
    {
        var onlyActive = command.Word("OnlyActive", false);
        var offset = command.Number("Offset") ?? 0;
        var count = command.Number("ItemCount") is > 0 and var limit ? limit : int.MaxValue;
        var items = reference.Items
            .Where(item => !onlyActive || item.Status is "rsActive")
            .Where(item => form.Passes(item))
            .ToList();
        var mask = form.Mask.Below("items");
        return new CommandAnswer(new XElement("RK7Reference",
            new XAttribute("DataVersion", book.DataVersion(reference.Name)),
            new XAttribute("ClassName", reference.ClassName),
            new XAttribute("Name", reference.Name),
            new XAttribute("TotalItemCount", items.Count),
            mask is null
                ? null
                : new XElement("Items", items.Skip(offset).Take(count).Select(item => form.Write(item, mask)))));
    }

    /// <summary>How the request wants elements written, and which.</summary>
    private sealed class Form
    {
        private readonly TillBook _book;
        private readonly bool _prices;
        private readonly bool _children;
        private readonly bool _numbers;
        private readonly List<XElement> _filters;

        public Form(TillBook book, XElement command)
        {
            _book = book;
            _prices = command.Flag("WithMacroProp", false);
            _children = command.Number("WithChildItems") is 2 or 3;
            _numbers = command.Flag("IgnoreEnums", false);
            _filters = [.. command.Element("PROPFILTERS")?.Elements("PROPFILTER") ?? []];
            Mask = command.Text("PropMask") is { } mask ? PropMask.Parse(mask) : PropMask.Everything;
        }

        public PropMask Mask { get; }

        public bool Passes(RefItem item) => _filters.TrueForAll(filter =>
        {
            var value = All(item).FirstOrDefault(property =>
                property.Name.Equals(filter.DemandText("Name"), StringComparison.OrdinalIgnoreCase)).Value ?? "";
            return filter.Text("Substring") is { } part
                ? value.Contains(part, StringComparison.OrdinalIgnoreCase)
                : value.Equals(filter.DemandText("Value"), StringComparison.OrdinalIgnoreCase);
        });

        public XElement Write(RefItem item, PropMask mask)
        {
            var element = new XElement("Item", All(item)
                .Where(property => mask.Has(property.Name))
                .Select(property => new XAttribute(property.Name.Replace('^', '-'), property.Value)));
            var children = _children && item.Children.Length > 0 ? mask.Below("RIChildItems") : null;
            if (children is not null)
            {
                element.Add(new XElement("RIChildItems", item.Children
                    .Select(child => (child, Mask: children.Below(child.ClassName)))
                    .Where(pair => pair.Mask is not null)
                    .Select(pair => Child(pair.child, pair.Mask!))));
            }

            return element;
        }

        private static XElement Child(RefChild child, PropMask mask) => new(child.ClassName,
            child.Properties.Prepend((Name: "Ident", Value: Number(child.Ident)))
                .Where(property => mask.Has(property.Name))
                .Select(property => new XAttribute(property.Name, property.Value)));

        private IEnumerable<(string Name, string Value)> All(RefItem item)
        {
            yield return ("Ident", Number(item.Ident));
            yield return ("ItemIdent", Number(item.Ident));
            yield return ("GUIDString", item.Guid);
            yield return ("Code", Number(item.Code));
            yield return ("Name", item.Name);
            yield return ("Status", _numbers ? Number(Array.IndexOf(_statuses, item.Status)) : item.Status);
            yield return ("MainParentIdent", Number(item.Parent));
            foreach (var property in item.Properties)
            {
                yield return property;
            }

            foreach (var price in _prices ? Prices(item) : [])
            {
                yield return price;
            }
        }

        // The attribute is written PRICETYPES-N; a missing price is the largest 64-bit number [woo].
        private IEnumerable<(string Name, string Value)> Prices(RefItem item)
        {
            if (!_book.Menu.Dishes.Any(dish => dish.Ident == item.Ident))
            {
                return [];
            }

            var dish = _book.Dish(item.Ident);
            return _book.Menu[Refs.PriceTypes].Items.Select(type => (
                "PRICETYPES^" + Number(type.Ident),
                (dish.Deleted ? long.MaxValue : _book.Price(dish, type.Ident)).ToString(CultureInfo.InvariantCulture)));
        }

        private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
