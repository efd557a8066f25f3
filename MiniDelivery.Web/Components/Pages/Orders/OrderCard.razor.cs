using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>One order, whole, with everything that can be done with it. It follows the order while it is open.</summary>
public sealed partial class OrderCard(
    OrderBoard board,
    OrderQueries queries,
    OrderActs acts,
    CurrentStaff staff,
    OwnCard own,
    IDialogService dialogs,
    TimeProvider time,
    IStringLocalizer<OrderCard> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private static readonly DialogOptions _cancelOptions = new()
    {
        NoHeader = true, MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true,
    };

    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private OrderDetails? _details;
    private Actor? _may;
    private bool _mayStepBack;
    private string? _other;
    private bool _isRead;
    private bool _isBusy;

    /// <summary>Which order.</summary>
    [Parameter]
    [EditorRequired]
    public required OrderId Id { get; set; }

    /// <summary>Whose order it must be.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private IStringLocalizer<OrderCard> L => localizer;

    private Order? Order => _details?.Order;

    private NextOffer Offer => Order is { } order
        ? NextOffer.For(order.Status, order.Type, order.Handoff?.TillState ?? TillState.None, order.Cancellation is not null, order.Handoff?.Act, order.IsWithoutTill)
        : default;

    // Offered only where the rules would allow it: a button that always says no is worse than none.
    private OrderStatus? Back => _mayStepBack && Order is { } order
        && Restaurant.Day.IsSame(order.StatusChangedAt, time.GetUtcNow())
        && order is not { Status: OrderStatus.Deleted, Handoff.ExistsAtTill: true }
            ? order.Status.Previous(order.Type)
            : null;

    // The card of an order in the kitchen offers the next step first, and editing beside it.
    private bool MayAlsoEdit => Offer.Act is not NextAct.Edit && _may is { } person && Order?.MayEdit(person).IsDone is true;

    private string TestId => Offer.Act switch
    {
        NextAct.Accept => "card-accept",
        NextAct.Edit => "card-edit",
        NextAct.Fill => "card-fill",
        NextAct.SendOut => "card-send-out",
        NextAct.Archive => "card-archive",
        NextAct.Retry => "card-retry",
        NextAct.None => "",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        own.Close(Id);
        _closed.Cancel();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(FollowAsync));
        }

        _may = await staff.GetAsync();
        _mayStepBack = _may.May(Permission.StepBack, Restaurant.Id);
        if (RendererInfo.IsInteractive)
        {
            own.Open(Id, _may.Name);
            _other = own.Other(Id);
        }

        await ReadAsync();
    }

    // A shop's number is what its guest will name on the phone; a long machine id is noise.
    private static bool IsForPeople(string externalId) => externalId.Length <= 24;

    private async Task FollowAsync()
    {
        if (_other != own.Other(Id))
        {
            _other = own.Other(Id);
            StateHasChanged();
        }

        var row = board.For(Restaurant.Id).Rows.FirstOrDefault(row => row.Id == Id);
        if (row is null ? Order is null or { Status.IsLive: true } : row.Version != Order?.Version)
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var found = await queries.FindAsync(Id, _closed.Token);
        _details = found?.Order.RestaurantId == Restaurant.Id ? found : null;
        _isRead = true;
    }

    private Task ActAsync() => DoAsync(() => acts.DoAsync(Id, Offer.Act, Order!.Version, Restaurant));

    private Task WithdrawAsync() => DoAsync(() => acts.WithdrawCancellationAsync(Id, Restaurant));

    private Task AssignAsync() => DoAsync(() => acts.AssignAsync(Id, Restaurant));

    private Task GrantCancelAsync() => DoAsync(() => acts.CancelAsync(Id, Order!.CancelWish!.Reason, Order.CancelWish.Comment, Restaurant));

    private Task DeclineCancelAsync() => DoAsync(() => acts.DeclineCancelAsync(Id, Restaurant));

    private Task DenyDuplicateAsync(OrderId other) => DoAsync(() => acts.DenyDuplicateAsync(Id, other, Restaurant));

    private Task CancelDuplicateAsync() => DoAsync(() => acts.CancelAsync(Id, CancelReason.Duplicate, null, Restaurant));

    private Task BackAsync() => DoAsync(() => acts.StepBackAsync(Id, Restaurant));

    private async Task CancelAsync()
    {
        var parameters = new DialogParameters<CancelOrderDialog>
        {
            { asked => asked.Number, Order!.Number },
            { asked => asked.Table, Order.Handoff is { ExistsAtTill: true } handoff ? handoff.OrderName : null },
        };
        var asked = await dialogs.ShowAsync<CancelOrderDialog>(null, parameters, _cancelOptions);
        if (await asked.Result is { Canceled: false, Data: CancelAnswer answer })
        {
            await DoAsync(() => acts.CancelAsync(Id, answer.Reason, answer.Comment, Restaurant));
        }
    }

    private async Task DoAsync(Func<Task<Outcome>> act)
    {
        _isBusy = true;
        try
        {
            await act();

            // Read even when it was refused: what the person sees is then what the answer was about.
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
