using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Storage;

/// <summary>New rows are written with one statement for each table, and nobody can tell.</summary>
public sealed class PreparedInsertsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_of_orders_is_read_as_it_was_written_and_its_rows_know_their_numbers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var orders = Enumerable.Range(1, 40).Select(number => Some.Order(Some.Draft($"G-{number}") with { Comment = number % 2 is 0 ? null : $"Заказ {number}" }, number: number)).ToArray();

        await using (var db = await database.Contexts.CreateDbContextAsync(Stop))
        {
            db.AddRange(orders);
            await db.SaveChangesAsync(Stop);
            Assert.All(orders.SelectMany(order => order.History), step => Assert.True(step.Id > 0));
        }

        await using var later = await database.Contexts.CreateDbContextAsync(Stop);
        var read = await later.Orders.OrderBy(order => order.Number).ToListAsync(Stop);
        Assert.Equal(orders.Select(Picture), read.Select(Picture));

        static string Picture(Order order) => string.Join(
            '|', order.Id, order.Number, order.ExternalId, order.Comment, order.Fingerprint, string.Join(',', order.Lines.Select(line => (line.Name, line.Price, line.Quantity))),
            string.Join(',', order.History.Select(step => (step.Kind, step.At, step.By))));
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_is_named_and_nothing_of_its_group_stays()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.StoreAsync(Some.Order(Some.Draft("TWICE"), number: 1));
        var twice = Some.Order(Some.Draft("TWICE"), number: 3);

        await using (var db = await database.Contexts.CreateDbContextAsync(Stop))
        {
            db.AddRange(Some.Order(Some.Draft("ONCE"), number: 2), twice, Some.Order(Some.Draft("AFTER"), number: 4));
            var error = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop));
            Assert.Same(twice, Assert.Single(error.Entries.Select(entry => entry.Entity).OfType<Order>()));
        }

        await using var later = await database.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(1, (await later.Orders.SingleAsync(Stop)).Number);
    }

    [Fact]
    public async Task Whoever_listens_to_commands_hears_of_every_row()
    {
        var heard = new Listener();
        await using var database = await TestDatabase.CreateAsync(alter: services => services.AddSingleton<IInterceptor>(heard));

        await database.StoreAsync([.. Enumerable.Range(1, 3).Select(number => Some.Order(Some.Draft($"G-{number}"), number: number))]);

        Assert.Equal(3, heard.Said.Count(text => text.StartsWith("INSERT INTO \"Orders\"", StringComparison.Ordinal)));
    }

    private sealed class Listener : DbCommandInterceptor
    {
        public List<string> Said { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Said.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}
