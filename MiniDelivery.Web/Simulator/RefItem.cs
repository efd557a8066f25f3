using System.Collections.Immutable;
using System.Globalization;

namespace MiniDelivery.Web.Simulator;

/// <summary>One element of a reference.</summary>
/// <param name="Ident">The server's number: what the XML calls <c>id</c>.</param>
/// <param name="Code">The number that people use.</param>
/// <param name="Name">What the till shows.</param>
internal sealed record RefItem(int Ident, int Code, string Name)
{
    /// <summary>rsActive, rsInactive, rsDraft or rsDeleted; deleting is logical.</summary>
    public string Status { get; init; } = "rsActive";

    /// <summary>Ident of the element above, often of another reference.</summary>
    public int Parent { get; init; }

    /// <summary>Further properties as the server writes them.</summary>
    public ImmutableArray<(string Name, string Value)> Properties { get; init; } = [];

    /// <summary>What WithChildItems=2 adds under RIChildItems.</summary>
    public ImmutableArray<RefChild> Children { get; init; } = [];

    /// <summary>A stable GUID of its own, in braces.</summary>
    public string Guid => string.Create(CultureInfo.InvariantCulture, $"{{5C0D0000-0000-4000-8000-{Ident:D12}}}");

    public string? Property(string name) => Properties.FirstOrDefault(property => property.Name == name).Value;

    public bool HasFlag(string name) => Property(name) is "true";
}

/// <summary>A child element from another reference.</summary>
internal sealed record RefChild(string ClassName, int Ident, ImmutableArray<(string Name, string Value)> Properties)
{
    public int Number(string name) => int.Parse(
        Properties.First(property => property.Name == name).Value, CultureInfo.InvariantCulture);

    public bool HasFlag(string name) => Properties.Any(property => property.Name == name && property.Value is "true");
}

/// <summary>One reference of the server.</summary>
/// <param name="Name">As in GetRefList, "MenuItems"; compared without case.</param>
/// <param name="ClassName">As the server names its class.</param>
/// <param name="Items">Its elements, drafts and deleted ones too.</param>
internal sealed record Reference(string Name, string ClassName, ImmutableArray<RefItem> Items);

/// <summary>A dish or combo with what the rules need of it.</summary>
internal sealed record Dish(int Ident, int Code, string Name, int Category, long Price)
{
    public bool Active { get; init; } = true;

    public bool Deleted { get; init; }

    /// <summary>Sold by weight: the price is for one unit of weight, the quantity has three digits.</summary>
    public bool Weighed { get; init; }

    /// <summary>Ident of its modifier scheme, 0 = none.</summary>
    public int ModiScheme { get; init; }

    /// <summary>Ident of its combo scheme, 0 = an ordinary dish.</summary>
    public int ComboScheme { get; init; }

    /// <summary>Idents of the stations that may sell it; empty = all.</summary>
    public ImmutableArray<int> Stations { get; init; } = [];

    /// <summary>Sold only between these hours of the day; null = always.</summary>
    public (TimeOnly From, TimeOnly To)? Hours { get; init; }

    public string Portion { get; init; } = "порция";
}
