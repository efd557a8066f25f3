using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>
/// What the person at this window does with orders, from the list or from the card: the desk is asked in their name, and they
/// are told in words when it says no. It lives as long as the window.
/// </summary>
public sealed class OrderActs(
    OrderDesk desk,
    OrderBoard board,
    CourierDesk couriers,
    CurrentStaff staff,
    NavigationManager navigation,
    IDialogService dialogs,
    ISnackbar snackbar,
    IStringLocalizer<Words> words)
{
    private static readonly DialogOptions _courierOptions = new() { NoHeader = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    // Whose «Принять» this was: the window «Создан стол» is for them, not for everybody.
    private readonly Dictionary<OrderId, int> _accepted = [];

    /// <summary>Does the next thing.</summary>
    /// <param name="version">The version of the order that the person was looking at.</param>
    public async Task<Outcome> DoAsync(OrderId id, NextAct act, int version, RestaurantInfo restaurant)
    {
        if (act is NextAct.Accept or NextAct.Retry)
        {
            _accepted[id] = version;
        }

        var outcome = await AskAsync(
            (by, cancellationToken) => act switch
            {
                NextAct.None => Task.FromResult(Outcome.Done),
                NextAct.Accept => desk.AcceptAsync(id, by, cancellationToken),
                NextAct.Edit => Open(id),
                NextAct.Fill => desk.FillAsync(id, by, cancellationToken),
                NextAct.SendOut => WithCourierAsync(id, restaurant, by, courier => desk.SendOutAsync(id, courier, by, cancellationToken)),
                NextAct.Archive => desk.MoveOnAsync(id, OrderStatus.Archived, by, cancellationToken),
                NextAct.Retry => desk.RetryTillAsync(id, by, cancellationToken),
            },
            restaurant);
        if (!outcome.IsDone)
        {
            _accepted.Remove(id);
        }

        return outcome;
    }

    /// <summary>«В пути», with one courier for all, and «В архив» for several orders: why not, in words, for each that stays; null = nothing was done.</summary>
    public async Task<IReadOnlyDictionary<OrderId, string>?> MoveAsync(IReadOnlyList<BoardRow> rows, OrderStatus next, RestaurantInfo restaurant)
    {
        var by = await staff.GetAsync();
        var outcomes = new Dictionary<OrderId, Outcome>();
        if (next is OrderStatus.OnTheWay)
        {
            if (await ChooseCourierAsync(rows is [var one] ? one.Number : null, restaurant, by) is not { } choice)
            {
                return null;
            }

            outcomes = new(await desk.SendOutAsync([.. rows.Select(row => row.Id)], choice.Courier, by, CancellationToken.None));
        }
        else
        {
            foreach (var row in rows)
            {
                outcomes[row.Id] = await desk.MoveOnAsync(row.Id, next, by, CancellationToken.None);
            }
        }

        return outcomes.Where(outcome => !outcome.Value.IsDone).ToDictionary(outcome => outcome.Key, outcome => words.Why(outcome.Value, restaurant));
    }

    /// <summary>«Отменить заказ».</summary>
    public Task<Outcome> CancelAsync(OrderId id, CancelReason reason, string? comment, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.CancelAsync(id, reason, comment, by, cancellationToken), restaurant);

    /// <summary>«Не отменять».</summary>
    public Task<Outcome> WithdrawCancellationAsync(OrderId id, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.WithdrawCancellationAsync(id, by, cancellationToken), restaurant);

    /// <summary>Asks who brings the order.</summary>
    public Task<Outcome> AssignAsync(OrderId id, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => WithCourierAsync(id, restaurant, by, courier => desk.AssignAsync(id, courier, by, cancellationToken)), restaurant);

    /// <summary>«Оставить».</summary>
    public Task<Outcome> DeclineCancelAsync(OrderId id, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.DeclineCancelAsync(id, by, cancellationToken), restaurant);

    /// <summary>«Не дубль».</summary>
    public Task<Outcome> DenyDuplicateAsync(OrderId id, OrderId other, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.DenyDuplicateAsync(id, other, by, cancellationToken), restaurant);

    /// <summary>One step back.</summary>
    public Task<Outcome> StepBackAsync(OrderId id, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.StepBackAsync(id, restaurant.Day, by, cancellationToken), restaurant);

    /// <summary>Says which menu item a dish is.</summary>
    public Task<Outcome> ChooseDishAsync(OrderId id, int line, int menuIdent, RestaurantInfo restaurant) =>
        AskAsync((by, cancellationToken) => desk.ChooseDishAsync(id, line, menuIdent, by, cancellationToken), restaurant);

    /// <summary>Says which modifier, or component, an addition is.</summary>
    public Task<Outcome> ChooseModifierAsync(OrderId id, int line, int index, int menuIdent, string name, RestaurantInfo restaurant) =>
        AskAsync(
            (by, cancellationToken) => desk.ChooseModifierAsync(id, line, index, menuIdent, name, by, cancellationToken), restaurant);

    /// <summary>The orders that this person accepted and that the till has created since; each is given once.</summary>
    public IReadOnlyList<BoardRow> TakeCreated(BoardView view)
    {
        var created = new List<BoardRow>();
        foreach (var (id, pressedAt) in _accepted.ToList())
        {
            var row = view.Rows.FirstOrDefault(row => row.Id == id);
            if (row?.Version <= pressedAt)
            {
                continue; // The board has not seen the press yet.
            }

            if (row is { Status: OrderStatus.Waiting, Till: not Domain.Till.TillState.Refused })
            {
                continue; // The till is still at it.
            }

            _accepted.Remove(id);
            if (row is { Status: OrderStatus.Created, TillOrderName: not null, IsCancelWanted: false, Till: Domain.Till.TillState.Created })
            {
                created.Add(row);
            }
        }

        return created;
    }

    // Where nobody is on shift there is nothing to ask.
    private async Task<Outcome> WithCourierAsync(OrderId id, RestaurantInfo restaurant, Domain.Access.Actor by, Func<CourierId?, Task<Outcome>> act)
    {
        var number = board.For(restaurant.Id).Rows.FirstOrDefault(row => row.Id == id)?.Number ?? 0;
        return await ChooseCourierAsync(number, restaurant, by) is { } choice ? await act(choice.Courier) : Outcome.Done;
    }

    // Null = they thought better of it. Where nobody is on shift there is nothing to ask.
    private async Task<CourierChoice?> ChooseCourierAsync(int? number, RestaurantInfo restaurant, Domain.Access.Actor by)
    {
        var onShift = (await couriers.ListAsync(restaurant.Id, by, CancellationToken.None) ?? []).Where(courier => courier.OnShiftSince is not null).ToList();
        if (onShift is [])
        {
            return new CourierChoice(null);
        }

        var asked = await dialogs.ShowAsync<CourierDialog>(
            null, new DialogParameters<CourierDialog> { { dialog => dialog.Number, number }, { dialog => dialog.Couriers, onShift } }, _courierOptions);
        return await asked.Result is { Canceled: false, Data: CourierChoice choice } ? choice : null;
    }

    private Task<Outcome> Open(OrderId id)
    {
        navigation.NavigateTo($"orders/{id}/edit");
        return Task.FromResult(Outcome.Done);
    }

    private async Task<Outcome> AskAsync(Func<Domain.Access.Actor, CancellationToken, Task<Outcome>> ask, RestaurantInfo restaurant)
    {
        // What a person has pressed is carried out even if they close the window meanwhile.
        var outcome = await ask(await staff.GetAsync(), CancellationToken.None);
        if (!outcome.IsDone)
        {
            snackbar.Add(words.Why(outcome, restaurant), Severity.Warning);
        }

        return outcome;
    }
}
