using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>Where the page is.</summary>
public enum EditorStage
{
    /// <summary>The till is being asked.</summary>
    Opening,

    /// <summary>Somebody else has the order open.</summary>
    Held,

    /// <summary>The rules say no.</summary>
    Refused,

    /// <summary>The till is the matter.</summary>
    Trouble,

    /// <summary>The order is the person's.</summary>
    Editing,

    /// <summary>It is not theirs any more.</summary>
    Over,
}

/// <summary>«Редактирование заказа»: what the till has on one side, what can be added on the other; written with one press.</summary>
public sealed partial class EditOrder(
    OrderEditor editor,
    OrderQueries queries,
    OrderBoard board,
    CurrentRestaurant here,
    CurrentStaff staff,
    EditorCircuit circuit,
    TimeProvider time,
    IStringLocalizer<EditOrder> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan _tryAgain = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private EditorSession? _session;
    private EditorStage _stage;
    private Order? _order;
    private EditDraft? _draft;
    private RestaurantMenu? _menu;
    private EditorAnswer.Held? _held;
    private TillTrouble? _trouble;
    private TillTrouble? _notWritten;
    private EditorEnd _over;
    private IReadOnlyList<ContentChange> _changes = [];
    private IReadOnlyList<FillProblem> _unproposed = [];
    private string? _refusal;
    private string? _problem;
    private string? _saved;
    private string _progress = "";
    private bool _isMenuShown;
    private bool _isSaving;
    private bool _isWaiting;
    private bool _isFollowing;
    private bool _followAgain;

    /// <summary>Which order.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private IStringLocalizer<EditOrder> L => localizer;

    private OrderId OrderId => new(Id);

    private RestaurantInfo Restaurant => here.Info;

    private string CardAddress => $"orders/{OrderId}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _closed.CancelAsync();
        circuit.Back = null;
        await CloseSessionAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _subscription = board.Subscribe(() => InvokeAsync(FollowAsync));
        circuit.Back = () => InvokeAsync(ReopenAsync);
        await OpenAsync(takeOver: false);
    }

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private async Task OpenAsync(bool takeOver)
    {
        await CloseSessionAsync();
        _stage = _isWaiting ? _stage : EditorStage.Opening;
        try
        {
            var found = await queries.FindAsync(OrderId, _closed.Token);
            _order = found?.Order.RestaurantId == Restaurant.Id ? found.Order : null;
            var answer = _order is null
                ? new EditorAnswer.Refused(Outcome.Refused(Refusal.OrderUnknown))
                : await editor.OpenAsync(OrderId, await staff.GetAsync(), takeOver, _closed.Token);
            if (_closed.IsCancellationRequested && answer is EditorAnswer.Opened late)
            {
                // The page was left while the till was asked.
                await late.Session.DisposeAsync();
                return;
            }

            Show(answer);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left while the till was asked.
        }
    }

    private void Show(EditorAnswer answer)
    {
        _isWaiting &= answer is EditorAnswer.Held;
        switch (answer)
        {
            case EditorAnswer.Opened opened:
                Begin(opened);
                break;
            case EditorAnswer.Held held:
                (_stage, _held) = (EditorStage.Held, held);
                break;
            case EditorAnswer.Refused refused:
                (_stage, _refusal) = (EditorStage.Refused, words.Why(refused.Outcome, Restaurant));
                break;
            case EditorAnswer.Trouble trouble:
                (_stage, _trouble) = (EditorStage.Trouble, trouble.What);
                break;
        }
    }

    private void Begin(EditorAnswer.Opened opened)
    {
        (_session, _order, _menu, _stage) = (opened.Session, opened.Session.Order, opened.Menu, EditorStage.Editing);
        _notWritten = opened.NotWritten;
        circuit.Session = _session;
        _session.Ended = () => _ = InvokeAsync(EndAsync);
        if (_draft is not null)
        {
            // What was wanted before the order was lost stays, on top of what the till has now.
            _changes = _draft.Rebase(opened.Till);
            return;
        }

        _draft = new EditDraft(opened.Till, _menu);
        if (_draft.Lines is [] && _order.Status is OrderStatus.Created)
        {
            Propose();
        }
    }

    private void Propose() => _unproposed = _draft!.Propose(_session!.Order);

    // Every five seconds, until the order is free, the person stops, or the page is left.
    private async Task WaitAsync()
    {
        _isWaiting = true;
        try
        {
            while (_isWaiting)
            {
                StateHasChanged();
                await Task.Delay(_tryAgain, time, _closed.Token);
                if (_isWaiting)
                {
                    await OpenAsync(takeOver: false);
                }
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left while it waited.
        }
    }

    private void Touch() => _session?.Touch();

    private void Tried(EditProblem? problem)
    {
        Touch();
        _saved = null;
        _problem = problem is null ? null : Why(problem);
    }

    private string Why(EditProblem problem) =>
        L[$"Problem.{problem.Obstacle}", problem.Name, problem.Group ?? "", problem.Limit is { } limit ? Format.Quantity(limit) : ""];

    private void TakeTill()
    {
        _session?.Touch();
        _draft = new EditDraft(_draft!.Till, _menu);
        (_changes, _unproposed, _problem, _saved) = ([], [], null, null);
    }

    // A cashier rang the dishes up by hand: what the till has may be just right.
    private bool MayAgree => _order is { Status: OrderStatus.Created } && _draft is { Till.IsEmpty: false };

    private async Task SaveAsync()
    {
        if (_session is not { End: null } session || _draft is not { } draft || _isSaving)
        {
            return;
        }

        if (draft.Problems() is [var first, ..])
        {
            _problem = Why(first);
            return;
        }

        (_problem, _saved, _notWritten, _changes) = (null, null, null, []);
        (_isSaving, _progress) = (true, words.Of(TillState.Filling));
        try
        {
            var outcome = await session.SaveAsync(draft.ToPlan(Guid.NewGuid()), CancellationToken.None);
            if (!outcome.IsDone)
            {
                (_isSaving, _problem) = (false, words.Why(outcome, Restaurant));
                return;
            }
        }
        catch
        {
            _isSaving = false;
            throw;
        }

        await FollowAsync();
    }

    // The bell rings for every order; only what happened to this one matters.
    private async Task FollowAsync()
    {
        if (_isFollowing)
        {
            // What changed while it looked is looked at, too.
            _followAgain = true;
            return;
        }

        _isFollowing = true;
        try
        {
            do
            {
                _followAgain = false;
                if (_stage is EditorStage.Editing && _session is { } session)
                {
                    await FollowAsync(session);
                }
            }
            while (_followAgain);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left meanwhile.
        }
        finally
        {
            _isFollowing = false;
        }

        StateHasChanged();
    }

    private async Task FollowAsync(EditorSession session)
    {
        var before = _order?.Version;
        _order = (await queries.FindAsync(OrderId, _closed.Token))?.Order;
        if (_order is not { Handoff: { } handoff } || _order.Version == before)
        {
            return;
        }

        if (handoff.IsOpen)
        {
            _progress = words.Of(handoff.TillState);
            return;
        }

        if (_order.Cancellation is not null || _order.Status is not (OrderStatus.Created or OrderStatus.Accepted))
        {
            session.Stop();
            return;
        }

        await SettleAsync(session, handoff);
    }

    // The promise is kept or refused, or somebody else changed something: what the till has now is shown.
    private async Task SettleAsync(EditorSession session, Domain.Till.Handoff handoff)
    {
        var wasSaving = _isSaving;
        var read = await session.ReadAsync(_closed.Token);
        _isSaving = false;
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } now })
        {
            _notWritten = wasSaving || handoff.Trouble is not null ? handoff.Trouble ?? read.TroubleOrNull : _notWritten;
            return;
        }

        _menu = editor.MenuOf(_order!) ?? _menu;
        if (wasSaving && handoff.State is HandoffState.Done)
        {
            _draft = new EditDraft(now, _menu);
            (_unproposed, _saved) = ([], L["Saved", Format.Money(now.Sum, Restaurant.Currency)]);
            return;
        }

        _changes = _draft!.Rebase(now) is [_, ..] changes ? changes : _changes;
        if (handoff is { State: HandoffState.Refused, Trouble: { } trouble })
        {
            _notWritten = trouble;
            await session.SeenAsync(CancellationToken.None);
        }
    }

    private async Task EndAsync()
    {
        if (_session is { End: { } end })
        {
            (_stage, _over, _isSaving) = (EditorStage.Over, end, false);
            await CloseSessionAsync();
            StateHasChanged();
        }
    }

    private async Task ReopenAsync()
    {
        if (_stage is EditorStage.Over && _over is EditorEnd.Disconnected)
        {
            await OpenAsync(takeOver: false);
            StateHasChanged();
        }
    }

    private async Task CloseSessionAsync()
    {
        circuit.Session = null;
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }
}
