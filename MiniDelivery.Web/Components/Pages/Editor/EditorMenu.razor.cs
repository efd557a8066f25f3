using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>The till's menu: by category, or found by name and code; Enter adds the first.</summary>
public sealed partial class EditorMenu(OrderScript script, IStringLocalizer<EditOrder> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private const int MostFound = 60;

    private ElementReference _search;
    private IReadOnlyList<string> _categories = [];
    private RestaurantMenu? _shown;
    private string _category = "";
    private string _text = "";

    /// <summary>The menu; null = never read.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantMenu? Menu { get; set; }

    /// <summary>The order while it is edited, to show what is in it.</summary>
    [Parameter]
    [EditorRequired]
    public required EditDraft Draft { get; set; }

    /// <summary>Whose menu it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Whether the cursor begins in the search.</summary>
    [Parameter]
    public bool TakesFocus { get; set; } = true;

    /// <summary>A dish was picked.</summary>
    [Parameter]
    public EventCallback<MenuItem> OnPick { get; set; }

    private IStringLocalizer<EditOrder> L => localizer;

    private bool IsSearching => _text.Trim() is not "";

    // What can be sold comes first; a stopped dish is still shown, or it would seem to be missing.
    private List<MenuItem> Shown => [.. (IsSearching
        ? Menu!.Search(_text).OrderBy(item => item.IsStopped).Take(MostFound)
        : Menu!.Items.Where(item => item.Category == _category).OrderBy(item => item.IsStopped))];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Menu == _shown)
        {
            return;
        }

        _shown = Menu;
        _categories = [.. (Menu?.Items ?? []).Select(item => item.Category).Distinct()];
        _category = _categories.Contains(_category) ? _category : _categories is [var first, ..] ? first : "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Menu is not null && TakesFocus)
        {
            await script.FocusWithKeysAsync(_search);
        }
    }

    private Quantity Wanted(MenuItem item) => new(Draft.Lines.Where(line => line.Ident == item.Ident).Sum(line => line.Quantity.Thousandths));

    private void Type(ChangeEventArgs typed) => _text = $"{typed.Value}";

    private void Choose(string category) => (_category, _text) = (category, "");

    private Task KeyAsync(KeyboardEventArgs key) =>
        key.Key is "Enter" && IsSearching && Shown is [var first, ..] ? PickAsync(first) : Task.CompletedTask;

    private Task PickAsync(MenuItem item)
    {
        _text = "";
        return OnPick.InvokeAsync(item);
    }
}
