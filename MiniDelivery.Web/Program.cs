using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Components;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Components.Pages.Reports;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Demo;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Rk7;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Setup;
using MiniDelivery.Web.Simulator;
using MiniDelivery.Web.Tills;
using MiniDelivery.Web.Webhooks;

StartRefusal.Listen();
var builder = Folders.CreateBuilder(args);
if (await Commands.RunAsync(args, builder) is { } code)
{
    return code;
}

if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
{
    builder.WebHost.UseUrls("http://localhost:5080");
}

builder.AddLogs();
builder.Services.AddSystemd().AddWindowsService();
builder.AddMetricsAndTraces();
builder.AddDemo();
await builder.AddSimulatedTillAsync();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8)); // Open pages keep their sockets until then.
builder.Services.AddDeliveryData(builder.Configuration, builder.Environment.ContentRootPath);
builder.AddSecurity();
builder.Services.AddAccess().AddSetup();
builder.Services.AddLicensing().AddLiveBoard().AddRk7().AddRestaurants();
builder.Services.AddTillSettings().AddMenu().AddIntake().AddSources();
builder.Services.AddOrders().AddHandoff().AddGuests().AddReports();
builder.Services.AddAlerts().AddEscalation().AddApi().AddWebhooks();
builder.Services.AddHealth().AddRetention().AddOtherInstances().AddLocalization();
builder.Services.AddLook().AddOrderPages().AddReportPages().AddDoorPages();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
await app.PrepareAsync();

app.UseSecurity();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusAnswers();
app.UseRequestLocalization("ru", "en");
app.UseSetup();
app.UseRateLimiter().UseAuthentication().UseAuthorization().UseTerminals();
app.UseAntiforgery();
app.UseFreshSignIn();
app.UsePasswordChange();
app.MapStaticAssets().AllowAnonymous();
app.MapHealth();
app.MapMetrics();
app.MapApi();
app.MapReportDownloads().MapRazorComponents<App>().AddInteractiveServerRenderMode().HideDevelopmentPages(app.Environment);
await (await app.RebuildReportsAsync(args) ? Task.CompletedTask : app.RunAsync());
return 0;
