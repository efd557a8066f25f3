using System.Data;
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Storage;

/// <summary><c>database export | import</c>: an installation moves to another database as it is.</summary>
public sealed class DatabaseFileTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minidelivery-");
    private string _filled = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _filled = FileOf("filled.db");
        await MigratedFile.CopyToAsync(_filled);
        await using var db = Open(_filled, out var connection);
        await connection.OpenAsync(Stop);
        await FilledTables.FillAsync(connection, db);
        await using var command = connection.CreateCommand();
        // The last rows are gone; their numbers must not come again.
        command.CommandText = "UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'OrderSteps'";
        await command.ExecuteNonQueryAsync(Stop);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Everything_comes_back_as_it_was(DatabaseProvider provider)
    {
        using var file = await ExportAsync(_filled);
        var written = Lines(file);
        await using var services = Empty(provider);
        await using var target = await services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync(Stop);
        try
        {
            file.Position = 0;
            var counts = await PortableFile.ReadAsync(target, file, Stop);

            Assert.All(counts, count => Assert.Equal(FilledTables.Rows, count.Rows));
            Assert.Equal(PortableTable.Of(target).Select(table => table.Name).Order(StringComparer.Ordinal), counts.Select(count => count.Table).Order(StringComparer.Ordinal));
            Assert.Equal(counts.Sum(count => count.Rows), await FilledTables.ReadAllAsync(target) + await OwnedAsync(target));
            using var again = new MemoryStream();
            await PortableFile.WriteAsync(target, again, Stop);
            Assert.Equal(written, Lines(again));
        }
        finally
        {
            await target.Database.EnsureDeletedAsync(Stop);
        }
    }

    [Fact]
    public async Task On_SQLite_every_value_is_kept_as_it_was_and_every_number_goes_on()
    {
        using var file = await ExportAsync(_filled);
        var other = FileOf("other.db");
        await using (var db = Open(other, out _))
        {
            await PortableFile.ReadAsync(db, file, Stop);
        }

        var (before, after) = (await DumpAsync(_filled), await DumpAsync(other));
        Assert.Contains("next of OrderSteps: 4711", before);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_database_that_has_something_takes_nothing()
    {
        using var file = await ExportAsync(_filled);
        var before = await DumpAsync(_filled);
        await using var db = Open(_filled, out _);

        Assert.Contains("not empty", (await Assert.ThrowsAsync<InvalidDataException>(() => PortableFile.ReadAsync(db, file, Stop))).Message, StringComparison.Ordinal);
        Assert.Equal(before, await DumpAsync(_filled));
    }

    [Theory]
    [InlineData("cut", "ends too early")]
    [InlineData("row lost", "the file says 2 rows and has 1")]
    [InlineData("table lost", "lacks AlertDispatches")]
    [InlineData("strange table", "does not know: Strange")]
    [InlineData("other version", "another version")]
    [InlineData("something else", "none that `database export` has written")]
    public async Task What_is_not_whole_and_of_this_version_leaves_the_database_empty(string fault, string said)
    {
        using var file = await ExportAsync(_filled);
        var lines = TextOf(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var dispatches = lines.FindIndex(line => line.StartsWith("{\"table\":\"AlertDispatches\"", StringComparison.Ordinal));
        var faulty = fault switch
        {
            "cut" => lines[..^1],
            "row lost" => [.. lines[..^4], .. lines[^3..]],
            "table lost" => [.. lines[..dispatches], .. lines[(dispatches + FilledTables.Rows + 2)..]],
            "strange table" => [lines[0], "{\"table\":\"Strange\",\"columns\":[]}", .. lines[1..]],
            "other version" => [lines[0].Replace("\"migration\":\"", "\"migration\":\"Older", StringComparison.Ordinal), .. lines[1..]],
            _ => ["{\"format\":\"cake\"}"],
        };
        await using var db = Open(FileOf("empty.db"), out _);

        Assert.Contains(said, (await Assert.ThrowsAsync<InvalidDataException>(() => PortableFile.ReadAsync(db, Zipped(string.Join('\n', faulty)), Stop))).Message, StringComparison.Ordinal);

        await db.Database.MigrateAsync(Stop);
        Assert.Equal(0, await FilledTables.ReadAllAsync(db));
    }

    [Fact]
    public async Task Damaged_or_strange_files_are_refused_with_words()
    {
        await using var db = Open(FileOf("empty.db"), out _);

        await Assert.ThrowsAsync<InvalidDataException>(() => PortableFile.ReadAsync(db, Zipped("<xml/>"), Stop));
        await Assert.ThrowsAsync<InvalidDataException>(() => PortableFile.ReadAsync(db, new MemoryStream(Encoding.UTF8.GetBytes("no gzip")), Stop));
        Assert.Contains("older version", (await Assert.ThrowsAsync<InvalidDataException>(() => PortableFile.WriteAsync(db, new MemoryStream(), Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_write_a_file_of_ones_own_and_read_it()
    {
        var (file, target) = (FileOf("all.gz"), FileOf("target.db"));

        var (code, said) = await RunAsync("export", file, _filled);
        Assert.True(code is 0, said);
        Assert.Contains($"{PortableFileRows()} rows of", said, StringComparison.Ordinal);
        Assert.Contains("DataProtection:KeyFile", said, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(1, (await RunAsync("export", file, _filled)).Code); // It exists.
        Assert.Equal(0, (await RunAsync("import", file, target)).Code);
        Assert.Equal(await DumpAsync(_filled), await DumpAsync(target));
        Assert.Equal(1, (await RunAsync("import", file, target)).Code); // It is not empty any more.
        Assert.Equal(1, (await RunAsync("import", FileOf("nothing"), target)).Code);
        Assert.NotEqual(0, (await RunAsync("expört", file, target)).Code);
        Assert.Equal(1, (await RunAsync("export", FileOf("half.gz"), FileOf("new.db"))).Code);
        Assert.False(File.Exists(FileOf("half.gz")));
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_and_what_SQL_Server_is_handed_in_bulk_fits_its_columns()
    {
        await using var sqlite = Open(_filled, out _);
        await using var sqlServer = new SqlServerDesignTime().CreateDbContext([]);
        var tables = PortableTable.Of(sqlServer);
        Assert.Equal(PortableTable.Of(sqlite).Select(Text), tables.Select(Text));
        Assert.True(tables.Count > 40);

        var server = PortableServer.Of(sqlServer);
        foreach (var table in tables)
        {
            TSql.Parse(server.SelectAll(table));
            using var bulk = new Microsoft.Data.SqlClient.SqlBulkCopy("Server=nowhere");
            await using var writer = new SqlServerWriter(table, bulk);
            foreach (var column in sqlServer.Model.GetRelationalModel().Tables.Single(found => found.Name == table.Name).Columns)
            {
                Assert.Contains(TypeOf(column), new[] { writer.Rows.Columns[column.Name]!.DataType });
                Assert.Contains(bulk.ColumnMappings.Cast<Microsoft.Data.SqlClient.SqlBulkCopyColumnMapping>(), mapping => (mapping.SourceColumn, mapping.DestinationColumn) == (column.Name, column.Name));
            }
        }

        using var file = await ExportAsync(_filled);
        var days = tables.Single(table => table.Name is "DayFigures");
        using var copy = new Microsoft.Data.SqlClient.SqlBulkCopy("Server=nowhere");
        await using var rows = new SqlServerWriter(days, copy);
        rows.Collect([.. days.Columns.Select(column => column.Type == typeof(DateOnly) ? new DateOnly(2027, 1, 13) : (object)DBNull.Value)]);
        Assert.Equal(new DateTime(2027, 1, 13), rows.Rows.Rows[0]["Day"]);
    }

    [Fact]
    public async Task A_passkey_is_written_anew_in_the_form_that_the_other_database_reads()
    {
        await using var sqlite = Open(_filled, out _);
        await using var sqlServer = new SqlServerDesignTime().CreateDbContext([]);
        var carried = Document(sqlite).ToFile(FilledTables.Passkey);

        var there = Document(sqlServer).FromFile(carried);

        Assert.Contains("\"AttestationObject\":\"Af8=\"", there, StringComparison.Ordinal);
        Assert.Contains("\"CreatedAt\":\"2027-01-13T12:00:00.1234567", there, StringComparison.Ordinal);
        Assert.Equal(FilledTables.Passkey, Document(sqlite).FromFile(Document(sqlServer).ToFile(there)));

        static PortableDocument Document(DeliveryDb db) => PortableTable.Of(db).SelectMany(table => table.Columns).Single(column => column.Document is not null).Document!;
    }

    private static string Text(PortableTable table) =>
        $"{table.Name}({string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type.Name}"))}) by {string.Join(", ", table.Key)} {table.IsNumbered}";

    private static Type TypeOf(IColumn column) => column.StoreType.Split('(')[0] switch
    {
        "nvarchar" or "varchar" => typeof(string),
        "uniqueidentifier" => typeof(Guid),
        "datetime2" or "date" => typeof(DateTime),
        "time" => typeof(TimeSpan),
        "varbinary" => typeof(byte[]),
        "bit" => typeof(bool),
        "float" => typeof(double),
        "int" => typeof(int),
        "bigint" => typeof(long),
        var type => throw new ArgumentOutOfRangeException(nameof(column), type, "What is handed over in bulk for that?"),
    };

    // Rows that belong to others are read with them.
    private static async Task<int> OwnedAsync(DeliveryDb db) => await db.Orders.SumAsync(order => order.Lines.Count + order.History.Count, Stop);

    private int PortableFileRows()
    {
        using var db = Open(_filled, out _);
        return PortableTable.Of(db).Count * FilledTables.Rows;
    }

    private static async Task<(int Code, string Said)> RunAsync(string command, string file, string database)
    {
        await using var output = new StringWriter();
        string[] arguments = ["database", command, $"--ConnectionStrings:MiniDelivery=Data Source={database};Pooling=False", file];
        var settings = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        var code = await DatabaseCommands.RunAsync(arguments, settings, Path.GetTempPath(), output, output);
        return (code, output.ToString());
    }

    private ServiceProvider Empty(DatabaseProvider provider)
    {
        var services = new ServiceCollection().AddLogging();
        _ = provider is DatabaseProvider.Sqlite
            ? services.AddSqlite($"Data Source={FileOf("target.db")};Pooling=False", _folder.FullName)
            : services.AddSqlServer($"{Environment.GetEnvironmentVariable(Databases.SqlServerVariable)};Database=minidelivery-{Guid.NewGuid():N}");
        return services.BuildServiceProvider();
    }

    private static async Task<MemoryStream> ExportAsync(string database)
    {
        await using var db = Open(database, out _);
        var file = new MemoryStream();
        await PortableFile.WriteAsync(db, file, Stop);
        file.Position = 0;
        return file;
    }

    private static async Task<List<string>> DumpAsync(string database)
    {
        await using var _ = Open(database, out var connection);
        await connection.OpenAsync(Stop);
        return await FilledTables.DumpAsync(connection, "CommitMarks");
    }

    // In which order a database has its rows is its own affair.
    private static List<string> Lines(MemoryStream file)
    {
        List<string> lines = [.. TextOf(file).Split('\n')];
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string TextOf(MemoryStream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true));
        return reader.ReadToEnd();
    }

    private static MemoryStream Zipped(string text)
    {
        var file = new MemoryStream();
        using (var zip = new GZipStream(file, CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        file.Position = 0;
        return file;
    }

    private string FileOf(string name) => Path.Combine(_folder.FullName, name);

    private static SqliteDeliveryDb Open(string file, out SqliteConnection connection)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return new SqliteDeliveryDb(new DbContextOptionsBuilder<SqliteDeliveryDb>().UseSqlite(connection).UseApplicationServiceProvider(DesignTime.Services).Options);
    }
}
