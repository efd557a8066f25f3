using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests;

/// <summary>The folders keep their promises: who may know whom, and what nobody may do.</summary>
public sealed partial class ArchitectureTests
{
    // Who may know whom inside the web project. Program.cs wires everything and is the only exception.
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        ["Access"] = ["Data", "Instances", "Problems", "Security"],
        ["Alerts"] = ["Access", "Data", "Instances", "Live", "Orders", "Restaurants", "Work"],
        ["Api"] = ["Access", "Alerts", "Couriers", "Data", "Escalation", "Handoff", "Intake", "Licensing", "Live", "Menu", "Orders", "Problems", "Restaurants", "Security", "Work"],
        ["Components"] = ["Access", "Alerts", "Connections", "Couriers", "Data", "Demo", "Escalation", "Guests", "Handoff", "Instances", "Intake", "Licensing", "Live", "Menu", "Operations", "Orders", "Phones", "Problems", "Reports", "Restaurants", "Security", "Setup", "Tills", "Webhooks", "Work"],
        ["Connections"] = ["Data", "Live"],
        ["Couriers"] = ["Data", "Live"],
        ["Data"] = [],
        ["Demo"] = ["Data", "Licensing"],
        ["Escalation"] = ["Alerts", "Data", "Live", "Restaurants", "Security", "Work"],
        ["Guests"] = ["Data", "Live", "Orders", "Phones", "Restaurants"],
        ["Handoff"] = ["Data", "Instances", "Live", "Menu", "Orders", "Restaurants", "Security", "Telemetry", "Work"],
        ["Instances"] = [],
        ["Intake"] = ["Data", "Licensing", "Live", "Menu", "Phones", "Telemetry", "Work"],
        ["Licensing"] = ["Data", "Live", "Work"],
        ["Live"] = ["Data", "Instances", "Telemetry"],
        ["Menu"] = ["Data", "Live", "Restaurants", "Work"],
        ["Operations"] = ["Access", "Alerts", "Data", "Demo", "Escalation", "Handoff", "Instances", "Intake", "Licensing", "Live", "Menu", "Phones", "Reports", "Restaurants", "Security", "Setup", "Telemetry", "Tills", "Webhooks", "Work"],
        ["Orders"] = ["Couriers", "Data", "Live", "Menu", "Phones"],
        ["Phones"] = [],
        ["Problems"] = ["Data"],
        ["Reports"] = ["Data", "Live", "Work"],
        ["Restaurants"] = ["Data", "Licensing", "Live", "Phones", "Work"],
        ["Rk7"] = ["Telemetry"],
        ["Security"] = ["Data", "Instances"],
        ["Setup"] = ["Data", "Licensing", "Restaurants", "Tills"],
        ["Simulator"] = ["Security"],
        ["Telemetry"] = [],
        ["Tills"] = ["Data", "Handoff", "Menu", "Restaurants", "Rk7"],
        ["Webhooks"] = ["Api", "Data", "Live", "Menu", "Restaurants", "Security", "Telemetry", "Work"],
        ["Work"] = [],
    };

    // The hundreds of each room's log events (README, «In production»).
    private static readonly Dictionary<string, int[]> _events = new()
    {
        ["Problems"] = [10],
        ["Intake"] = [11],
        ["Security"] = [12],
        ["Api"] = [13],
        ["Reports"] = [17],
        ["Live"] = [20],
        ["Access"] = [21],
        ["Alerts"] = [22],
        ["Escalation"] = [23],
        ["Webhooks"] = [24],
        ["Instances"] = [25],
        ["Handoff"] = [30, 32, 35],
        ["Rk7"] = [31],
        ["Menu"] = [33],
        ["Tills"] = [34],
        ["Licensing"] = [40],
        ["Restaurants"] = [41],
        ["Operations"] = [42],
    };

    // What pages and endpoints may know of the database: who signs in, how long a text may be, and what is audited.
    private static readonly string[] _harmlessData = ["StaffMember", "Limits", "AuditActs"];

    private static readonly string[] _projects = ["MiniDelivery.Domain", "MiniDelivery.Web"];

    private static readonly List<Source> _sources = [.. ReadSources()];

    private static readonly Assembly _web = typeof(Program).Assembly;

    public static TheoryData<string> Folders() => [.. _mayUse.Keys];

    [Fact]
    public void The_domain_knows_nothing_but_the_language()
    {
        var known = typeof(Order).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();

        Assert.DoesNotContain(known, name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.DoesNotContain(known, name => OutsideWorld().IsMatch(name));
    }

    [Fact]
    public void Nothing_knows_the_tests()
    {
        Assembly[] product = [_web, typeof(Order).Assembly];

        Assert.All(product, assembly => Assert.DoesNotContain(
            assembly.GetReferencedAssemblies(), known => known.Name == typeof(ArchitectureTests).Assembly.GetName().Name));
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_table() =>
        Assert.Equal(
            _mayUse.Keys.Order(StringComparer.Ordinal),
            _sources.Where(file => file.Project is "MiniDelivery.Web" && file.Folder is not "")
                .Select(file => file.Folder).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_neighbours_it_may(string folder)
    {
        var used = In(folder).SelectMany(file => Neighbours(file.Text).Where(neighbour => neighbour != folder).Select(neighbour => $"{neighbour} ({file.Name})"));

        Assert.DoesNotContain(used, use => !_mayUse[folder].Contains(use.Split(' ')[0]));
    }

    // A permission that nobody needs any more would let the next one in unseen.
    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_may_use_no_more_neighbours_than_it_does(string folder) =>
        Assert.Empty(_mayUse[folder].Except(In(folder).SelectMany(file => Neighbours(file.Text))));

    [Fact]
    public void Knowledge_goes_one_way()
    {
        var below = new HashSet<string>();
        while (_mayUse.Where(folder => !below.Contains(folder.Key) && folder.Value.All(below.Contains)).Select(folder => folder.Key).ToList() is [_, ..] next)
        {
            below.UnionWith(next);
        }

        Assert.Empty(_mayUse.Keys.Except(below));
    }

    [Fact]
    public void Only_the_handoff_and_the_menu_talk_to_the_till() =>
        // Till is the folder of the domain that the port itself lives in.
        OnlyIn(TillPort(), "Till", "Handoff", "Menu", "Rk7", "Program.cs");

    [Fact]
    public void Only_the_wire_and_the_simulated_till_know_XML() => OnlyIn(Xml(), "Rk7", "Simulator");

    [Fact]
    public void Nobody_knows_that_there_is_a_simulation() => OnlyIn(Simulation(), "Simulator", "Program.cs");

    [Fact]
    public void Pages_and_endpoints_touch_neither_database_nor_wire()
    {
        var forbidden = _web.GetTypes()
            .Where(type => type.Namespace is "MiniDelivery.Web.Data" && !type.Name.Contains('<', StringComparison.Ordinal))
            .Select(type => type.Name.Split('`')[0])
            .Except(_harmlessData)
            .Concat(["DbContext", "DbSet", "IDbContextFactory", "EntityFrameworkCore", "HttpClient", "IHttpClientFactory", "ITill", "ITills"])
            .ToHashSet();

        Assert.Contains("DeliveryDb", forbidden);
        Assert.Empty(
            from file in In("Components").Concat(In("Api"))
            from Match word in Word().Matches(file.Text)
            where forbidden.Contains(word.Value)
            select $"{file.Name}: {word.Value}");
    }

    [Fact]
    public void Nobody_blocks_a_thread() => Nowhere(Blocking());

    [Fact]
    public void Time_comes_from_TimeProvider()
    {
        Nowhere(OwnClock());
        // A command has no container to ask, nor has a part that EF Core makes itself; everybody else is given the time.
        Assert.Equal(
            ["BackupCommands.cs", "LicenseCommands.cs", "PreparedInserts.cs", "Program.cs", "Rk7Setup.cs", "SimulatorSetup.cs"],
            _sources.Where(file => SystemTime().IsMatch(file.Text)).Select(file => Path.GetFileName(file.Name)).Order(StringComparer.Ordinal));
    }

    // A strategy that repeats cannot repeat a transaction that somebody else has begun: one use case is one SaveChanges, and that is one.
    // Only what carries a whole database, and is begun anew by hand, has its own.
    [Fact]
    public void Nobody_begins_a_transaction_of_their_own() => Assert.Equal(
        ["PortableFile.cs", "PortableServer.cs"],
        _sources.Where(file => OwnTransaction().IsMatch(file.Text)).Select(file => Path.GetFileName(file.Name)).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_folded_away_in_regions() => Nowhere(Region());

    [Fact]
    public void A_log_event_has_a_number_of_its_own()
    {
        var numbers = _sources.SelectMany(file => LogEvent().Matches(file.Text).Select(match => match.Groups[1].Value)).ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Distinct(), numbers);
    }

    // Stable numbers are what alarms and searches are built on: a folder gives out those of its hundreds, and no other does.
    [Fact]
    public void A_log_event_has_a_number_of_its_room() =>
        Assert.Empty(
            from file in _sources
            from Match match in LogEvent().Matches(file.Text)
            where !_events.GetValueOrDefault(file.Folder, []).Contains(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 100)
            select $"{file.Name}: {match.Groups[1].Value}");

    [Fact]
    public void No_two_rooms_share_their_numbers() =>
        Assert.Equal(_events.Values.SelectMany(hundreds => hundreds).Distinct(), _events.Values.SelectMany(hundreds => hundreds));

    [Fact]
    public void Program_is_a_list_and_no_more() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "MiniDelivery.Web", "Program.cs")).Count(), 1, 79);

    private static void Nowhere(Regex what) => OnlyIn(what);

    private static void OnlyIn(Regex what, params string[] places) =>
        Assert.Empty(
            from file in _sources
            where !places.Contains(file.Folder is "" ? file.Name : file.Folder)
            from Match match in what.Matches(file.Text)
            select $"{file.Name}: {match.Value}");

    private static IEnumerable<Source> In(string folder) => _sources.Where(file => file.Project is "MiniDelivery.Web" && file.Folder == folder);

    // By the full name, or as Data.StaffMember: the second is a neighbour only if that folder has such a type.
    private static IEnumerable<string> Neighbours(string text) =>
        FullName().Matches(text).Select(match => match.Groups[1].Value)
            .Concat(ShortName().Matches(text)
                .Where(match => _web.GetType($"MiniDelivery.Web.{match.Groups[1].Value}.{match.Groups[2].Value}") is not null)
                .Select(match => match.Groups[1].Value))
            .Distinct();

    // Generated migrations keep the names of their day; what a comment says, nobody runs.
    private static IEnumerable<Source> ReadSources() =>
        from project in _projects
        let folder = Path.Combine(Repository.Root, project)
        from file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(folder, file).Replace('\\', '/')
        where Path.GetExtension(file) is ".cs" or ".razor" && !NotOurs().IsMatch(name)
        select new Source(project, name.Contains('/', StringComparison.Ordinal) ? name.Split('/')[0] : "", name, Comment().Replace(File.ReadAllText(file), ""));

    [GeneratedRegex(@"^(obj|bin|wwwroot)/|/Migrations/")]
    private static partial Regex NotOurs();

    [GeneratedRegex(@"^\s*//.*$|@\*.*?\*@", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^System\.(Net|IO|Console|Data|Xml|Diagnostics\.Process|Threading\.Thread)")]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"MiniDelivery\.Web\.(\w+)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])(\w+)\.([A-Z]\w+)")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"\bITills?\b")]
    private static partial Regex TillPort();

    [GeneratedRegex(@"System\.Xml|\bX(Element|Document|Attribute|ml\w+)\b")]
    private static partial Regex Xml();

    [GeneratedRegex(@"\w*Simulat\w*")]
    private static partial Regex Simulation();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // A dialog's result is awaited; Envelope.Result is a type.
    [GeneratedRegex(@"Thread\.Sleep|\.Wait\(|GetAwaiter\(\)|(?<!\bawait [\w.]+)(?<!\bEnvelope)\.Result\b")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bStopwatch\b|\bTickCount")]
    private static partial Regex OwnClock();

    [GeneratedRegex(@"\bTimeProvider\.System\b")]
    private static partial Regex SystemTime();

    [GeneratedRegex(@"\b(BeginTransaction|UseTransaction|EnlistTransaction|TransactionScope)\w*")]
    private static partial Regex OwnTransaction();

    [GeneratedRegex(@"^\s*#region.*$", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"LoggerMessage\((\d+)")]
    private static partial Regex LogEvent();

    private sealed record Source(string Project, string Folder, string Name, string Text);
}
