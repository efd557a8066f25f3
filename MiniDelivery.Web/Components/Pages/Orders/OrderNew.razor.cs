using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Pages.Editor;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Новый заказ»: an order that a guest gives by phone, written down in one go and saved straight to the till.</summary>
public sealed partial class OrderNew(
    StaffIntake intake,
    GuestDesk guests,
    OrderQueries queries,
    DraftShelf shelf,
    MenuCache menus,
    CurrentRestaurant here,
    CurrentStaff staff,
    OrderScript script,
    NavigationManager navigation,
    ISnackbar snackbar,
    TimeProvider time,
    IStringLocalizer<OrderNew> localizer,
    IStringLocalizer<EditOrder> editor,
    IStringLocalizer<Words> words) : ComponentBase
{
    private OrderDraft _draft = new(null);
    private IReadOnlyList<DraftFault> _faults = [];
    private IReadOnlyList<DraftLoss> _lost = [];
    private ElementReference _page;
    private ElementReference _save;
    private RestaurantMenu? _menu;
    private GuestDetails? _known;
    private Guid? _terminal;
    private string? _problem;
    private string _askedPhone = "";
    private string _kept = "";
    private bool _isAsked;
    private bool _isRestored;
    private bool _isSaving;
    private bool _isSaved;
    private bool _wasTried;
    private bool _showsFault;

    private IStringLocalizer<OrderNew> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _menu = menus.For(Restaurant.Id);
        _draft = new OrderDraft(_menu);
        _terminal = await staff.TerminalAsync();
        if (_terminal is { } terminal && await shelf.FindAsync(Restaurant.Id, terminal, await staff.GetAsync(), CancellationToken.None) is { } kept)
        {
            _lost = _draft.Restore(JsonSerializer.Deserialize<DraftState>(kept)!);
            (_kept, _isRestored) = (kept, true);
            await FindAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await script.PressOnCtrlEnterAsync(_page, _save);
        }

        if (_showsFault)
        {
            _showsFault = false;
            await script.ShowFaultAsync(_page);
        }
    }

    private async Task AskAsync()
    {
        if (_draft.IsPhone && _askedPhone != _draft.Phone)
        {
            await FindAsync();
            _isAsked = _known is not null;
            if (_known is { Guest: { } guest })
            {
                _draft.Name = _draft.Name.Trim() is "" ? guest.Name : _draft.Name;
                if (_draft.Street.Trim() is "" && guest.Addresses is [var usual, ..])
                {
                    _draft.BringTo(usual.Address);
                }
            }

            await KeepAsync();
        }
    }

    private async Task FindAsync()
    {
        _askedPhone = _draft.Phone;
        _known = await guests.FindAsync(Restaurant.Id, _draft.Phone, await staff.GetAsync(), CancellationToken.None);
    }

    private async Task RepeatAsync(OrderId id)
    {
        if (await queries.FindAsync(id, CancellationToken.None) is { Order: { } order } && order.RestaurantId == Restaurant.Id)
        {
            (_lost, _problem) = (_draft.Repeat(order), null);
            (_draft.Type, _draft.Guests) = (order.Type, order.Guests);
            _draft.Method = order.Payment.Method is PaymentMethod.Online ? PaymentMethod.Cash : order.Payment.Method;
            if (order.Address is { } address)
            {
                _draft.BringTo(address);
            }

            Look();
            await KeepAsync();
        }
    }

    private Task TriedAsync(EditProblem? problem)
    {
        _problem = problem is null ? null : Why(problem);
        Look();
        return KeepAsync();
    }

    private string Why(EditProblem problem) =>
        editor[$"Problem.{problem.Obstacle}", problem.Name, problem.Group ?? "", problem.Limit is { } limit ? Format.Quantity(limit) : ""];

    // Nobody is told of faults before they have tried to save; from then on each disappears as it is put right.
    private void Look() => _faults = _wasTried ? _draft.Faults(Restaurant, time.GetUtcNow()) : [];

    private async Task ClearAsync()
    {
        (_draft, _known, _lost, _faults) = (new OrderDraft(_menu), null, [], []);
        (_problem, _askedPhone, _kept, _isRestored, _wasTried) = (null, "", "", false, false);
        if (_terminal is { } terminal)
        {
            await shelf.DropAsync(Restaurant.Id, terminal, await staff.GetAsync(), CancellationToken.None);
        }
    }

    // With every field that is left and every dish: what was said by phone must not be asked a second time.
    private async Task KeepAsync()
    {
        var written = JsonSerializer.Serialize(_draft.Keep());
        if (_terminal is { } terminal && !_draft.IsBlank && !_isSaved && written != _kept)
        {
            _kept = written;
            await shelf.KeepAsync(Restaurant.Id, terminal, written, await staff.GetAsync(), CancellationToken.None);
        }
    }

    private async Task SaveAsync(bool fills)
    {
        _wasTried = true;
        Look();
        if (_draft.Dishes.Problems() is [var first, ..])
        {
            _problem = Why(first);
        }

        if (_faults is [_, ..] || _isSaving)
        {
            _showsFault = !_isSaving;
            return;
        }

        _isSaving = true;
        try
        {
            // What was pressed is stored even if the window is closed meanwhile.
            var by = await staff.GetAsync();
            var answer = await intake.TakeAsync(_draft.ToOrder(Restaurant, time.GetUtcNow()), Restaurant.Id, fills, by, CancellationToken.None);
            if (answer switch
            {
                IntakeAnswer.Taken taken => taken.Id,
                IntakeAnswer.AlreadyKnown known => known.Id,
                _ => (OrderId?)null,
            } is not { } id)
            {
                snackbar.Add(L["NotSaved"], Severity.Error);
                return;
            }

            _isSaved = true;
            if (_terminal is { } terminal)
            {
                await shelf.DropAsync(Restaurant.Id, terminal, by, CancellationToken.None);
            }

            navigation.NavigateTo($"orders/{id}");
        }
        finally
        {
            _isSaving = false;
        }
    }
}
