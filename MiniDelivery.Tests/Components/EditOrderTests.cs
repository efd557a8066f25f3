using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Editor;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Tests.Components;

/// <summary>«Редактирование заказа» with a till that says what the test wants.</summary>
public sealed class EditOrderTests : OrderPagesTest
{
    private readonly SpokenTill _till = new();

    [Fact]
    public async Task Into_an_empty_order_the_guests_dishes_are_proposed_and_one_press_promises_them()
    {
        var (page, id) = await OpenAsync();

        Assert.Equal(2, page.FindAll("[data-testid=editor-line][data-new]").Count);
        Assert.Contains("730", page.Find("[data-testid=editor-sum]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-testid=editor-sum]").GetAttribute("data-computed"));
        await page.InvokeAsync(() => page.Find("[data-testid=editor-save]").ClickAsync());

        var handoff = (await ReadAsync(id)).Handoff!;
        Assert.Equal((HandoffAct.Edit, HandoffState.Due), (handoff.Act, handoff.State));
        Assert.Equal([1001, 1002], Assert.Single(handoff.Edit!.Writes).Lines.Select(line => line.Ident));
        Assert.NotNull(page.Find("[data-testid=editor-progress]"));
    }

    [Fact]
    public async Task When_the_promise_is_kept_the_page_shows_the_tills_own_sum()
    {
        var (page, id) = await OpenAsync();
        await page.InvokeAsync(() => page.Find("[data-testid=editor-save]").ClickAsync());
        _till.Order = _till.Order! with { Version = 9, Sum = Money.From(731), Packages = [Package(false)] };

        await ChangeAsync(id, order => order.TillHasEdited(_till.Order, DateTimeOffset.UtcNow));

        await SeeAsync(page, () => Assert.Contains("731", page.Find("[data-testid=editor-saved]").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find("[data-testid=editor-save]").HasAttribute("disabled"));
        Assert.Equal("false", page.Find("[data-testid=editor-sum]").GetAttribute("data-computed"));
    }

    [Fact]
    public async Task A_refusal_says_why_and_what_the_cashier_changed_and_keeps_what_was_wanted()
    {
        var (page, id) = await OpenAsync(Package(false));
        await page.InvokeAsync(() => page.Find("[data-testid=editor-add]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=editor-save]").ClickAsync());
        _till.Order = _till.Order! with { Version = 9, Packages = [Package(true)] };

        await ChangeAsync(id, order => order.TillHasRefused(new TillTrouble(TillTroubles.OrderChanged, "changed"), DateTimeOffset.UtcNow));

        await SeeAsync(page, () => Assert.Contains("ушло на кухню", page.Find("[data-testid=editor-changed]").TextContent, StringComparison.Ordinal));
        Assert.Contains("ничего не записано", page.Find("[data-testid=editor-not-written]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-testid=editor-line][data-new]"));
        Assert.Null((await ReadAsync(id)).Handoff!.Trouble);
        await page.InvokeAsync(() => page.Find("[data-testid=editor-take]").ClickAsync());
        Assert.Empty(page.FindAll("[data-testid=editor-line][data-new]"));
    }

    [Fact]
    public async Task Of_a_printed_package_nothing_can_be_taken_away_and_more_becomes_new()
    {
        var (page, _) = await OpenAsync(Package(true));

        Assert.Empty(page.FindAll("[data-testid=editor-less]"));
        Assert.Contains("на кухне", page.Find(".ed-group").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=editor-more]").ClickAsync());

        Assert.Equal("1", page.Find("[data-testid=editor-line][data-new] [data-testid=editor-quantity]").TextContent);
    }

    [Fact]
    public async Task Search_finds_by_code_and_Enter_adds_the_first()
    {
        var (page, _) = await OpenAsync(Package(false));

        await page.InvokeAsync(() => page.Find("[data-testid=editor-search]").InputAsync("102"));
        await page.InvokeAsync(() => page.Find("[data-testid=editor-search]").KeyDownAsync("Enter"));

        Assert.Equal("1002", page.Find("[data-testid=editor-line][data-new]").GetAttribute("data-ident"));
        await page.InvokeAsync(() => page.Find("[data-testid=editor-line][data-new]").KeyDownAsync("+"));
        Assert.Equal("2", page.Find("[data-testid=editor-line][data-new] [data-testid=editor-quantity]").TextContent);
    }

    [Fact]
    public async Task An_order_that_is_open_at_a_station_says_who_and_waits_when_asked()
    {
        _till.Lock = new TillAnswer<bool>.Later(new TillTrouble("rk7-2219", "Заказ заблокирован другим ключом блокировки (станция Касса 1, оператор Иванова А.)"));
        var (page, _) = await OpenAsync();

        Assert.Contains("Касса 1, Иванова А.", page.Find("[data-testid=editor-locked]").TextContent, StringComparison.Ordinal);
        var waiting = page.InvokeAsync(() => page.Find("[data-testid=editor-wait]").ClickAsync());
        _till.Lock = new TillAnswer<bool>.Done(true);

        await SeeAsync(page, () => Assert.NotNull(page.Find("[data-testid=editor-save]")));
        await waiting;
    }

    [Fact]
    public async Task Leaving_the_page_gives_the_lock_back()
    {
        await OpenAsync();

        await DisposeComponentsAsync();

        Assert.Equal(TimeSpan.Zero, _till.Locks[^1]);
    }

    private protected override void AddServices()
    {
        Services.AddSingleton<ITills>(_till);
        Services.AddSingleton<Web.Instances.InstanceLink>();
        Services.AddSingleton<OrderLocks>();
        Services.AddSingleton<EditorHolds>();
        Services.AddSingleton<OrderEditor>();
        Services.AddScoped<EditorCircuit>();
    }

    private static TillPackage Package(bool isPrinted) => new(1, Guid.NewGuid(), isPrinted,
        [new TillDish(1001, "Пирог", Quantity.One, Money.From(350), []) { Uni = 2 }]);

    private async Task<(IRenderedComponent<EditOrder> Page, OrderId Id)> OpenAsync(params TillPackage[] packages)
    {
        var order = await StoreAsync(43);
        await ChangeAsync(order.Id, found => found.Accept(Some.Anna, DateTimeOffset.UtcNow));
        await ChangeAsync(order.Id, found =>
        {
            _till.Order = Some.TillOrder(found, "Dlv.2", packages) with { Version = 5, Sum = new Money(packages.Sum(p => p.Dishes.Sum(d => d.Amount.Minor))) };
            found.TillHasCreated(_till.Order, DateTimeOffset.UtcNow);
        });
        var page = Render<EditOrder>(parameters => parameters.Add(p => p.Id, order.Id.Value));
        await SeeAsync(page, () => Assert.NotEqual("Opening", page.Find("[data-testid=editor]").GetAttribute("data-stage")));
        return (page, order.Id);
    }

    /// <summary>Says what it is told to say; the answers are the test's.</summary>
    private sealed class SpokenTill : ITills, ITill
    {
        public TillOrder? Order { get; set; }

        public TillAnswer<bool> Lock { get; set; } = new TillAnswer<bool>.Done(true);

        public List<TimeSpan> Locks { get; } = [];

        public TimeSpan Timeout => TimeSpan.FromSeconds(1);

        public ITill For(RestaurantId restaurant) => this;

        public Task<TillAnswer<RestaurantMenu>> ReadMenuAsync(DateTimeOffset readAt, CancellationToken cancellationToken) =>
            Task.FromResult<TillAnswer<RestaurantMenu>>(new TillAnswer<RestaurantMenu>.Done(Some.Menu));

        public Task<TillAnswer<TillOrder?>> FindOrderAsync(TillOrderKey key, CancellationToken cancellationToken) =>
            Task.FromResult<TillAnswer<TillOrder?>>(new TillAnswer<TillOrder?>.Done(Order));

        public Task<TillAnswer<bool>> LockOrderAsync(TillOrderKey key, Guid lockGuid, TimeSpan time, CancellationToken cancellationToken)
        {
            Locks.Add(time);
            return Task.FromResult(Lock);
        }

        public Task<TillAnswer<TillOrderList>> ListOrdersAsync(long? lastVersion, CancellationToken cancellationToken) =>
            Task.FromResult<TillAnswer<TillOrderList>>(new TillAnswer<TillOrderList>.NotSent(new TillTrouble(TillTroubles.Unreachable, "")));

        public Task<TillAnswer<TillInfo>> GetInfoAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> CreateOrderAsync(NewTillOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> SaveOrderAsync(
            TillOrderKey key, Guid lockGuid, Guid packageGuid, FillPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> SavePackagesAsync(
            TillOrderKey key, Guid lockGuid, EditPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> CommentOrderAsync(
            TillOrderKey key, Guid lockGuid, string comment, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> VoidOrderAsync(TillOrderKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> CloseVisitAsync(long visitId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
