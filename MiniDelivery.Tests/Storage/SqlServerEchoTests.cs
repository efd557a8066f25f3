using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Storage;

/// <summary>What watches over all other tests is itself awake.</summary>
public sealed class SqlServerEchoTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_test_asks_of_SQLite_is_asked_in_T_SQL_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        HashSet<OrderId> some = [OrderId.New()];

        await db.Orders.Where(order => some.Contains(order.Id) && order.SearchText.Contains("эхо")).ToListAsync(Stop);
        await db.RetentionPlans.Where(plan => plan.RanOrders == 4711).ExecuteUpdateAsync(set => set.SetProperty(plan => plan.RanOrders, 4712), Stop);
        await db.AuditEntries.CountAsync(entry => SearchForm.Of(entry.Subject!).Contains("эхо"), Stop);

        Assert.Contains(SqlServerEcho.Instance.Said, sql => sql.Contains("[o].[SearchText] LIKE N'%эхо%'", StringComparison.Ordinal));
        Assert.Contains(SqlServerEcho.Instance.Said, sql => sql.Contains("UPDATE [r]", StringComparison.Ordinal) && sql.Contains("4711", StringComparison.Ordinal));
        Assert.Contains(SqlServerEcho.Instance.Said, sql => sql.Contains("REPLACE(LOWER([a].[Subject]), N'ё', N'е') LIKE N'%эхо%'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_SQL_Server_cannot_be_asked_fails_the_test()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => db.Orders.CountAsync(order => EF.Functions.Glob(order.SearchText, "*я*"), Stop));
        Assert.Contains("Glob", error.Message, StringComparison.Ordinal);
    }
}
