using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>«Проверить» against the simulated till: every way in which a till may not be ready has a rung that says so.</summary>
public sealed class Rk7LadderTests : SimulatorBase
{
    private const string Nowhere = "https://127.0.0.1:1";

    protected override SimulatedTillOptions Options => base.Options with { Url = "https://127.0.0.1:0" };

    [Fact]
    public async Task A_till_that_is_ready_holds_on_every_rung_and_nothing_is_changed_there()
    {
        var before = Till.View().Orders.Count;

        var probes = await ClimbAsync(Good());

        Assert.All(probes, probe => Assert.True(probe.State is TillProbeState.Ok, probe.ToString()));
        Assert.Equal(Enum.GetValues<TillRung>(), probes.Select(probe => probe.Rung));
        Assert.Contains("7.26.8", Of(probes, TillRung.Version).Found!, StringComparison.Ordinal);
        Assert.Equal("Dlv", Of(probes, TillRung.References).Found);
        Assert.True(Of(probes, TillRung.Menu).Count > 0);
        Assert.Equal(before, Till.View().Orders.Count);
    }

    [Fact]
    public async Task Each_rung_is_announced_before_it_is_known()
    {
        var states = new List<(TillRung, TillProbeState)>();
        await using var ours = new Rk7Connection();
        await foreach (var probe in ours.Setup.CheckAsync(Some.Restaurant, Good(), Stop))
        {
            states.Add((probe.Rung, probe.State));
        }

        Assert.Equal(
            Enum.GetValues<TillRung>().SelectMany(rung => new[] { (rung, TillProbeState.Running), (rung, TillProbeState.Ok) }),
            states);
    }

    public static TheoryData<string, TillRung, string> BrokenGround => new()
    {
        { "", TillRung.Name, TillTroubles.NotConfigured },
        { "till", TillRung.Name, TillTroubles.AddressMalformed },
        { "https://no-such-till.invalid:8080", TillRung.Name, TillTroubles.NameUnknown },
        { Nowhere, TillRung.Connection, TillTroubles.Unreachable },
    };

