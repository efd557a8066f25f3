using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Api;

/// <summary>What is copied for support.</summary>
public sealed class SupportReportTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_how_the_installation_is_and_nothing_of_people_or_secrets()
    {
        var draft = Some.Draft($"{Guid.NewGuid()}");
        Assert.NotNull(await app.Services.GetRequiredService<StaffIntake>().TakeAsync(draft, app.Restaurant.Id, fills: false, Some.Anna, Stop));

        var report = await app.Services.GetRequiredService<SupportReport>().WriteAsync(app.Restaurant.Id, Some.Anna, Stop);

        Assert.NotNull(report);
        Assert.All(
            ["Sqlite", "missing 0", "Licence: Valid", "Till: well", "r_keeper", "Terminals: "],
            said => Assert.Contains(said, report, StringComparison.Ordinal));
        // The till may have it by now.
        Assert.Matches("(Waiting|Created) 1", report);
        Assert.All(
            [draft.Guest.Name, draft.Guest.Phone, Some.Anna.Name, app.Restaurant.Name, TestApp.ApiKey, TestApp.Password, "127.0.0.1", "Data Source"],
            secret => Assert.DoesNotContain(secret, report, StringComparison.OrdinalIgnoreCase));
    }
}
