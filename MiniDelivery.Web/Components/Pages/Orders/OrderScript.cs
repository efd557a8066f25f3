using Microsoft.JSInterop;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>What only the browser can do for the pages of orders (orders.js), loaded once a window.</summary>
public sealed class OrderScript(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Reads the height of a row that the style sheet gives, and reports it whenever it becomes another.</summary>
    public Task WatchRowsAsync<T>(Microsoft.AspNetCore.Components.ElementReference rows, DotNetObjectReference<T> page)
        where T : class => CallAsync("watchRows", rows, page);

    /// <summary>Lets Ctrl+Enter press a button, wherever in the page the cursor is.</summary>
    public Task PressOnCtrlEnterAsync(Microsoft.AspNetCore.Components.ElementReference page, Microsoft.AspNetCore.Components.ElementReference button) =>
        CallAsync("pressOnCtrlEnter", page, button);

    /// <summary>Puts the cursor into a field where there is a keyboard; on a touch screen one would jump up over the page.</summary>
    public Task FocusWithKeysAsync(Microsoft.AspNetCore.Components.ElementReference field) => CallAsync("focusWithKeys", field);

    /// <summary>Shows the first thing of a page that is to be put right, and puts the cursor there.</summary>
    public Task ShowFaultAsync(Microsoft.AspNetCore.Components.ElementReference page) => CallAsync("showFault", page);

    /// <summary>Puts the focus back to an order of the list, or to the list when the order has left it.</summary>
    public Task FocusOrderAsync(Domain.Orders.OrderId order) => CallAsync("focusOrder", order.ToString());

    /// <summary>Gives an element of a dialog the focus that the dialog would rather keep.</summary>
    public Task FocusInDialogAsync(Microsoft.AspNetCore.Components.ElementReference element) => CallAsync("focusInDialog", element);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await (await _module).DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The window is gone, and the module with it.
            }
        }
    }

    private async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            var module = await (_module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/orders.js").AsTask());
            await module.InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The window was closed while it was asked.
        }
    }
}
