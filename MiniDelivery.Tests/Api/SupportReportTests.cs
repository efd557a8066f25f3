using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Api;

/// <summary>What is copied for support.</summary>
public sealed class SupportReportTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_how_the_installation_is_and_nothing_of_people_or_secrets()
    {
        const string Guest = "Тайный Гость";
        using var shop = app.Shop();
        (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body($"{Guid.NewGuid()}", Guest), Stop)).EnsureSuccessStatusCode();

        await TestApp.Eventually(() => Task.FromResult(app.Services.GetRequiredService<TillMonitor>().For(app.Restaurant.Id)?.IsWell is true), "the till has been asked");

        var report = await app.Services.GetRequiredService<SupportReport>().WriteAsync(app.Restaurant.Id, Some.Anna, Stop);

        Assert.NotNull(report);
        Assert.All(
            ["Sqlite", "missing 0", "Waiting 1", "Licence: Valid", "Till: well", "r_keeper", "Terminals: "],
            said => Assert.Contains(said, report, StringComparison.Ordinal));
        Assert.All(
            [Guest, "87776665544", Some.Anna.Name, app.Restaurant.Name, TestApp.ApiKey, TestApp.Password, "127.0.0.1", "Data Source"],
            secret => Assert.DoesNotContain(secret, report, StringComparison.OrdinalIgnoreCase));
    }
}
