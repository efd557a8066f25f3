using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>How much of a dish, and with what.</summary>
public sealed record DishChoice(Quantity Quantity, IReadOnlyList<EditPart> Parts, string? Wish);

/// <summary>Asks what must be known of a dish: weight, modifiers within the limits of their groups, the dishes of a combo, a wish.</summary>
public sealed partial class EditorDish(IStringLocalizer<EditOrder> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private readonly Dictionary<int, int> _counts = [];
    private string _quantity = "1";
    private string _wish = "";
    private string? _why;

    /// <summary>The dish.</summary>
    [Parameter]
    [EditorRequired]
    public required MenuItem Item { get; set; }

    /// <summary>The line that is changed; null = a new one.</summary>
    [Parameter]
    public EditLine? Line { get; set; }

    /// <summary>Whose menu it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private IStringLocalizer<EditOrder> L => localizer;

    /// <summary>Whether a dish cannot be added without asking.</summary>
    public static bool NeedsQuestions(MenuItem item) => item.IsWeighed || (item.IsCombo && item.Parts is [_, ..]) || item.Groups.Any(group => group.Min > 0);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _quantity = Line is { } line ? Format.Quantity(line.Quantity) : Item.IsWeighed ? "" : "1";
        _wish = Line?.Wish ?? "";
        foreach (var part in Line?.Parts ?? [])
        {
            _counts[part.Ident] = part.Count;
        }
    }

    private IEnumerable<Group> Groups() => Item.IsCombo
        ? Item.Parts.Select(group => new Group(group.Name, group.Min, group.Max, [.. group.Parts.Select(part => new EditPart(part.Ident, part.Name, 1, part.Price))]))
        : Item.Groups.Select(group => new Group(group.Name, group.Min, group.Max, [.. group.Modifiers.Select(m => new EditPart(m.Ident, m.Name, 1, m.Price))]));

    private string Limits(Group group) => group switch
    {
        { Min: 0, Max: null } => "",
        { Min: 0, Max: { } max } => L["Limit.Max", max],
        { Max: null } => L["Limit.Min", group.Min],
        { Min: var min, Max: { } max } when min == max => L["Limit.Exactly", min],
        { Min: var min, Max: { } max } => L["Limit.Between", min, max],
    };

    // Of a group that takes one, another choice replaces the first.
    private void Press(Group group, EditPart choice)
    {
        var has = _counts.GetValueOrDefault(choice.Ident) > 0;
        if (group.Max is 1)
        {
            foreach (var other in group.Choices)
            {
                _counts.Remove(other.Ident);
            }
        }

        Count(choice, has ? 0 : 1);
    }

    private void Count(EditPart choice, int count)
    {
        _why = null;
        if (count > 0)
        {
            _counts[choice.Ident] = count;
        }
        else
        {
            _counts.Remove(choice.Ident);
        }
    }

    private void Confirm()
    {
        if (ReadQuantity() is not { } quantity)
        {
            _why = Item.IsWeighed ? L["Weight.Wrong"] : L["Quantity.Wrong"];
            return;
        }

        IReadOnlyList<EditPart> parts =
        [
            .. Groups().SelectMany(group => group.Choices).DistinctBy(choice => choice.Ident)
                .Where(choice => _counts.ContainsKey(choice.Ident)).Select(choice => choice with { Count = _counts[choice.Ident] }),
        ];
        if (EditLimits.Obstacle(0, Item, parts) is { } problem)
        {
            _why = L[$"Problem.{problem.Obstacle}", problem.Name, problem.Group ?? "", problem.Limit is { } limit ? Format.Quantity(limit) : ""];
            return;
        }

        Dialog.Close(DialogResult.Ok(new DishChoice(quantity, parts, string.IsNullOrWhiteSpace(_wish) ? null : _wish.Trim())));
    }

    private void Type(ChangeEventArgs typed) => _quantity = $"{typed.Value}";

    private void Wish(ChangeEventArgs typed) => _wish = $"{typed.Value}";

    // A comma or a point: whichever key is nearer.
    private Quantity? ReadQuantity() =>
        decimal.TryParse(_quantity.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value is > 0 and < 1000 && Quantity.IsExact(value) && (Item.IsWeighed || decimal.IsInteger(value))
            ? Quantity.From(value)
            : null;

    private sealed record Group(string Name, int Min, int? Max, IReadOnlyList<EditPart> Choices);
}
