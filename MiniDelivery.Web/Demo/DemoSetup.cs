using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Web.Demo;

internal static class DemoSetup
{
    /// <summary>In Development: makes what the demo signs in with. Anywhere else: nothing.</summary>
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        var options = builder.Configuration.GetSection(DemoOptions.Section).Get<DemoOptions>() ?? new DemoOptions();
        var secrets = DemoSecrets.Load(options, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(options).AddSingleton(secrets);
        builder.Services.AddScoped<DemoData>();
        builder.Services.PostConfigure<LicensingOptions>(licensing => licensing.PublicKeys.Add(secrets.LicensePublicKey()));
    }

    /// <summary>Fills an empty database, and says on the console how to begin once the address is known.</summary>
    public static async Task EnsureDemoAsync(this WebApplication app)
    {
        if (app.Services.GetService<DemoSecrets>() is not { } secrets)
        {
            return;
        }

        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DemoData>().EnsureAsync(CancellationToken.None);
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            if (address is not null && app.Services.GetRequiredService<DemoOptions>().Welcome)
            {
                Console.WriteLine(Welcome(address, secrets));
            }
        });
    }

    // Written to the console and not to the log: a log is kept, and these are secrets, if only of a demo.
    private static string Welcome(string address, DemoSecrets secrets) => $$$"""

        MiniDelivery (Development, demo restaurant «Тестовый объект», simulated till)

          Open       {{{address}}}
          Sign in    operator, manager or admin; password {{{secrets.Password}}}
          Till       {{{address}}}/simulator

          First order:

        curl -X POST {{{address}}}/api/v1/orders -H "Authorization: Bearer {{{secrets.ApiKey}}}" -H "Content-Type: application/json" -d '{"externalId":"WEB-1","customer":{"name":"ИВАНОВ ИВАН ИВАНОВИЧ","phone":"87776665544"},"fulfillment":{"type":"delivery","address":{"text":"Ул. Пушкина"}},"guests":2,"comment":"Две персоны","items":[{"code":"101","name":"Пирог","quantity":2,"price":350},{"code":"102","name":"Хлеб","quantity":1,"price":30}],"payment":{"method":"cash","changeFrom":1000},"total":730}'

        """;
}
