using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Pages.Help;
using MiniDelivery.Web.Components.Pages.Settings;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Components;

public sealed partial class WordsTests
{
    private const string Suffix = ".resources";

    private static readonly string[] _parts = ["What", "Do", "Who"];

    private static readonly Assembly _web = typeof(Words).Assembly;

    private static readonly IReadOnlyList<string> _everyTrouble = [.. EveryTrouble().Select(row => row.Data).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> EveryResource() =>
    [
        .. _web.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]),
    ];

    public static TheoryData<string> EveryTrouble() =>
    [
        .. typeof(TillTroubles).GetFields().Select(field => (string)field.GetRawConstantValue()!),
        // Every number of the RK7 protocol digest, section 3.
        "rk7-702", "rk7-2101", "rk7-2102", "rk7-2128", "rk7-2129", "rk7-2133", "rk7-2142", "rk7-2172", "rk7-2219", "rk7-3373", "rk7-3383",
        "rk7-3444", "rk7-3813", "rk7-5304", "rk7-5305", "rk7-5310", "rk7-7287", "rk7-8007", "Unknown",
    ];

    [Theory]
    [MemberData(nameof(EveryResource))]
    public void Russian_and_English_say_the_same_things(string resource)
    {
        var words = new ResourceManager(resource, _web);

        Assert.Equal(Keys(CultureInfo.InvariantCulture), Keys(new CultureInfo("en")));

        // A place that one language fills and the other forgets would lose a number or a name.
        IEnumerable<string> Keys(CultureInfo culture) =>
            words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
                .Cast<DictionaryEntry>()
                .Select(entry => $"{entry.Key}{Holes((string)entry.Value!)}")
                .Order(StringComparer.Ordinal);

        static string Holes(string text) =>
            string.Concat(Enumerable.Range(0, 5).Where(hole => text.Contains($"{{{hole}}}", StringComparison.Ordinal)).Select(hole => $" {hole}"));
    }

    [Fact]
    public void Everything_that_the_domain_names_has_its_words()
    {
        var words = new ResourceManager(typeof(Words));
        IEnumerable<string> keys =
        [
            .. Enum.GetNames<OrderStatus>().Select(name => $"Status.{name}"),
            .. Enum.GetNames<FulfillmentType>().Select(name => $"Type.{name}"),
            .. Enum.GetNames<PaymentMethod>().Select(name => $"Payment.{name}"),
            .. Enum.GetNames<CancelReason>().Select(name => $"CancelReason.{name}"),
            .. Enum.GetNames<Refusal>().Select(name => $"Refusal.{name}"),
            .. Enum.GetNames<StepKind>().Select(name => $"StepKind.{name}"),
            .. Enum.GetNames<TillState>().Select(name => $"TillState.{name}"),
            .. Enum.GetNames<StaffRole>().Select(name => $"Role.{name}"),
            .. Enum.GetNames<EscalationRung>().Select(name => $"Rung.{name}"),
        ];

        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty(words.GetString(key, CultureInfo.InvariantCulture)), key));
    }

    // Who adds words for a number adds it above, too; what is above without words fails below.
    [Fact]
    public void No_trouble_has_words_without_being_tried_here()
    {
        var words = new ResourceManager(typeof(Words)).GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!;
        var codes = words.Cast<DictionaryEntry>().Select(entry => ((string)entry.Key).Split('.'))
            .Where(parts => parts is ["Till", _, _] && _parts.Contains(parts[2])).Select(parts => parts[1]);

        Assert.Equal(_everyTrouble, codes.ToHashSet().Order(StringComparer.Ordinal));
    }

    // The simulated till refuses with everything that a real one was seen to refuse with.
    [Fact]
    public void Every_number_that_the_simulated_till_refuses_with_is_tried_here()
    {
        var refusals = typeof(TillRefusedException).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(TillRefusedException) && method.Name is not nameof(TillRefusedException.Executing))
            .Select(method => (TillRefusedException)method.Invoke(null, [.. method.GetParameters().Select(parameter => Something(parameter.ParameterType))])!)
            .ToList();

        Assert.True(refusals.Count > 15);
        Assert.Empty(refusals.Select(refusal => refusal.Code).OfType<int>().Where(code => code is not TillRefusedException.LineCode)
            .Select(code => string.Create(CultureInfo.InvariantCulture, $"rk7-{code}")).Except(_everyTrouble));

        static object Something(Type type) =>
            type == typeof(string) ? "x"
            : type == typeof(bool) ? true
            : type == typeof(XElement) ? new XElement("x")
            : type == typeof(IReadOnlyList<XElement>) ? new[] { TillRefusedException.Line("x", new XElement("x")) }
            : Convert.ChangeType(1, type, CultureInfo.InvariantCulture);
    }

    private static readonly string[] _products = ["MiniDelivery.Domain", "MiniDelivery.Web"];

    [Fact]
    public void Every_number_in_the_code_is_tried_here()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..");
        var named = _products
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Numbers().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.Contains("rk7-2219", named);
        Assert.Empty(named.Except(_everyTrouble));

        static string Here([CallerFilePath] string file = "") => file;
    }

    // Integrators read it in the API: what we name ourselves must not be answered with "read what the till said".
    [Fact]
    public void Every_trouble_that_has_a_name_of_ours_has_advice_for_integrators()
    {
        var none = TillAdvice.For(new TillTrouble("no-such-trouble", ""));

        Assert.DoesNotContain(
            typeof(TillTroubles).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            code => code is not TillTroubles.Unknown && TillAdvice.For(new TillTrouble(code, "")) == none);
    }

    [Theory]
    [MemberData(nameof(EveryTrouble))]
    public void Every_trouble_with_the_till_says_what_happened_what_to_do_and_who_can(string code)
    {
        var words = new ResourceManager(typeof(Words));

        foreach (var culture in new[] { CultureInfo.InvariantCulture, new CultureInfo("en") })
        {
            var said = words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
            Assert.All(_parts, part => Assert.False(string.IsNullOrWhiteSpace(said.GetString($"Till.{code}.{part}")), $"{culture.Name} {part}"));
        }

        Assert.NotEqual(words.GetString($"Till.{code}.What", CultureInfo.InvariantCulture), words.GetString($"Till.{code}.What", new CultureInfo("en")));
    }

    // What a form can complain of, and what a check can find.
    [Fact]
    public void Everything_on_the_page_of_the_till_has_its_words()
    {
        var words = new ResourceManager(typeof(TillSettingsPage));
        IEnumerable<string> keys =
        [
            .. Enum.GetNames<TillField>().Select(name => $"Field.{name}"),
            .. Enum.GetNames<TillRung>().Select(name => $"Rung.{name}"),
            .. Enum.GetNames<TillRung>().Select(name => $"Rung.{name}.Ok"),
            .. Enum.GetNames<TillProbeState>().Select(name => $"State.{name}"),
            .. new TillValues { Url = "x", User = ":", CertificateThumbprint = "x", Timeout = "x", LicenseAnchor = new string('x', 400), OrderCategory = "x", OrderType = "x", GuestType = "x", Waiter = "x", Manager = "x", DeleteReason = "x" }
                .Faults().Select(fault => $"Fault.{fault.Field}.{fault.Kind}"),
            "Fault.Station.Malformed", "Fault.Table.Malformed", "Fault.Password.MustBeTypedAgain", "Fault.LicenseToken.MustBeTypedAgain",
        ];

        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty(words.GetString(key, CultureInfo.InvariantCulture)), key));
    }

    [Fact]
    public void Everything_about_unaccepted_orders_has_its_words()
    {
        var words = new ResourceManager(typeof(AlertSettingsPage));
        IEnumerable<string> keys =
        [
            .. Enum.GetNames<EscalationFault>().Select(name => $"Fault.{name}"),
            .. Enum.GetNames<AlarmTrouble>().Select(name => $"Trouble.{name}"),
            .. Enum.GetNames<MailSecurity>().Select(name => $"Mail.Security.{name}"),
        ];

        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty(words.GetString(key, CultureInfo.InvariantCulture)), key));
    }

    [Fact]
    public void The_help_explains_every_state_of_orders_and_licences()
    {
        var help = new ResourceManager(typeof(Help));

        Assert.All(Enum.GetNames<OrderStatus>(), name => Assert.NotNull(help.GetString($"states.{name}.press", CultureInfo.InvariantCulture)));
        Assert.All(Enum.GetNames<LicenseState>(), name => Assert.NotNull(help.GetString($"license.{name}", CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("\"(rk7-[0-9]+)\"")]
    private static partial Regex Numbers();
}
