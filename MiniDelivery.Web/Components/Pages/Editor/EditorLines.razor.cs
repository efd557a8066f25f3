using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>The order: the till's packages, each with what can be done to it, and what is new.</summary>
public sealed partial class EditorLines(IStringLocalizer<EditOrder> localizer) : ComponentBase
{
    /// <summary>The order while it is edited.</summary>
    [Parameter]
    [EditorRequired]
    public required EditDraft Draft { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Another quantity of a line is wanted.</summary>
    [Parameter]
    public EventCallback<(int Key, Quantity Quantity)> OnQuantity { get; set; }

    /// <summary>Other modifiers of a line, another weight, or a wish.</summary>
    [Parameter]
    public EventCallback<EditLine> OnParts { get; set; }

    private IStringLocalizer<EditOrder> L => localizer;

    // A weight that is on the scales is taken away as a whole; another one is typed.
    private static Quantity Next(EditLine line, int by) => line.Item is { IsWeighed: true }
        ? default
        : new Quantity(Math.Max(0, line.Quantity.Thousandths + (1000L * by)));

    private static bool IsStopped(EditLine line) => line is { IsNew: true, Item.IsStopped: true };

    private IEnumerable<(string Name, string Look, IReadOnlyList<EditLine> Lines)> Groups()
    {
        foreach (var (index, package) in Draft.Till.Packages.Index())
        {
            IReadOnlyList<EditLine> lines = [.. Draft.Lines.Where(line => line.Package == package.Uni)];
            if (lines is not [])
            {
                var state = package.IsPrinted ? "Printed" : package.HasMore ? "HasMore" : "Open";
                yield return (L[$"Package.{state}", index + 1], state, lines);
            }
        }

        IReadOnlyList<EditLine> added = [.. Draft.Lines.Where(line => line.IsNew)];
        if (added is not [])
        {
            yield return (L["Package.New"], "New", added);
        }
    }

    private Task SetAsync(EditLine line, Quantity quantity) => OnQuantity.InvokeAsync((line.Key, quantity));

    private Task KeyAsync(EditLine line, KeyboardEventArgs key) => key.Key switch
    {
        "+" or "=" when line.Item is not { IsWeighed: true } => SetAsync(line, Next(line, 1)),
        "-" when line.Item is not { IsWeighed: true } => SetAsync(line, Next(line, -1)),
        "Delete" => SetAsync(line, default),
        _ => Task.CompletedTask,
    };
}
