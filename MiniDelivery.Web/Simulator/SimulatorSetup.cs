using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MiniDelivery.Web.Simulator;

/// <summary>Gives a developer's application a till.</summary>
public static class SimulatorSetup
{
    /// <summary>
    /// In Development and without a till of its own (<c>Till:Url</c> is empty), starts a simulated one and writes its
    /// address and reference codes into the configuration, where the ordinary till client finds them. Settings:
    /// <c>Simulator:Url</c> and <c>Simulator:File</c> (default <c>data/simulated-till.json</c> under the content root;
    /// empty = no memory). Otherwise does nothing.
    /// </summary>
    public static async Task AddSimulatedTillAsync(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        if (!builder.Environment.IsDevelopment() || !string.IsNullOrWhiteSpace(configuration["Till:Url"]))
        {
            return;
        }

        var file = configuration["Simulator:File"] ?? "data/simulated-till.json";
        var application = new HookAddress();
        var options = new SimulatedTillOptions
        {
            Url = configuration["Simulator:Url"] ?? new SimulatedTillOptions().Url,
            File = file is "" ? null : Path.Combine(builder.Environment.ContentRootPath, file),
            HookUrl = application.Find,
        };
        var server = await StartApartAsync(options);
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Till:Url"] = server.Address.ToString(),
            ["Till:User"] = options.User,
            ["Till:Password"] = options.Password,
            ["Till:CertificateThumbprint"] = server.CertificateThumbprint ?? "",
            ["Till:Station"] = Code(SimulatorMenu.DeliveryStation),
            ["Till:Table"] = Code(SimulatorMenu.DeliveryTable),
            ["Till:OrderCategory"] = Code(SimulatorMenu.DeliveryCategory),
            ["Till:OrderType"] = Code(SimulatorMenu.OrdinaryType),
            ["Till:GuestType"] = Code(SimulatorMenu.WebGuest),
            ["Till:Waiter"] = Code(SimulatorMenu.WebEmployee),
            ["Till:Manager"] = Code(SimulatorMenu.ManagerEmployee),
            ["Till:DeleteReason"] = Code(SimulatorMenu.GuestRefused),
        });
        // By factory, so that the container disposes of it with the application.
        builder.Services.AddSingleton(_ => server);
        builder.Services.AddHostedService(services => new Opening(services, application, server));
    }

    // The till has a host of its own. WebApplicationFactory takes the first host built on Program's way for the application, and
    // follows that way by the execution context: so this one is built off it.
    private static Task<SimulatedTillServer> StartApartAsync(SimulatedTillOptions options)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => SimulatedTillServer.StartAsync(options, TimeProvider.System, CancellationToken.None));
        }
    }

    private static string Code(int code) => code.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the application listens, known once it does.</summary>
    private sealed class HookAddress
    {
        public Func<IEnumerable<string>> Addresses { get; set; } = () => [];

        public Uri? Find()
        {
            var address = Addresses().OrderBy(one => one.StartsWith("https", StringComparison.OrdinalIgnoreCase)).FirstOrDefault();
            return address is null
                ? null
                : new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                    .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                    .Replace("//+", "//127.0.0.1", StringComparison.Ordinal)
                    .Replace("//*", "//127.0.0.1", StringComparison.Ordinal));
        }
    }

    // Also makes the container create the server object, or nobody would dispose of it when no page asked for it.
    private sealed class Opening(IServiceProvider services, HookAddress application, SimulatedTillServer server) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            application.Addresses = () =>
                services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            return ReferenceEquals(services.GetRequiredService<SimulatedTillServer>(), server)
                ? Task.CompletedTask
                : throw new InvalidOperationException("Another simulated till is registered.");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
