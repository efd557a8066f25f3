using Microsoft.AspNetCore.Components;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>What is in an order on one side, what can be added on the other; asks what must be known of a dish.</summary>
public sealed partial class EditorBody(IDialogService dialogs) : ComponentBase
{
    private static readonly DialogOptions _dishOptions = new()
    {
        NoHeader = true, MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true,
    };

    /// <summary>The order while it is edited.</summary>
    [Parameter]
    [EditorRequired]
    public required EditDraft Draft { get; set; }

    /// <summary>The menu; null = never read.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantMenu? Menu { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Whether nothing can be done now.</summary>
    [Parameter]
    public bool IsInert { get; set; }

    /// <summary>Whether the cursor begins in the search.</summary>
    [Parameter]
    public bool TakesFocus { get; set; } = true;

    /// <summary>Something is being asked about a dish.</summary>
    [Parameter]
    public EventCallback OnAsk { get; set; }

    /// <summary>A change was tried; null = it is made, else what stood in the way.</summary>
    [Parameter]
    public EventCallback<EditProblem?> OnTried { get; set; }

    private Task SetQuantityAsync((int Key, Quantity Quantity) wanted) => OnTried.InvokeAsync(Draft.SetQuantity(wanted.Key, wanted.Quantity));

    private async Task PickAsync(MenuItem item)
    {
        if (item.IsStopped || !EditorDish.NeedsQuestions(item))
        {
            await OnTried.InvokeAsync(Draft.Add(item, Quantity.One, []));
        }
        else if (await AskAsync(item, null) is { } chosen)
        {
            await OnTried.InvokeAsync(Draft.Add(item, chosen.Quantity, chosen.Parts, chosen.Wish));
        }
    }

    private async Task EditPartsAsync(EditLine line)
    {
        if (line.Item is { } item && await AskAsync(item, line) is { } chosen)
        {
            await OnTried.InvokeAsync(Draft.SetParts(line.Key, chosen.Quantity, chosen.Parts, chosen.Wish));
        }
    }

    private async Task<DishChoice?> AskAsync(MenuItem item, EditLine? line)
    {
        await OnAsk.InvokeAsync();
        var parameters = new DialogParameters<EditorDish>
        {
            { asked => asked.Item, item }, { asked => asked.Line, line }, { asked => asked.Restaurant, Restaurant },
        };
        var dialog = await dialogs.ShowAsync<EditorDish>(null, parameters, _dishOptions);
        return await dialog.Result is { Canceled: false, Data: DishChoice chosen } ? chosen : null;
    }
}
