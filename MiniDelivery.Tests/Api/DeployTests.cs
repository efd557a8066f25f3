using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using MiniDelivery.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace MiniDelivery.Tests.Api;

/// <summary>What is in <c>deploy/</c> says nothing that the program does not know, and the program does as a service what it says there.</summary>
public sealed class DeployTests : IDisposable
{
    private static readonly string[] _ofTheHost = ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_CONTENTROOT", "Database__Provider", "ConnectionStrings__MiniDelivery"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minidelivery-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_compose_file_is_whole_and_every_setting_in_it_is_one()
    {
        var yaml = new YamlStream();
        using (var text = new StringReader(Read("compose.yaml")))
        {
            yaml.Load(text);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var services = (YamlMappingNode)root["services"];
        Assert.Equal(["web1", "web2", "nginx", "database", "redis"], Keys(services));
        var web = (YamlMappingNode)root["x-web"];
        var settings = Keys((YamlMappingNode)web["environment"]).ToList();
        Assert.Contains("Redis__Configuration", settings);
        Assert.All(settings, Known);
        Assert.All(Keys((YamlMappingNode)web["depends_on"]), needed => Assert.Contains(needed, Keys(services)));

        // Both instances stand where nginx looks for them and whom they believe is nginx.
        Assert.All([Address("web1"), Address("web2")], address => Assert.Contains($"server {address}:5080", Read("nginx.conf"), StringComparison.Ordinal));
        string Address(string service) => ((YamlScalarNode)services[service]["networks"]["inside"]["ipv4_address"]).Value!;
        Assert.Equal($"{Address("nginx")}/32", ((YamlScalarNode)web["environment"]["Proxy__Networks__0"]).Value);
        var build = (YamlMappingNode)web["build"];
        Assert.True(File.Exists(Path.Combine(Repository.Root, "deploy", ((YamlScalarNode)build["context"]).Value!, ((YamlScalarNode)build["dockerfile"]).Value!)));
    }

    [Fact]
    public void The_image_is_made_of_what_is_there_and_runs_without_rights()
    {
        var lines = Read("Dockerfile").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        var copied = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]).ToList();
        Assert.Contains("MiniDelivery.Web/", copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        Assert.All(lines.Single(line => line.StartsWith("ENV ", StringComparison.Ordinal)).Split(' ')[1..], pair => Known(pair.Split('=')[0]));
        Assert.True(Array.IndexOf(lines, "USER $APP_UID") < Array.FindIndex(lines, line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_of_the_service_is_one_even_where_it_only_waits_to_be_switched_on() =>
        Assert.All(
            Read("minidelivery.env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("# ", StringComparison.Ordinal)),
            line => Known(line.TrimStart('#').Split('=')[0]));

    [Fact]
    public async Task The_unit_is_well_formed_and_keeps_the_service_to_its_own_folder()
    {
        var unit = Read("minidelivery.service").Split('\n');
        Assert.All(
            ["Type=notify", "User=minidelivery", "StateDirectory=minidelivery", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="],
            line => Assert.Contains(line, unit));
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze here.");

        // It must be able to find a program, so it is shown one.
        var copy = Path.Combine(_folder.FullName, "minidelivery.service");
        await File.WriteAllTextAsync(copy, string.Join('\n', unit).Replace("/opt/minidelivery/MiniDelivery.Web", "/bin/true", StringComparison.Ordinal), Stop);
        var said = new ConcurrentQueue<string>();
        using var process = ChildProcess.Start(new ProcessStartInfo("systemd-analyze", ["verify", copy]), said.Enqueue);
        await process.WaitForExitAsync(Stop);

        // What it says of this machine's own units is theirs.
        Assert.DoesNotContain(said, line => line.Contains("minidelivery.service", StringComparison.Ordinal));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task As_a_service_it_says_when_it_is_ready_and_when_it_stops_and_keeps_everything_in_the_folder_that_it_was_given()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux.");
        var (socketFile, state, systemd) = (Path.Combine(_folder.FullName, "notify"), _folder.CreateSubdirectory("state").FullName, Path.Combine(_folder.FullName, "systemd"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(socketFile));
        // Whether it is a service, the program knows by the name of whoever started it.
        File.CreateSymbolicLink(systemd, "/bin/sh");
        var program = Path.Combine(AppContext.BaseDirectory.Replace("MiniDelivery.Tests", "MiniDelivery.Web", StringComparison.Ordinal), "MiniDelivery.Web.dll");
        var said = new ConcurrentQueue<string>();
        using var process = ChildProcess.Start(
            new ProcessStartInfo(systemd, ["-c", "dotnet \"$0\" & echo \"pid $!\"; wait $!", program])
            {
                WorkingDirectory = "/",
                Environment =
                {
                    ["NOTIFY_SOCKET"] = socketFile, ["STATE_DIRECTORY"] = state, ["ASPNETCORE_ENVIRONMENT"] = "Production",
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{BuiltApp.FreePort()}",
                },
            },
            said.Enqueue);

        Assert.Contains("READY=1", await HearAsync(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(state, "data", "minidelivery.db")));
        Assert.True(File.Exists(Path.Combine(state, "data", "keys", "protection.pfx")));

        using (Process.Start("kill", ["-TERM", said.Single(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..]]))
        {
            Assert.Contains("STOPPING=1", await HearAsync(), StringComparison.Ordinal);
        }

        await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.True(process.ExitCode is 0, string.Join('\n', said));

        async Task<string> HearAsync()
        {
            var bytes = new byte[1024];
            try
            {
                return Encoding.UTF8.GetString(bytes, 0, await socket.ReceiveAsync(bytes, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop));
            }
            catch (TimeoutException)
            {
                return string.Join('\n', said);
            }
        }
    }

    // Section__Name, and what follows of a list: each must be a property of the section's options.
    private static void Known(string variable)
    {
        var sections = typeof(Program).Assembly.GetTypes()
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)))
            .Where(found => found.Section is { IsLiteral: true })
            .ToLookup(found => (string)found.Section!.GetRawConstantValue()!, found => found.Type);
        Assert.True(sections.Count > 8, sections.Count.ToString(CultureInfo.InvariantCulture));
        Assert.True(
            _ofTheHost.Contains(variable)
            || (variable.Split("__") is [var section, var name, ..] && sections[section].Any(type => type.GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance) is not null)),
            $"{variable} is no setting.");
    }

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Cast<YamlScalarNode>().Select(key => key.Value!);

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", name));
}
