using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Dishes that the till does not know, and the choice of what they are there.</summary>
public sealed partial class OrderCardMapping(
    MenuCache menus, OrderActs acts, IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private IReadOnlyList<OrderLine> _unmapped = [];
    private RestaurantMenu? _menu;

    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Something was chosen.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var mayChoose = Order.Status is OrderStatus.Waiting or OrderStatus.Created && Order.Handoff is not { Act: HandoffAct.Fill or HandoffAct.Edit, IsOpen: true };
        _unmapped = mayChoose ? [.. Order.Lines.Where(line => !line.IsMapped)] : [];
        _menu = menus.For(Restaurant.Id);
    }

    // A combo's components are dishes themselves.
    private IEnumerable<(int Ident, string Name)> Choices(OrderLine line)
    {
        if (_menu is not { } menu || line.MenuIdent is not { } ident || menu.Find(ident) is not { } item)
        {
            return [];
        }

        var modifiers = item.Groups.SelectMany(group => group.Modifiers).DistinctBy(modifier => modifier.Ident).Select(modifier => (modifier.Ident, modifier.Name));
        return item.IsCombo ? modifiers.Concat(menu.Items.Select(dish => (dish.Ident, dish.Name))) : modifiers;
    }

    private async Task ChooseDishAsync(OrderLine line, MenuItem item)
    {
        await acts.ChooseDishAsync(Order.Id, line.Line, item.Ident, Restaurant);
        await OnDone.InvokeAsync();
    }

    private async Task ChooseModifierAsync(OrderLine line, int index, ChangeEventArgs picked)
    {
        if (int.TryParse($"{picked.Value}", CultureInfo.InvariantCulture, out var ident)
            && Choices(line).FirstOrDefault(choice => choice.Ident == ident) is { Name: { } name })
        {
            await acts.ChooseModifierAsync(Order.Id, line.Line, index, ident, name, Restaurant);
            await OnDone.InvokeAsync();
        }
    }
}
