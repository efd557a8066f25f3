using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Operations;
using Serilog;
using Serilog.Core;

namespace MiniDelivery.Tests.Api;

/// <summary>The log's files: what is in them, how much of it is kept, and that nothing waits for a disk that is full.</summary>
public sealed class LogFilesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_has_the_number_of_its_event()
    {
        await using var app = new TestApp().With("Serilog:MinimumLevel:Default", "Information");
        await app.InitializeAsync();
        using var shop = app.Shop();
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("LOG-1"), Stop);
        await AcceptAsync(app, answer);

        await TestApp.Eventually(
            () => Task.FromResult(Read(app).Contains(" [INF] 3001 MiniDelivery.Web.Handoff.HandoffDispatcher: Order ", StringComparison.Ordinal)),
            "what became of the order is in the log");
    }

    [Fact]
    public void Files_are_of_limited_size_and_number()
    {
        var folder = Directory.CreateTempSubdirectory("minidelivery-");
        var line = new string('x', 10_000);
        using (var log = new LoggerConfiguration().WriteTo.FilesIn(folder.FullName, new LogsOptions { FileMegabytes = 1, Files = 2 }).CreateLogger())
        {
            for (var index = 0; index < 450; index++)
            {
                log.Error(line);
            }
        }

        var files = folder.GetFiles();
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(file.Length, 1, (1024 * 1024) + (2 * line.Length)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_folder_there_are_no_files()
    {
        await using var app = new TestApp().With("Logs:Folder", "");
        await app.InitializeAsync();
        Assert.False(Directory.Exists(LogsOf(app)));
        Assert.Null(app.Services.GetRequiredService<LogFiles>().FailingSince);
    }

    [Fact]
    public async Task On_a_full_disk_orders_are_taken_and_the_console_says_that_lines_are_lost()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device that is always full.");
        var console = new StringWriter(CultureInfo.InvariantCulture);
        await using var app = new TestApp().With("Serilog:MinimumLevel:Default", "Information").With(services => services.AddSingleton(provider => new LogFiles(
            provider.GetRequiredService<IOptions<LogsOptions>>(), provider.GetRequiredService<IHostEnvironment>(), TimeProvider.System, console)));
        Directory.CreateDirectory(LogsOf(app));
        // Today's file, and tomorrow's for a test at midnight.
        foreach (var ahead in Enumerable.Range(0, 2))
        {
            var day = TimeProvider.System.GetLocalNow().AddDays(ahead).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            File.CreateSymbolicLink(Path.Combine(LogsOf(app), $"minidelivery-{day}.log"), "/dev/full");
        }

        await app.InitializeAsync();
        var files = app.Services.GetRequiredService<LogFiles>();

        using var shop = app.Shop();
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("FULL-1"), Stop);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await AcceptAsync(app, answer);
        await TestApp.Eventually(() => Task.FromResult(files.FailingSince is not null), "it is known that lines are lost");
        Assert.Contains($"Logs:Folder: lines of the log cannot be written to {LogsOf(app)}", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_lines_are_told_of_once_until_files_can_be_written_again()
    {
        var folder = Directory.CreateTempSubdirectory("minidelivery-logs");
        var console = new StringWriter(CultureInfo.InvariantCulture);
        var files = new LogFiles(Options.Create(new LogsOptions { Folder = folder.FullName }), Host.CreateEmptyApplicationBuilder(null).Environment, TimeProvider.System, console);

        Fail();
        Fail();
        Assert.Single(Said());
        Assert.NotNull(files.FailingSince);

        files.Try(); // The folder itself has room: whoever made some is believed.
        Assert.Null(files.FailingSince);
        Fail();
        Assert.Equal(2, Said().Length);
        folder.Delete(recursive: true);

        void Fail() => files.OnLoggingFailed(this, LoggingFailureKind.Temporary, "No space left on device", events: null, exception: null);
        string[] Said() => console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task AcceptAsync(TestApp app, HttpResponseMessage answer) => await app.Desk.AcceptAsync(
        new OrderId((await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid()), Some.Anna, Stop);

    private static string LogsOf(TestApp app) => Path.Combine(app.Folder, "logs");

    private static string Read(TestApp app) => !Directory.Exists(LogsOf(app)) ? "" : string.Concat(new DirectoryInfo(LogsOf(app)).GetFiles().Select(file =>
    {
        using var reader = new StreamReader(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }));
}
