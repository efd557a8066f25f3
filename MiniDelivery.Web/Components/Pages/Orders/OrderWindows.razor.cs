using Microsoft.AspNetCore.Components;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>
/// Opens and closes the windows over the list: the card as the address says, and «Создан стол» for who pressed «Принять».
/// </summary>
public sealed partial class OrderWindows(
    OrderBoard board, OrderActs acts, IDialogService dialogs, OrderScript script, NavigationManager navigation) : ComponentBase, IDisposable
{
    // The address decides what is open, so the dialog must not close by itself when it changes.
    private static readonly DialogOptions _cardOptions = new()
    {
        NoHeader = true, MaxWidth = MaxWidth.Large, FullWidth = true, CloseOnEscapeKey = true, CloseOnNavigation = false,
    };

    // «Ок» has the focus: Enter and Esc both put it away, for a person in a rush has read it by the second word.
    private static readonly DialogOptions _createdOptions = new()
    {
        NoHeader = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true, DefaultFocus = DefaultFocus.None,
    };

    private IDisposable? _subscription;
    private IDialogReference? _card;
    private Guid? _asked;
    private Guid? _open;
    private bool _isTelling;

    /// <summary>The order whose card is to be open; null = none.</summary>
    [Parameter]
    public Guid? Card { get; set; }

    /// <summary>Where closing the card leads.</summary>
    [Parameter]
    [EditorRequired]
    public required string ListAddress { get; set; }

    /// <summary>Whose orders they are.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        CloseCard();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(TellCreatedAsync));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // Drawn again with the old address while leaving it, the card must not come back: only another address opens or closes.
        if (Card == _asked || !RendererInfo.IsInteractive)
        {
            return;
        }

        _asked = Card;
        CloseCard();
        if (Card is { } id)
        {
            _open = id;
            var parameters = new DialogParameters<OrderCard> { { card => card.Id, new OrderId(id) }, { card => card.Restaurant, Restaurant } };
            var card = await dialogs.ShowAsync<OrderCard>(null, parameters, _cardOptions);
            if (_open == id)
            {
                _card = card;
                _ = WatchCardAsync(card, id);
            }
            else
            {
                card.Close(); // Left before it was there.
            }
        }
    }

    private void CloseCard()
    {
        _open = null;
        _card?.Close();
        _card = null;
    }

    // Esc, «Закрыть» and a click beside it lead back to the list; «back» and a link have led somewhere already.
    private async Task WatchCardAsync(IDialogReference card, Guid id)
    {
        await card.Result;
        if (_open == id)
        {
            await InvokeAsync(() => LeaveCardAsync(id));
        }
    }

    private async Task LeaveCardAsync(Guid id)
    {
        CloseCard();
        navigation.NavigateTo(ListAddress, replace: true);
        await script.FocusOrderAsync(new OrderId(id));
    }

    private async Task TellCreatedAsync()
    {
        if (_isTelling)
        {
            return;
        }

        // One after the other: two orders may be created while the first window is still open.
        _isTelling = true;
        try
        {
            while (acts.TakeCreated(board.For(Restaurant.Id)) is [_, ..] created)
            {
                foreach (var row in created)
                {
                    await TellCreatedAsync(row);
                }
            }
        }
        finally
        {
            _isTelling = false;
        }
    }

    private async Task TellCreatedAsync(BoardRow row)
    {
        var parameters = new DialogParameters<CreatedDialog> { { told => told.Table, row.TillOrderName! } };
        var told = await dialogs.ShowAsync<CreatedDialog>(null, parameters, _createdOptions);
        var answer = await told.Result;
        if (answer is { Canceled: false, Data: true })
        {
            await acts.DoAsync(row.Id, NextAct.Edit, row.Version, Restaurant);
            return;
        }

        if (_open == row.Id.Value)
        {
            await LeaveCardAsync(row.Id.Value);
        }
        else
        {
            await script.FocusOrderAsync(row.Id);
        }
    }
}
