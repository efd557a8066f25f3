using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Rk7;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Tests.Storage;

/// <summary>
/// The product's own methods on SQL Server's provider, with nobody at the other end: everything that they say is T-SQL. What a server
/// would answer is for the tests with <see cref="Databases"/>.
/// </summary>
public sealed class SqlServerTranslationTests : IAsyncLifetime
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly BusinessDay _day = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk"), 5);

    private readonly SqlServerOnPaper _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Assert.NotEmpty(_server.Said);
        foreach (var sql in _server.Said)
        {
            TSql.Parse(sql);
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task One_order()
    {
        Assert.Null(await new OrderQueries(_server.Contexts).FindAsync(OrderId.New(), _none));
        Assert.Equal(Refusal.OrderUnknown, (await Desk().AcceptAsync(OrderId.New(), Some.Anna, _none)).Reason);
    }

    [Fact]
    public async Task What_the_hub_tells()
    {
        var log = new ChangeLog(_server.Contexts, TimeProvider.System);

        Assert.Empty((await log.ReadAsync(Some.Restaurant, 5, _none)).Changes);
        Assert.Single(_server.Said);
    }

    [Fact]
    public async Task Couriers_and_what_they_carry()
    {
        var desk = new CourierDesk(_server.Contexts, _server.Signal, TimeProvider.System);
        var door = new CourierDoor(_server.Contexts, new EphemeralDataProtectionProvider(), TimeProvider.System);

        Assert.Empty((await desk.ListAsync(Some.Restaurant, Some.Anna, _none))!);
        Assert.Equal(CourierRefusal.Unknown, (await desk.SetShiftAsync(CourierId.New(), true, Some.Anna, _none)).Refusal);
        Assert.Null(await door.ExchangeAsync(new string('x', 32), _none));
        Assert.Equal(Refusal.OrderUnknown, (await Desk().SendOutAsync(OrderId.New(), CourierId.New(), Some.Anna, _none)).Reason);
    }

    [Fact]
    public async Task What_a_polling_shop_asks()
    {
        var queries = new OrderQueries(_server.Contexts);
        Assert.Empty((await queries.ChangesAsync(Some.Source, 0, 50, _none))!.Orders);
        Assert.Null(await queries.FindIdAsync(Some.Source, "WEB-1", _none));
        Assert.IsType<ShopCancelAnswer.Refused>(await new ShopDesk(_server.Contexts, TimeProvider.System).CancelAsync(
            OrderId.New(), Some.Source, CancelReason.Other, null, Some.Anna, new Domain.Intake.IdempotentCall("k", "f", _ => "{}"), _none));
    }

    [Fact]
    public async Task A_page_of_a_search()
    {
        await new OrderQueries(_server.Contexts).ListAsync(
            Some.Restaurant, new OrderFilter(OrderStatus.Archived, "иванов 100%", Some.Noon), 3, _none);

        Assert.Equal(2, _server.Said.Count);
        Assert.All(_server.Said, sql => Assert.Contains(" ESCAPE ", sql, StringComparison.Ordinal));
        Assert.Contains(" OFFSET ", _server.Said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_read_whole_and_in_part()
    {
        await ReadBoardAsync();
        Assert.Contains(_server.Said, sql => sql.Contains("GROUP BY", StringComparison.Ordinal));

        await using var db = await _server.Contexts.CreateDbContextAsync(_none);
        HashSet<OrderId> some = [OrderId.New(), OrderId.New()];
        await BoardReader.ReadAsync(db, db.Orders.AsNoTracking().Where(order => some.Contains(order.Id)), _none);
    }

    [Fact]
    public async Task What_is_due_at_the_till()
    {
        var dispatcher = new HandoffDispatcher(
            _server.Contexts, steps: null!, _server.Board, TimeProvider.System, NullLogger<HandoffDispatcher>.Instance);

        Assert.Empty(await dispatcher.FindDueAsync([Some.Restaurant], _none));
        await Assert.ThrowsAsync<InvalidOperationException>(() => dispatcher.DispatchAsync(OrderId.New(), _none));
    }

    [Fact]
    public async Task The_claim()
    {
        await using var db = await _server.Contexts.CreateDbContextAsync(_none);
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);

        Assert.True(await HandoffDispatcher.ClaimAsync(db, order.Handoff!, Some.Noon, _none));

        Assert.StartsWith("UPDATE [h]", _server.Said[^1].TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_other_instances_have_changed_and_whose_editor_an_order_is_in()
    {
        await using (var db = await _server.Contexts.CreateDbContextAsync(_none))
        {
            Assert.Empty(await MissedChanges.Query(db, Some.Source, 5, 9).ToListAsync(_none));
        }

        Assert.Equal(0, await new MissedChanges(_server.Contexts, _server.Board).ReadAsync(_none));
        using var link = new InstanceLink(Options.Create(new RedisOptions()), TimeProvider.System, NullLogger<InstanceLink>.Instance);
        var holds = new EditorHolds(_server.Contexts, link, TimeProvider.System);
        var id = OrderId.New();
        Assert.Null(await holds.TakeAsync(new EditorHold { OrderId = id, Holder = Guid.NewGuid(), Until = Some.Noon }, takeOver: false, _none));
        Assert.True(await holds.RenewAsync(id, Guid.NewGuid(), Some.Noon, _none));
        Assert.True(await holds.ReleaseAsync(id, Guid.NewGuid()));
        // A question that must have an answer; what counts is that it was asked.
        await Assert.ThrowsAsync<InvalidOperationException>(() => holds.IsOfAsync(id, Guid.NewGuid(), _none));
        await Assert.ThrowsAsync<InvalidOperationException>(() => holds.IsHeldAsync(id));
    }

    [Fact]
    public async Task The_order_that_a_cashier_has_opened() =>
        Assert.False((await new TillHook(_server.Contexts, Desk(), new OrderQueries(_server.Contexts), _server.Board, TimeProvider.System)
            .OpenedAsync(Guid.NewGuid(), _none)).IsOurs);

    [Fact]
    public async Task An_order_that_comes_in()
    {
        using var writer = new IntakeWriter(_server.Contexts, Menus(), TimeProvider.System, NullLogger<IntakeWriter>.Instance);
        await writer.StartAsync(_none);

        // Nobody knows the shop's source.
        await Assert.ThrowsAnyAsync<InvalidOperationException>(
            () => writer.StoreAsync(new IntakeItem(Some.Draft(), Some.Restaurant, Some.Source, new Actor("сайт")), _none));
        Assert.Contains(_server.Said, sql => sql.Contains("FROM [Sources]", StringComparison.Ordinal));

        // Nobody confirms the number that was taken, so it is given up in the end; what counts is what was said.
        await Assert.ThrowsAnyAsync<DbUpdateException>(
            () => writer.StoreAsync(new IntakeItem(Some.Draft(), Some.Restaurant, Some.Source, Some.Anna) { IsOfStaff = true }, _none));

        await writer.StopAsync(_none);
        Assert.Contains(_server.Said, sql => sql.Contains("UPDATE [Restaurants]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_that_is_stored_and_changed()
    {
        var order = Some.Created();
        await using var db = await _server.Contexts.CreateDbContextAsync(_none);
        db.Add(order);
        await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync(_none));
        Assert.Contains(_server.Said, sql => sql.Contains("INSERT INTO [Orders]", StringComparison.Ordinal));

        await using var other = await _server.Contexts.CreateDbContextAsync(_none);
        other.Attach(order);
        order.Fill(Some.Anna, Some.Menu, Some.Noon);
        await Assert.ThrowsAnyAsync<Exception>(() => other.SaveChangesAsync(_none));
        Assert.Contains(_server.Said, sql => sql.Contains("UPDATE [Orders]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_with_every_filter()
    {
        var reports = new ReportQueries(_server.Contexts);
        var filter = new ReportFilter([Some.Restaurant], new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31), Some.Source, Guid.NewGuid());
        Assert.Equal(0, (await reports.ReadAsync(filter, Some.Boris, _none))!.All.Received);
        Assert.Empty((await reports.CouriersAsync(filter, Some.Boris, _none))!);
        Assert.Empty((await reports.DishesAsync(filter, Some.Boris, _none))!.Dishes);
        foreach (var address in ReportQuestions.Picks)
        {
            Assert.Equal(0, (await reports.OrdersAsync(filter, OrderPick.Read(address), 2, Some.Boris, _none))!.Count);
        }

        Assert.Empty((await reports.CancelledAsync(filter, null, Some.Boris, _none))!.Rows);
    }

    // No day has any here, so no list is looked for: what would be asked then has to be asked by hand.
    [Fact]
    public async Task The_orders_behind_every_kind_of_number()
    {
        await using var db = await _server.Contexts.CreateDbContextAsync(_none);
        foreach (var pick in ReportQuestions.Picks.Select(OrderPick.Read))
        {
            await ReportQueries.FindAsync(db, pick.Of(db.Set<Domain.Reports.OrderFact>().AsNoTracking()), pick, 50, _none);
        }

        Assert.Equal(ReportQuestions.Picks.Count, _server.Said.Count(sql => sql.Contains("[OrderFacts]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_books_of_reports()
    {
        var books = new ReportBooks(_server.Contexts, TimeProvider.System, NullLogger<ReportBooks>.Instance);

        Assert.Equal(0, await books.CountAsync(_none));
        await using var db = await _server.Contexts.CreateDbContextAsync(_none);
        await FactInterceptor.WriteAsync(db, [Some.Order()], _none);
        Assert.Contains(_server.Said, sql => sql.Contains("[OrderFacts]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_audit_with_every_filter()
    {
        var page = await new AuditQueries(_server.Contexts).ReadAsync(
            new AuditFilter(Some.Noon, Some.Noon.AddDays(1), "Анна", AuditActs.SignedIn, "касса"), 1, Some.Boris, _none);

        Assert.Empty(page!.Lines);
        Assert.Contains("OFFSET", _server.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_licences_and_the_restaurants()
    {
        var directory = new RestaurantDirectory(_server.Contexts);
        await directory.ReadAsync(_none);
        Assert.Equal(Some.Restaurant, directory.First.Id);

        var options = Options.Create(new LicensingOptions());
        using var watch = new LicenseWatch(
            _server.Contexts, new LicenseReader(options), _server.Signal, options, TimeProvider.System, NullLogger<LicenseWatch>.Instance);
        await watch.ReadAsync(_none);
    }

    [Fact]
    public async Task The_menu_that_was_kept()
    {
        using var menus = Menus();
        await menus.StartAsync(_none);
        await menus.StopAsync(_none);
    }

    [Fact]
    public async Task The_check_of_what_is_remembered_and_a_change_of_it()
    {
        var directory = new RestaurantDirectory(_server.Contexts);
        await directory.ReadAsync(_none);
        using var menus = Menus();
        using var watch = new MappingWatch(_server.Contexts, directory, menus, _server.Signal, TimeProvider.System, NullLogger<MappingWatch>.Instance);
        var desk = new MenuDesk(_server.Contexts, menus, watch, TimeProvider.System);

        await watch.LookAsync(_none);
        Assert.Empty((await desk.ShowAsync(Some.Restaurant, Some.Boris, _none))!.Mappings);
        Assert.Equal(Refusal.MappingUnknown, (await desk.RemoveAsync(Some.Restaurant, Some.Source, "dish:code:1", Some.Boris, _none)).Reason);

        Assert.Contains(_server.Said, sql => sql.Contains("[MenuChecks]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_lease_of_a_watch()
    {
        var leases = new WatchLeases(_server.Contexts, () => TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.Equal((true, true), await leases.HoldAsync(Some.Restaurant, _none));
        await leases.ReleaseAsync(_none);

        Assert.Contains(_server.Said, sql => sql.TrimStart().StartsWith("UPDATE", StringComparison.Ordinal));
        Assert.Contains(_server.Said, sql => sql.TrimStart().StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_numbering_of_licensed_requests() =>
        // The claim succeeds on paper, but there is no row to read after it.
        await Assert.ThrowsAnyAsync<Exception>(() => new LicenseSequences(_server.Contexts, TimeProvider.System).EnterAsync(Some.Restaurant, _none));

    [Fact]
    public async Task The_settings_of_tills()
    {
        var store = new TillSettingsStore(
            _server.Contexts, new EphemeralDataProtectionProvider(), Options.Create(new TillOptions()), new RestaurantDirectory(_server.Contexts),
            TimeProvider.System, NullLogger<TillSettingsStore>.Instance);

        await store.ReadAsync(_none);

        Assert.Null(store.Values(Some.Restaurant));
    }

    [Fact]
    public async Task The_source_of_orders_by_phone() =>
        // Nothing is found, so one is made, which nobody confirms.
        await Assert.ThrowsAnyAsync<Exception>(
            () => new StaffIntake(intake: null!, _server.Contexts).TakeAsync(Some.Draft(), Some.Restaurant, fills: false, Some.Anna, _none));

    [Fact]
    public async Task A_shops_key()
    {
        await using var services = new ServiceCollection().AddOptions().BuildServiceProvider();
        using var limit = new LocalRequestLimit();
        using var uses = new KeyUses(_server.Contexts, NullLogger<KeyUses>.Instance);
        var handler = new ApiKeyHandler(
            services.GetRequiredService<IOptionsMonitor<AuthenticationSchemeOptions>>(), NullLoggerFactory.Instance, UrlEncoder.Default, new KeyLookup(_server.Contexts),
            limit, uses, Options.Create(new RequestLimitOptions()));
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer md_testshop_0123456789abcdef0123456789ABCDEF";
        await handler.InitializeAsync(new AuthenticationScheme(ApiKeyHandler.SchemeName, null, typeof(ApiKeyHandler)), context);

        Assert.False((await handler.AuthenticateAsync()).Succeeded);
    }

    private async Task ReadBoardAsync()
    {
        var rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _server.Board.Subscribe(() =>
        {
            rung.TrySetResult();
            return Task.CompletedTask;
        });
        await _server.Board.StartAsync(_none);
        await rung.Task.WaitAsync(TimeSpan.FromSeconds(30), _none);
        await _server.Board.StopAsync(_none);
    }

    private OrderDesk Desk() => new(_server.Contexts, Menus(), TimeProvider.System);

    private MenuCache Menus() =>
        new(_server.Contexts, new RestaurantDirectory(_server.Contexts), tills: null!, _server.Board, _server.Signal, TimeProvider.System, NullLogger<MenuCache>.Instance);
}
