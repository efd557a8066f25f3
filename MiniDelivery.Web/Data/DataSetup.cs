using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using MiniDelivery.Domain.Orders;
using SQLitePCL;

namespace MiniDelivery.Web.Data;

/// <summary>Which database stands behind the model.</summary>
public enum DatabaseProvider
{
    /// <summary>One file, for one restaurant on one machine.</summary>
    Sqlite,

    /// <summary>For several instances.</summary>
    SqlServer,
}

internal static class DataSetup
{
    /// <summary>Name of the connection string, and of the setting <c>ConnectionStrings:MiniDelivery</c>.</summary>
    public const string ConnectionName = "MiniDelivery";

    private const string DefaultFile = "Data Source=data/minidelivery.db";

    // Longer than any transaction of ours takes, shorter than a shop waits for its answer.
    private const int SqliteBusySeconds = 5;

    public static IServiceCollection AddDeliveryData(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        var connection = configuration.GetConnectionString(ConnectionName);
        return provider switch
        {
            DatabaseProvider.Sqlite => Parse(() => services.AddSqlite(connection ?? DefaultFile, contentRoot)),
            DatabaseProvider.SqlServer => services.AddSqlServer(Parse(() => new SqlConnectionStringBuilder(connection).ConnectionString) is { Length: > 0 } server
                ? server
                : throw new SettingException("ConnectionStrings:MiniDelivery: Database:Provider is SqlServer, so it must name the server.")),
        };
    }

    /// <summary>The file that a connection string of SQLite names.</summary>
    /// <param name="connection">Null = the usual one.</param>
    public static string SqliteFile(string? connection, string contentRoot) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(connection ?? DefaultFile).DataSource, contentRoot);

    public static IServiceCollection AddSqlite(this IServiceCollection services, string connection, string contentRoot)
    {
        var parts = new SqliteConnectionStringBuilder(connection) { DefaultTimeout = SqliteBusySeconds };
        parts.DataSource = Path.GetFullPath(parts.DataSource, contentRoot);
        Directory.CreateDirectory(Path.GetDirectoryName(parts.DataSource)!);
        services.AddSingleton<IInterceptor, SqlitePragmas>();
        return services.AddProvider<SqliteDeliveryDb>(db => db
            .UseSqlite(parts.ToString(), sqlite => sqlite
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
                // One parameter for a whole list: with one for each value, every other length of a list is another statement to write and to parse.
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .ReplaceService<IModificationCommandBatchFactory, PreparedInsertsFactory>());
    }

    public static IServiceCollection AddSqlServer(this IServiceCollection services, string connection) =>
        services.AddProvider<SqlServerDeliveryDb>(db => db.UseSqlServer(
            connection,
            sqlServer => sqlServer.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery).ExecutionStrategy(dependencies => new PatientStrategy(dependencies))));

    // The text itself may hold a password: only what is wrong with it is repeated.
    private static T Parse<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"ConnectionStrings:MiniDelivery: {error.Message}", error);
        }
    }

    // Split queries: an order's lines times its steps in one JOIN is a product, two small queries are a sum.
    private static IServiceCollection AddProvider<TDb>(this IServiceCollection services, Action<DbContextOptionsBuilder> useProvider)
        where TDb : DeliveryDb
    {
        // Pooled: making a context costs more than most of our questions, and every call of a shop asks one.
        services.AddPooledDbContextFactory<TDb>((provider, db) =>
        {
            useProvider(db);
            db.AddInterceptors(provider.GetServices<IInterceptor>());
        });

        services.Configure<IdentityOptions>(UsePasskeys);

        // Scoped only because Identity and Data Protection ask for one within a request; a circuit must never hold a context.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContext());
        return services.AddSingleton<IDbContextFactory<DeliveryDb>, AnyProvider<TDb>>();
    }

    /// <summary>
    /// Passkeys have their table from the start. Identity builds its part of the model from the application's options, so whoever
    /// makes a context, the design-time tool too, must have these.
    /// </summary>
    public static void UsePasskeys(IdentityOptions identity) => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    private sealed class AnyProvider<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<DeliveryDb>
        where TDb : DeliveryDb
    {
        public DeliveryDb CreateDbContext() => inner.CreateDbContext();
    }

    // An order that was answered 201 must survive a power cut: WAL alone does not promise that, FULL does.
    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        // While another writer commits, SQLite itself looks again after a millisecond or two; the driver would sleep for 150 each time, and an
        // order with it.
        private static readonly string _pragmas = FormattableString.Invariant(
            $"PRAGMA busy_timeout={SqliteBusySeconds * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");

        // What is opened a thousand times a second is a pooled handle, and a handle remembers what it was told.
        private readonly ConditionalWeakTable<sqlite3, object> _told = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            KnowSearchForm(connection);
            if (IsNew(connection))
            {
                using var command = connection.CreateCommand();
                command.CommandText = _pragmas;
                command.ExecuteNonQuery();
            }
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            KnowSearchForm(connection);
            if (IsNew(connection))
            {
                await using var command = connection.CreateCommand();
                command.CommandText = _pragmas;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        // EF looks read-only whether the file exists; a copy that was put back has no write-ahead log yet, and whoever only reads cannot begin
        // one.
        private bool IsNew(DbConnection connection) =>
            ((SqliteConnection)connection).Handle is { } handle && _told.TryAdd(handle, _told)
            && new SqliteConnectionStringBuilder(connection.ConnectionString).Mode is not SqliteOpenMode.ReadOnly;

        private static void KnowSearchForm(DbConnection connection) => ((SqliteConnection)connection).CreateFunction(
            SqliteDeliveryDb.SearchFunction, (string? text) => text is null ? null : SearchForm.Of(text), isDeterministic: true);
    }
}

internal static class DbErrors
{
    extension(DbUpdateException error)
    {
        /// <summary>A unique index said that the row exists.</summary>
        public bool IsDuplicate => error.InnerException switch
        {
            SqliteException { SqliteExtendedErrorCode: 1555 or 2067 } => true, // primary key, unique index
            SqlException { Number: 2601 or 2627 } => true, // unique index, unique constraint
            _ => false,
        };
    }

    extension(Exception error)
    {
        /// <summary>The database cannot store at the moment: locked, full, read-only, gone. Nothing of the transaction is stored.</summary>
        public bool IsStorageTrouble => error is DbException || error.InnerException is DbException;
    }
}