    [Theory]
    [MemberData(nameof(BrokenGround))]
    public async Task What_is_above_a_broken_rung_is_not_tried(string url, TillRung rung, string code)
    {
        var probes = await ClimbAsync(Good(values => values.Url = url));

        Assert.Equal(code, Of(probes, rung).Trouble?.Code);
        Assert.All(probes.Where(probe => probe.Rung > rung), probe => Assert.Equal(TillProbeState.Skipped, probe.State));
        Assert.All(probes.Where(probe => probe.Rung < rung), probe => Assert.Equal(TillProbeState.Ok, probe.State));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_shown_and_stops_the_password()
    {
        var probe = Of(await ClimbAsync(Good(values => values.CertificateThumbprint = "")), TillRung.Certificate);

        Assert.Equal((TillProbeState.Failed, TillTroubles.CertificateUnknown), (probe.State, probe.Trouble!.Code));
        Assert.Equal(Server.CertificateThumbprint, probe.Certificate!.Thumbprint);
        Assert.Empty(Till.Log);
    }

    [Fact]
    public async Task Another_certificate_than_the_trusted_one_stops_the_password()
    {
        var probe = Of(await ClimbAsync(Good(values => values.CertificateThumbprint = new string('A', 64))), TillRung.Certificate);

        Assert.Equal(TillTroubles.CertificateChanged, probe.Trouble!.Code);
        Assert.Empty(Till.Log);
    }

    [Fact]
    public async Task A_port_without_TLS_is_told_from_a_wrong_certificate()
    {
        await using var plain = await SimulatedTillServer.StartAsync(new SimulatedTillOptions(), Time, Stop);

        var probes = await ClimbAsync(Good(values => values.Url = plain.Address.ToString().Replace("http:", "https:", StringComparison.Ordinal)));

        Assert.Equal(TillTroubles.TlsFailed, Of(probes, TillRung.Certificate).Trouble?.Code);
    }

    [Fact]
    public async Task The_certificate_can_be_shown_before_anything_is_sent()
    {
        await using var ours = new Rk7Connection();

        var answer = await ours.Setup.ShowCertificateAsync(Good(values => values.CertificateThumbprint = ""), Stop);

        var shown = Assert.IsType<TillAnswer<TillCertificate>.Done>(answer).Value;
        Assert.Equal((Server.CertificateThumbprint, "RSA 2048", "CN=RK7 simulated till", false), (shown.Thumbprint, shown.Key, shown.Subject, shown.IsTrusted));
        Assert.Empty(Till.Log);
    }

    [Fact]
    public async Task A_wrong_password_is_a_matter_of_signing_in()
    {
        var probes = await ClimbAsync(Good(values => values.Password = "wrong"));

        Assert.Equal((TillProbeState.Failed, TillTroubles.Unauthorized), (Of(probes, TillRung.SignIn).State, Of(probes, TillRung.SignIn).Trouble!.Code));
        Assert.Equal(TillProbeState.Skipped, Of(probes, TillRung.Menu).State);
    }

    [Fact]
    public async Task A_server_that_is_too_old_is_named()
    {
        Switch(switches => switches with { Profile = ServerProfile.Old75 });

        var probe = Of(await ClimbAsync(Good()), TillRung.Version);

        Assert.Equal((TillProbeState.Failed, TillTroubles.VersionTooOld), (probe.State, probe.Trouble!.Code));
        Assert.Contains("7.5.3", probe.Found!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServerProfile.V764)]
    [InlineData(ServerProfile.V770)]
    [InlineData(ServerProfile.V7268)]
    public async Task Every_supported_server_passes(ServerProfile profile)
    {
        Switch(switches => switches with { Profile = profile });

        Assert.All(await ClimbAsync(Good()), probe => Assert.True(probe.State is TillProbeState.Ok, probe.ToString()));
    }

    [Theory]
    [InlineData(LicenceProfile.None, "", "", TillTroubles.NoLicense)]
    [InlineData(LicenceProfile.Expired, "", "", TillTroubles.NoLicense)]
    [InlineData(LicenceProfile.Subscription, "", "", TillTroubles.NoLicense)]
    [InlineData(LicenceProfile.Subscription, SimulatorSwitches.GenuineAnchor, "999", TillTroubles.LicenseAnchor)]
    [InlineData(LicenceProfile.Expired, SimulatorSwitches.GenuineAnchor, SimulatorSwitches.GenuineToken, TillTroubles.NoLicense)]
    [InlineData(LicenceProfile.Subscription, SimulatorSwitches.GenuineAnchor, SimulatorSwitches.GenuineToken, null)]
    [InlineData(LicenceProfile.Lifetime, SimulatorSwitches.GenuineAnchor, "999", null)]
    public async Task The_licence_is_a_lifetime_one_or_a_genuine_subscription(LicenceProfile licence, string anchor, string token, string? trouble)
    {
        Switch(switches => switches with { Licence = licence });

        var probes = await ClimbAsync(Good(values => (values.LicenseAnchor, values.LicenseToken) = (anchor, token)));

        Assert.Equal(trouble, Of(probes, TillRung.License).Trouble?.Code);
        Assert.Equal(TillProbeState.Ok, Of(probes, TillRung.Menu).State);
    }

    [Fact]
    public async Task A_shift_that_is_too_old_is_warned_of()
    {
        Switch(switches => switches with { ShiftTooOld = true });

        var probe = Of(await ClimbAsync(Good()), TillRung.Shift);

        Assert.Equal((TillProbeState.Warning, TillTroubles.ShiftIsOld), (probe.State, probe.Trouble!.Code));
        Assert.True(probe.Count >= 24);
    }

    [Theory]
    [InlineData(ShiftClosing.WithCode)]
    [InlineData(ShiftClosing.WithoutCode)]
    public async Task A_shift_that_is_being_closed_has_its_own_words(ShiftClosing closing)
    {
        Switch(switches => switches with { ShiftClosing = closing });

        Assert.Equal("rk7-2172", Of(await ClimbAsync(Good()), TillRung.SignIn).Trouble?.Code);
    }

    [Fact]
    public async Task Codes_that_the_till_does_not_have_are_named()
    {
        var probe = Of(await ClimbAsync(Good(values => (values.Table, values.Waiter) = ("777", "888"))), TillRung.References);

        Assert.Equal((TillProbeState.Failed, TillTroubles.ReferenceMissing), (probe.State, probe.Trouble!.Code));
        Assert.Equal([TillReferenceKind.Table, TillReferenceKind.Waiter], probe.Wrong);
        Assert.Contains("777", probe.Trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_is_not_for_cancelling_is_warned_of()
    {
        var probe = Of(await ClimbAsync(Good(values => values.DeleteReason = "3")), TillRung.References);

        Assert.Equal((TillProbeState.Warning, "rk7-3383"), (probe.State, probe.Trouble!.Code));
    }

    [Fact]
    public async Task Without_manager_or_reason_nothing_can_be_cancelled_and_that_is_said()
    {
        var probe = Of(await ClimbAsync(Good(values => values.Manager = "")), TillRung.References);

        Assert.Equal((TillProbeState.Warning, TillTroubles.CannotCancel), (probe.State, probe.Trouble!.Code));
    }

    [Fact]
    public async Task The_lists_hold_names_halls_and_suitable_reasons()
    {
        await using var ours = new Rk7Connection();

        var lists = Assert.IsType<TillAnswer<TillReferences>.Done>(await ours.Setup.ReadReferencesAsync(Good(), Stop)).Value;

        Assert.Equal(new TillReference("1", "Dlv", "Доставка"), lists.Find(TillReferenceKind.Table, "1"));
        Assert.Equal("Касса доставки", lists.Find(TillReferenceKind.Station, "1")!.Name);
        Assert.True(lists.Find(TillReferenceKind.DeleteReason, "1")!.IsSuitable);
        Assert.False(lists.Find(TillReferenceKind.DeleteReason, "2")!.IsSuitable);
        Assert.NotEmpty(lists.Of(TillReferenceKind.Manager));
        Assert.All(Enum.GetValues<TillReferenceKind>(), kind => Assert.NotEmpty(lists.Of(kind)));
    }

    [Fact]
    public async Task A_connection_that_breaks_on_the_way_is_an_answer()
    {
        Switch(switches => switches with { Faults = [new SimulatorFault { Kind = FaultKind.DropBefore, ChangingOnly = false, Command = "GetOrderMenu", Times = null }] });

        Assert.Equal(TillTroubles.BrokenAnswer, Of(await ClimbAsync(Good()), TillRung.Menu).Trouble?.Code);
    }

    private static TillProbe Of(IEnumerable<TillProbe> probes, TillRung rung) => probes.Single(probe => probe.Rung == rung);

    private static async Task<List<TillProbe>> ClimbAsync(TillValues values)
    {
        await using var ours = new Rk7Connection();
        var last = new SortedDictionary<TillRung, TillProbe>();
        await foreach (var probe in ours.Setup.CheckAsync(Some.Restaurant, values, Stop))
        {
            last[probe.Rung] = probe;
        }

        return [.. last.Values];
    }

    private TillValues Good(Action<TillValues>? change = null)
    {
        var values = new TillValues
        {
            Url = Server.Address.ToString(),
            User = Options.User,
            Password = Options.Password,
            CertificateThumbprint = Server.CertificateThumbprint!,
            Station = "1",
            Table = "1",
            OrderCategory = "2",
            OrderType = "1",
            GuestType = "2",
            Waiter = "9001",
            Manager = "9004",
            DeleteReason = "1",
            Timeout = "60",
        };
        change?.Invoke(values);
        return values;
    }
}
