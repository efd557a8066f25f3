using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>The search of the list. What is typed is passed on when the typing rests.</summary>
public sealed partial class OrderSearch(TimeProvider time, IStringLocalizer<OrderList> localizer) : ComponentBase, IDisposable
{
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(200);

    private ElementReference _input;
    private string _text = "";
    private readonly List<string> _echoes = [];
    private string _known = "";
    private string _shown = "";
    private CancellationTokenSource? _typing;

    /// <summary>What is looked for, as the address says.</summary>
    [Parameter]
    public string Search { get; set; } = "";

    /// <summary>Something else is looked for.</summary>
    [Parameter]
    public EventCallback<string> OnSearch { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    /// <inheritdoc/>
    public void Dispose()
    {
        _typing?.Cancel();
        _typing?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Search == _shown)
        {
            return;
        }

        // Only what came from elsewhere («back», a link) goes into the field: the address follows the typing by a round trip,
        // and who types fast must not be overtaken by the echo of what they typed before.
        _shown = Search;
        if (!_echoes.Remove(Search))
        {
            _echoes.Clear();
            _text = _known = Search;
        }
    }

    private async Task TypedAsync()
    {
        Dispose();
        _typing = new CancellationTokenSource();
        var resting = _typing.Token;
        try
        {
            await Task.Delay(_rest, time, resting);
        }
        catch (OperationCanceledException)
        {
            return; // Another key was pressed, or the page was left.
        }

        await TellAsync();
    }

    private Task KeyAsync(KeyboardEventArgs key) => key.Key is "Escape" && _text is not "" ? ClearAsync() : Task.CompletedTask;

    private async Task ClearAsync()
    {
        _text = "";
        await TellAsync();
        await _input.FocusAsync();
    }

    private Task TellAsync()
    {
        var wanted = _text.Trim();
        if (wanted == _known)
        {
            return Task.CompletedTask;
        }

        _known = wanted;
        _echoes.Add(wanted);
        return OnSearch.InvokeAsync(wanted);
    }
}
