using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Tests.Storage;

/// <summary>The row of changes that shops read: nothing that was committed is ever missing from it.</summary>
public sealed class ChangePositionTests
{
    private const int Writers = 6;
    private const int ChangesEach = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Whoever_reads_while_many_write_hears_of_every_order_as_it_was_in_the_end(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var orders = Enumerable.Range(1, Writers * 2).Select(number => Some.Order(Some.Draft($"W-{number}"), number: number)).ToList();
        await database.StoreAsync([.. orders]);
        var queries = new OrderQueries(database.Contexts);
        var heard = new Dictionary<OrderId, int>();
        var after = 0L;

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(database, orders, writer), Stop)));
        while (!writing.IsCompleted)
        {
            await ReadAsync();
        }

        await writing;
        await ReadAsync();

        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var stored = await db.Orders.ToDictionaryAsync(order => order.Id, order => order.Version, Stop);
        Assert.Equal(stored.OrderBy(order => order.Key.Value), heard.OrderBy(order => order.Key.Value));
        var last = await queries.LastChangeAsync(Some.Source, Stop);
        Assert.Equal((Writers * ChangesEach) + orders.Count, last);

        async Task ReadAsync()
        {
            for (var hasMore = true; hasMore;)
            {
                var page = (await queries.ChangesAsync(Some.Source, after, 3, Stop))!;
                Assert.All(page.Orders, order => Assert.NotEmpty(order.Lines));
                foreach (var order in page.Orders)
                {
                    heard[order.Id] = Math.Max(order.Version, heard.GetValueOrDefault(order.Id));
                }

                Assert.True(page.Next >= after);
                (after, hasMore) = (page.Next, page.HasMore);
            }
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_number_that_is_taken_but_not_committed_is_given_to_nobody_else(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order(Some.Draft("A"), number: 1));
        var queries = new OrderQueries(database.Contexts);
        Task late;
        await using (var first = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await first.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await first.Database.BeginTransactionAsync(Stop);
                first.Add(Some.Order(Some.Draft("B"), number: 2));
                await first.SaveChangesAsync(Stop);
                late = Task.Run(() => database.StoreAsync(Some.Order(Some.Draft("C") with { Guest = new Guest("", "89000000000", null) }, number: 3)), Stop);

                // Whoever looks now must not be led past the one that is still open.
                if (provider is DatabaseProvider.Sqlite)
                {
                    Assert.Equal(1, (await queries.ChangesAsync(Some.Source, 0, 10, Stop))!.Next);
                }

                await transaction.CommitAsync(Stop);
                await late;
            });
        }

        var all = (await queries.ChangesAsync(Some.Source, 1, 10, Stop))!;
        Assert.Equal(["B", "C"], all.Orders.Select(order => order.ExternalId));
        Assert.Equal(3, all.Next);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Each_order_is_told_once_as_it_is_now_in_pages_and_a_place_that_never_was_is_said_so(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var orders = Enumerable.Range(1, 5).Select(number => Some.Order(Some.Draft($"P-{number}"), number: number)).ToList();
        await database.StoreAsync([.. orders]);
        await ChangeAsync(database, orders[1].Id);
        var queries = new OrderQueries(database.Contexts);

        var first = (await queries.ChangesAsync(Some.Source, 0, 3, Stop))!;
        var second = (await queries.ChangesAsync(Some.Source, first.Next, 3, Stop))!;

        Assert.Equal(["P-1", "P-3", "P-4"], first.Orders.Select(order => order.ExternalId));
        Assert.Equal(["P-5", "P-2"], second.Orders.Select(order => order.ExternalId));
        Assert.Equal((true, false, 2), (first.HasMore, second.HasMore, second.Orders[1].Version));
        Assert.Empty((await queries.ChangesAsync(Some.Source, second.Next, 3, Stop))!.Orders);
        Assert.Null(await queries.ChangesAsync(Some.Source, second.Next + 1, 3, Stop));
    }

    [Fact]
    public async Task A_page_is_read_by_the_index_and_costs_what_it_has()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);

        var step = Assert.Single(await QueryPlan.OfAsync(db, OrderQueries.Places(db, Some.Source, 0, 10, 3))); // A sort would be a second one.
        Assert.Contains("IX_Orders_SourceId_Position", step, StringComparison.Ordinal);
        Assert.Contains("SEARCH", step, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_ordered_before_is_found_by_phone_whatever_a_rush_has_brought()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);

        var steps = await QueryPlan.OfAsync(db, LookAlikes.Near.Compile()(db, Some.Restaurant, ["+77776665544", "+77776665545"], Some.Noon));

        Assert.Contains("PhoneKey=?", steps[0], StringComparison.Ordinal);
    }

    private static async Task WriteAsync(TestDatabase database, List<Order> orders, int writer)
    {
        for (var i = 0; i < ChangesEach; i++)
        {
            await ChangeAsync(database, orders[(writer * 2) + (i % 2)].Id);
        }
    }

    private static async Task ChangeAsync(TestDatabase database, OrderId id)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var order = await db.Orders.SingleAsync(found => found.Id == id, Stop);
        order.Acknowledge(Some.Anna, Some.Noon.AddHours(order.Version));
        await db.SaveChangesAsync(Stop);
    }
}
