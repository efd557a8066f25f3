using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Новый заказ»: an order that a guest gives by phone, written down in one go.</summary>
public sealed partial class OrderNew(
    StaffIntake intake,
    MenuCache menus,
    CurrentRestaurant here,
    CurrentStaff staff,
    NavigationManager navigation,
    ISnackbar snackbar,
    TimeProvider time,
    IStringLocalizer<OrderNew> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private readonly OrderDraft _draft = new();
    private IReadOnlyList<DraftFault> _faults = [];
    private RestaurantMenu? _menu;
    private bool _isSaving;
    private bool _wasTried;

    private IStringLocalizer<OrderNew> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override void OnInitialized() => _menu = menus.For(Restaurant.Id);

    private void Add(MenuItem item)
    {
        // The same dish once more is one line with two, unless its additions may differ.
        if (_draft.Lines.Find(line => line.Item.Ident == item.Ident && item is { IsWeighed: false, Groups.Count: 0 }) is { } same)
        {
            same.Quantity++;
        }
        else
        {
            _draft.Lines.Add(new DraftLine(item));
        }

        Look();
    }

    private void Remove(DraftLine line)
    {
        _draft.Lines.Remove(line);
        Look();
    }

    // Nobody is told of faults before they have tried to save; from then on each disappears as it is put right.
    private void Look() => _faults = _wasTried ? _draft.Faults(Restaurant, time.GetUtcNow()) : [];

    private async Task SaveAsync()
    {
        _wasTried = true;
        Look();
        if (_faults is [_, ..] || _isSaving)
        {
            return;
        }

        _isSaving = true;
        try
        {
            // What was pressed is stored even if the window is closed meanwhile.
            var answer = await intake.TakeAsync(
                _draft.ToOrder(Restaurant, time.GetUtcNow()), Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
            switch (answer)
            {
                case IntakeAnswer.Taken taken:
                    navigation.NavigateTo($"orders/{taken.Id}");
                    break;
                case IntakeAnswer.AlreadyKnown known:
                    navigation.NavigateTo($"orders/{known.Id}");
                    break;
                default:
                    snackbar.Add(L["NotSaved"], Severity.Error);
                    break;
            }
        }
        finally
        {
            _isSaving = false;
        }
    }
}
