using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// Runs a test once per database: SQLite always, SQL Server where MINIDELIVERY_TEST_SQLSERVER names one.
/// A skipped case is reported as skipped, so nobody mistakes it for a passed one.
/// </summary>
public sealed class Databases : TheoryData<DatabaseProvider>
{
    public const string SqlServerVariable = "MINIDELIVERY_TEST_SQLSERVER";

    public Databases()
    {
        Add(DatabaseProvider.Sqlite);
        Add(new TheoryDataRow<DatabaseProvider>(DatabaseProvider.SqlServer)
        {
            Skip = Environment.GetEnvironmentVariable(SqlServerVariable) is null ? $"{SqlServerVariable} is not set" : null,
        });
    }
}

/// <summary>A fresh database with the real migrations applied and one restaurant in it, gone when disposed.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestDatabase(ServiceProvider services) => _services = services;

    public IDbContextFactory<DeliveryDb> Contexts => _services.GetRequiredService<IDbContextFactory<DeliveryDb>>();

    public OrderBoard Board => _services.GetRequiredService<OrderBoard>();

    public LiveSignal Signal => _services.GetRequiredService<LiveSignal>();

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<IServiceCollection>? alter = null)
    {
        var name = $"minidelivery-{Guid.NewGuid():N}";
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddLiveBoard().AddFacts();
        _ = provider is DatabaseProvider.Sqlite
            ? services.AddSqlite($"Data Source={name}.db", Path.GetTempPath())
            : services.AddSqlServer($"{Environment.GetEnvironmentVariable(Databases.SqlServerVariable)};Database={name}");
        services.AddSingleton<IInterceptor>(SqlServerEcho.Instance);
        alter?.Invoke(services);
        var database = new TestDatabase(services.BuildServiceProvider());
        if (provider is DatabaseProvider.Sqlite)
        {
            await MigratedFile.CopyToAsync(Path.Combine(Path.GetTempPath(), $"{name}.db"));
        }

        await using var db = await database.Contexts.CreateDbContextAsync();
        if (provider is DatabaseProvider.SqlServer)
        {
            await db.Database.MigrateAsync();
        }

        db.Add(new Restaurant
        {
            Id = Some.Restaurant,
            Code = "demo",
            Name = "Тестовый объект",
            TimeZone = "Asia/Novosibirsk",
            Currency = "RUB",
            // Tests order the same pie all day; those that are about repeats say so.
            DuplicateMinutes = 0,
        });
        db.Add(new OrderSource { Id = Some.Source, RestaurantId = Some.Restaurant, Name = "сайт" });
        await db.SaveChangesAsync();
        return database;
    }

    /// <summary>Stores things in one transaction.</summary>
    public async Task StoreAsync(params object[] things)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        db.AddRange(things);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = await Contexts.CreateDbContextAsync())
        {
            await db.Database.EnsureDeletedAsync();
        }

        await _services.DisposeAsync();
    }
}
