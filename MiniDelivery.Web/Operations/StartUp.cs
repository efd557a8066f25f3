using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Demo;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Setup;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Operations;

internal static class StartUp
{
    /// <summary>What must be true before the first request: the database is as the code expects it, and what everybody asks for is read.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        // Before anything is touched: a database that was brought up to date by a start that is then refused would help nobody.
        app.Services.GetService<IStartupValidator>()?.Validate();
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
        }

        if (app.Services.GetRequiredService<InstanceLink>().IsShared)
        {
            app.Services.RequireSharedKeys();
        }

        await app.Services.GetRequiredService<ReportBooks>().PrepareAsync(CancellationToken.None);
        await app.EnsureDemoAsync();
        await app.Services.GetRequiredService<RestaurantDirectory>().ReadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<TerminalBook>().ReadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<TillSettingsStore>().ReadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<PushVault>().PrepareAsync(CancellationToken.None);
        await app.Services.GetRequiredService<LicenseWatch>().ReadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<IntakeWatch>().ReadAsync(CancellationToken.None);
        await app.OfferSetupAsync();
    }
}
