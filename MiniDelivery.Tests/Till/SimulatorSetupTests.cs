using System.Net;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorSetupTests
{
    // Faults have a form of their own there.
    private static readonly PropertyInfo[] _switches =
        [.. typeof(SimulatorSwitches).GetProperties().Where(property => property.Name is not nameof(SimulatorSwitches.Faults))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_development_the_till_client_is_pointed_at_the_simulator()
    {
        var builder = Builder("Development");
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await builder.AddSimulatedTillAsync();
        await using var app = builder.Build();
        var asked = new TaskCompletionSource<string?>();
        app.Run(context =>
        {
            asked.SetResult(context.Request.Query["guid"]);
            return Task.CompletedTask;
        });
        await app.StartAsync(Stop);
        var server = app.Services.GetRequiredService<SimulatedTillServer>();
        var till = app.Configuration.GetSection("Till");

        Assert.Equal(server.Address.ToString(), till["Url"]);
        server.Till.NewOrder(int.Parse(till["Table"]!, System.Globalization.CultureInfo.InvariantCulture));
        var order = Assert.Single(server.Till.View().Orders);
        Assert.Equal("Dlv.2", order.Name);
        Assert.True((await server.Till.OpenOrderAsync(order.Id, Stop)).Hook!.Succeeded);
        Assert.Equal(order.Id, await asked.Task);

        await app.DisposeAsync();
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.Address, Stop));
    }

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Development", "https://real-till:16387/")]
    public async Task A_real_till_or_another_environment_gets_no_simulator(string environment, string? url)
    {
        var builder = Builder(environment);
        builder.Configuration["Till:Url"] = url;

        await builder.AddSimulatedTillAsync();

        Assert.DoesNotContain(builder.Services, service => service.ServiceType == typeof(SimulatedTillServer));
        Assert.Equal(url, builder.Configuration["Till:Url"]);
    }

    [Fact]
    public void Every_word_of_the_page_exists_in_both_languages()
    {
        var folder = Path.Combine(Folder(), "..", "..", "MiniDelivery.Web", "Simulator");
        string[] files = ["SimulatorPage.resx", "SimulatorPage.en.resx"];
        var words = files
            .Select(file => XDocument.Load(Path.Combine(folder, file)).Descendants("data").Select(data => (string)data.Attribute("name")!).ToList())
            .ToList();
        Type[] enums = [typeof(FaultKind), .. _switches.Select(property => property.PropertyType).Where(type => type.IsEnum)];

        Assert.Equal(words[0], words[1]);
        Assert.Empty(enums.SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name}.{name}")).Except(words[0]));
        Assert.Empty(Enum.GetNames<CashierRefusal>().Select(name => $"Refusal.{name}").Except(words[0]));
    }

    [Fact]
    public void Every_switch_is_on_the_page()
    {
        var folder = Path.Combine(Folder(), "..", "..", "MiniDelivery.Web", "Simulator");
        var panel = File.ReadAllText(Path.Combine(folder, "SimulatorSwitchPanel.razor")) + File.ReadAllText(Path.Combine(folder, "SimulatorSwitchPanel.razor.cs"));
        var words = XDocument.Load(Path.Combine(folder, "SimulatorPage.resx")).Descendants("data").Select(data => (string)data.Attribute("name")!).ToHashSet();

        Assert.NotEmpty(_switches);
        Assert.All(_switches, property =>
        {
            Assert.Contains($"Switches with {{ {property.Name} = ", panel, StringComparison.Ordinal);
            Assert.Contains(property.PropertyType.IsEnum ? property.PropertyType.Name : property.Name, words);
        });
    }

    private static WebApplicationBuilder Builder(string environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new("Simulator:File", "")]);
        return builder;
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
