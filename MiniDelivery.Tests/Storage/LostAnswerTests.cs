using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>
/// The server commits, and the connection breaks before it can say so. The strategy that SQL Server gets stands here over SQLite, whose
/// commits are real: what is lost is the answer alone.
/// </summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private readonly Line _line = new();
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(alter: services => services
        .AddSingleton<IInterceptor>(_line)
        .ConfigureDbContext<SqliteDeliveryDb>(db => db.UseSqlite(sqlite => sqlite.ExecutionStrategy(dependencies => new PatientStrategy(dependencies)))));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_shops_order_is_taken_once_and_said_to_be_taken()
    {
        using var writer = new IntakeWriter(_database.Contexts, Menus(), TimeProvider.System, NullLogger<IntakeWriter>.Instance);
        await writer.StartAsync(Stop);
        _line.LosesAnswers(1);

        var answer = await writer.StoreAsync(new IntakeItem(Some.Draft(), Some.Restaurant, Some.Source, Some.Anna, new IdempotentCall("k", "f", _ => "{}")), Stop);
        await writer.StopAsync(Stop);

        Assert.True(_line.IsUsedUp);
        var taken = Assert.IsType<IntakeAnswer.Taken>(answer);
        Assert.NotNull(taken.Kept);
        await using var db = await _database.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(taken.Id, (await db.Orders.SingleAsync(Stop)).Id);
        Assert.Equal(1, await db.ChangeCounters.Select(counter => counter.Last).SingleAsync(Stop));
        Assert.Single(await db.KeptAnswers.ToListAsync(Stop));
        Assert.Equal(taken.Number, await db.Restaurants.Select(restaurant => restaurant.LastOrderNumber).SingleAsync(Stop));
    }

    [Fact]
    public async Task A_person_is_not_told_that_somebody_else_was_quicker_and_the_till_is_promised_one_order()
    {
        var order = Some.Order();
        await _database.StoreAsync(order);
        var desk = new OrderDesk(_database.Contexts, Menus(), TimeProvider.System);
        _line.LosesAnswers(1);

        var outcome = await desk.AcceptAsync(order.Id, Some.Anna, Stop);

        Assert.True(_line.IsUsedUp);
        Assert.True(outcome.IsDone);
        await using var db = await _database.Contexts.CreateDbContextAsync(Stop);
        Assert.Single((await db.Orders.SingleAsync(Stop)).History, step => step.Kind is StepKind.AcceptRequested);
        Assert.Single(await db.Handoffs.ToListAsync(Stop));
        Assert.True((await desk.CancelAsync(order.Id, CancelReason.Other, null, Some.Anna, Stop)).IsDone);
    }

    [Fact]
    public async Task Open_pages_hear_of_it_as_of_any_other()
    {
        _line.LosesAnswers(1);
        var order = Some.Order();
        await _database.StoreAsync(order);

        Assert.True(_line.IsUsedUp);
        await _database.Board.StartAsync(Stop);
        await TestApp.Eventually(() => Task.FromResult(_database.Board.For(Some.Restaurant).Rows.Any(row => row.Id == order.Id)), "the board has it");
        await _database.Board.StopAsync(Stop);
    }

    [Fact]
    public async Task What_was_not_committed_is_stored_with_the_next_try()
    {
        _line.BreaksBeforeCommit(1);

        await _database.StoreAsync(Some.Order());

        Assert.True(_line.IsUsedUp);
        await using var db = await _database.Contexts.CreateDbContextAsync(Stop);
        Assert.Single(await db.Orders.ToListAsync(Stop));
    }

    [Fact]
    public async Task Whoever_really_was_slower_is_still_told()
    {
        await _database.StoreAsync(Some.Order());
        await using var anna = await _database.Contexts.CreateDbContextAsync(Stop);
        await using var boris = await _database.Contexts.CreateDbContextAsync(Stop);
        var (annas, borises) = (await anna.Orders.SingleAsync(Stop), await boris.Orders.SingleAsync(Stop));
        annas.Accept(Some.Anna, Some.Noon);
        await anna.SaveChangesAsync(Stop);
        borises.Cancel(CancelReason.Other, null, Some.Boris, Some.Noon);
        _line.BreaksBeforeCommit(1);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => boris.SaveChangesAsync(Stop));
    }

    [Fact]
    public async Task The_marks_of_a_day_ago_are_thrown_away()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var cleaner = new KeptAnswerCleaner(_database.Contexts, time, NullLogger<KeptAnswerCleaner>.Instance);
        await using var db = await _database.Contexts.CreateDbContextAsync(Stop);

        await cleaner.CleanAsync(Stop);
        Assert.NotEmpty(await db.CommitMarks.ToListAsync(Stop)); // Of the restaurant that every test database begins with.
        time.Advance(CommitMark.KeptFor + TimeSpan.FromMinutes(1));
        await cleaner.CleanAsync(Stop);

        Assert.Empty(await db.CommitMarks.ToListAsync(Stop));
    }

    private MenuCache Menus() =>
        new(_database.Contexts, new RestaurantDirectory(_database.Contexts), tills: null!, _database.Board, _database.Signal, TimeProvider.System, NullLogger<MenuCache>.Instance);

    // TimeoutException is what the strategy takes for a passing trouble without SqlClient's own errors, which cannot be made by hand.
    private sealed class Line : DbTransactionInterceptor
    {
        private int _lost;
        private int _broken;

        public bool IsUsedUp => _lost <= 0 && _broken <= 0;

        public void LosesAnswers(int times) => _lost = times;

        public void BreaksBeforeCommit(int times) => _broken = times;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _broken) >= 0 ? throw new TimeoutException("The line broke.") : ValueTask.FromResult(result);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _lost) >= 0 ? throw new TimeoutException("The answer was lost.") : Task.CompletedTask;
    }
}
