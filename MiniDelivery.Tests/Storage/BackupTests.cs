using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Health;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Storage;

/// <summary>Copies of the SQLite database: whole, checked, made every night, and put back.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"minidelivery-backup-{Guid.NewGuid():N}");
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private TestDatabase _database = null!;
    private int _number;

    private DateTimeOffset Now => _time.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _time.SetLocalTimeZone(TimeZoneInfo.Utc);
        _database = await TestDatabase.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_copy_has_what_was_stored_before_it_and_is_one_file_for_us_alone()
    {
        await StoreAsync(3);
        // Somebody is in the middle of writing: a copy waits for nobody, and has nothing of what may yet be taken back.
        await using var db = await _database.Contexts.CreateDbContextAsync(_none);
        await using var transaction = await db.Database.BeginTransactionAsync(_none);
        db.Add(Some.Order(Some.Draft("later"), number: 999));
        await db.SaveChangesAsync(_none);

        var copy = Backup.Make(await FileAsync(), _folder, Now);

        Assert.Equal((Path.Combine(_folder, $"minidelivery-{Now:yyyyMMdd-HHmmss}.db"), 3), (copy.File, copy.Orders));
        Assert.Equal([copy.File], Directory.GetFiles(_folder));
        Assert.Equal(Now, Backup.LastIn(_folder, TimeZoneInfo.Utc));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy.File));
        }
    }

    [Fact]
    public async Task A_damaged_copy_is_found_out_and_nothing_is_put_back_from_it()
    {
        await StoreAsync(40);
        var copy = Backup.Make(await FileAsync(), _folder, Now).File;
        await using (var file = new FileStream(copy, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[16 * 1024], _none);
        }

        var database = await FileAsync();
        Assert.Throws<BackupException>(() => Backup.Restore(copy, database, Now));
        Assert.Equal(40, await CountAsync());
        Assert.Contains("is no database of MiniDelivery", Assert.Throws<BackupException>(() => Backup.Check(typeof(BackupTests).Assembly.Location)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restoring_refuses_while_somebody_works_and_afterwards_brings_back_what_was_and_keeps_what_is()
    {
        await StoreAsync(2);
        var database = await FileAsync();
        var copy = Backup.Make(database, _folder, Now).File;
        await StoreAsync(5);
        await using (var db = await _database.Contexts.CreateDbContextAsync(_none))
        {
            await db.Database.OpenConnectionAsync(_none);
            await db.Orders.CountAsync(_none);

            Assert.Contains("Stop MiniDelivery first", Assert.Throws<BackupException>(() => Backup.Restore(copy, database, Now)).Message, StringComparison.Ordinal);
            Assert.Equal(7, await CountAsync());
        }

        MigratedFile.LetGo(); // Nobody works with it any more.
        var (orders, old) = Backup.Restore(copy, database, Now);

        Assert.Equal((2, 2), (orders, await CountAsync()));
        Assert.Equal(7, Backup.Check(old!));
        await StoreAsync(1); // It is a working database again.
        Assert.Equal(3, await CountAsync());
        File.Delete(old!);
    }

    [Fact]
    public async Task A_copy_is_made_at_once_and_then_every_night_and_the_oldest_go()
    {
        await StoreAsync(1);
        using var job = Job(new BackupOptions { Folder = _folder, At = "03:30", Keep = 2 });
        await LookAsync(job);
        Assert.Single(Directory.GetFiles(_folder));
        _time.Advance(TimeSpan.FromHours(3));
        await LookAsync(job);
        Assert.Single(Directory.GetFiles(_folder));

        for (var night = 0; night < 3; night++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await LookAsync(job);
        }

        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.Equal(Now, job.LastAt);
        Assert.Equal((FindingLevel.Ok, "Ok", Now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), await FoundAsync(job));
        _time.Advance(TimeSpan.FromHours(49));
        Assert.Equal((FindingLevel.Trouble, "Late"), (await FoundAsync(job)) is var (level, code, _) ? (level, code) : default);
    }

    [Fact]
    public async Task What_fails_is_said_and_tried_again_in_an_hour()
    {
        await File.WriteAllTextAsync(_folder, "a file where the folder should be", _none);
        using var job = Job(new BackupOptions { Folder = _folder });
        Assert.Equal((FindingLevel.Ok, "Waiting", null), await FoundAsync(job));
        await job.LookAsync(_none);
        Assert.Equal((FindingLevel.Trouble, "Failed", null), await FoundAsync(job));
        File.Delete(_folder);
        await job.LookAsync(_none);
        Assert.Null(job.LastAt);

        _time.Advance(TimeSpan.FromMinutes(61));
        await job.LookAsync(_none);

        Assert.Equal(Now, job.LastAt);
        Assert.Null(job.FailedAt);
    }

    [Fact]
    public async Task Without_a_folder_none_is_made_and_the_page_says_so()
    {
        using var job = Job(new BackupOptions());
        await job.LookAsync(_none);

        Assert.Equal((FindingLevel.Notice, "Off", null), await FoundAsync(job));
    }

    [Fact]
    public async Task The_commands_copy_and_put_back_and_say_what_they_did()
    {
        await StoreAsync(2);
        var database = await FileAsync();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:MiniDelivery", $"Data Source={database}")]).Build();
        var (code, said) = await RunAsync(settings, "backup", _folder);
        Assert.Equal(0, code);
        var copy = Assert.Single(Directory.GetFiles(_folder));
        Assert.Contains($"{copy}: 2 orders, ", said, StringComparison.Ordinal);
        await StoreAsync(1);

        MigratedFile.LetGo(); // Nobody works with it any more.
        (code, said) = await RunAsync(settings, "restore", copy);

        Assert.Equal(0, code);
        Assert.Contains("Restored: 2 orders.", said, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
        Assert.Equal(1, (await RunAsync(settings, "backup")).Code);
        Assert.Equal(1, (await RunAsync(settings, "restore", "nowhere.db")).Code);
        Directory.GetFiles(Path.GetDirectoryName(database)!, $"{Path.GetFileName(database)}.before-*").ToList().ForEach(File.Delete);
    }

    [Fact]
    public async Task With_SQL_Server_the_command_says_what_to_do_instead()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Database:Provider", "SqlServer")]).Build();
        var (code, said) = await RunAsync(settings, "backup", _folder);

        Assert.Equal(1, code);
        Assert.Contains("BACKUP DATABASE", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    private static async Task<(int Code, string Said)> RunAsync(IConfiguration settings, params string[] arguments)
    {
        var said = new StringWriter(CultureInfo.InvariantCulture);
        return (await BackupCommands.RunAsync(arguments, settings, Path.GetTempPath(), said, said), said.ToString());
    }

    private static async Task LookAsync(BackupJob job) => await job.LookAsync(_none);

    private async Task<(FindingLevel, string, string?)> FoundAsync(BackupJob job)
    {
        var found = Assert.Single(await new BackupCheck(job, _time).LookAsync(_none));
        return (found.Level, found.Code, found.Detail);
    }

    private BackupJob Job(BackupOptions options) =>
        new(_database.Contexts, Options.Create(options), new Here(Path.GetTempPath()), _time, NullLogger<BackupJob>.Instance);

    private Task StoreAsync(int orders) => _database.StoreAsync([.. Enumerable.Range(0, orders).Select(_ => Some.Order(Some.Draft($"{Guid.NewGuid()}"), number: ++_number))]);

    private async Task<int> CountAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(_none);
        return await db.Orders.CountAsync(_none);
    }

    private async Task<string> FileAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(_none);
        return Backup.FileOf(db.Database.GetConnectionString()!);
    }

    private sealed class Here(string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
