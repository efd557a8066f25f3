using System.Net;
using System.Net.Sockets;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>One climb from the name in the address to the menu. Remembers what lower rungs found; only asks, never tells.</summary>
/// <param name="asSaved">The till as it would be with these values.</param>
/// <param name="instance">The installation's licence instance.</param>
internal sealed class Rk7Ladder(
    Rk7Client client, ITill asSaved, Func<CancellationToken, Task<Guid>> instance, TimeProvider time, TillOptions till) : IDisposable
{
    // Without these the product's work cannot be done. What helps but may be missing in older servers is not among them.
    private static readonly string[] _needed =
    [
        "GetRefData", "GetOrderMenu", "GetOrder", "GetOrderList2", "CreateOrder", "LockOrder", "SaveOrder", "VoidOrder", "CloseVisit",
    ];

    private static readonly TimeSpan _day = TimeSpan.FromHours(24);

    private IPAddress[] _addresses = [];
    private Socket? _socket;
    private Rk7Answer? _system;

    /// <summary>What is wrong with the address itself; null = it is one.</summary>
    public static TillTrouble? AddressTrouble(TillOptions till)
    {
        if (!till.IsConfigured)
        {
            return new TillTrouble(TillTroubles.NotConfigured, "There is no address.");
        }

        // Whoever tries out values may have typed a name with a colon, which no header can carry.
        var fault = till.Faults().FirstOrDefault(found => found.Field is TillField.Url or TillField.User or TillField.CertificateThumbprint or TillField.Timeout);
        return fault == default && Uri.TryCreate(till.Url, UriKind.Absolute, out _)
            ? null
            : new TillTrouble(TillTroubles.AddressMalformed, $"{fault.Field}: {fault.Kind}");
    }

    public Task<TillProbe> TryAsync(TillRung rung, CancellationToken cancellationToken) => rung switch
    {
        TillRung.Name => NameAsync(cancellationToken),
        TillRung.Connection => ConnectionAsync(cancellationToken),
        TillRung.Certificate => CertificateAsync(cancellationToken),
        TillRung.SignIn => SignInAsync(cancellationToken),
        TillRung.Version => Task.FromResult(Version()),
        TillRung.Functions => FunctionsAsync(cancellationToken),
        TillRung.License => LicenseAsync(cancellationToken),
        TillRung.References => ReferencesAsync(cancellationToken),
        TillRung.Shift => Task.FromResult(Shift()),
        TillRung.Menu => MenuAsync(cancellationToken),
    };

    public void Dispose() => _socket?.Dispose();

    private async Task<TillProbe> NameAsync(CancellationToken cancellationToken)
    {
        if (AddressTrouble(till) is { } trouble)
        {
            return Failed(TillRung.Name, trouble);
        }

        var answer = await Rk7Reach.ResolveAsync(till, cancellationToken);
        if (answer is not TillAnswer<IPAddress[]>.Done { Value: { Length: > 0 } addresses })
        {
            return Failed(TillRung.Name, answer.TroubleOrNull ?? new TillTrouble(TillTroubles.NameUnknown, "The name has no address."));
        }

        _addresses = addresses;
        return Ok(TillRung.Name, string.Join(", ", addresses.Select(address => address.ToString())));
    }

    private async Task<TillProbe> ConnectionAsync(CancellationToken cancellationToken)
    {
        var answer = await Rk7Reach.ConnectAsync(till, _addresses, cancellationToken);
        if (answer is not TillAnswer<Socket>.Done { Value: var socket })
        {
            return Failed(TillRung.Connection, answer.TroubleOrNull!);
        }

        _socket = socket;
        var there = (IPEndPoint)socket.RemoteEndPoint!;
        return Ok(
            TillRung.Connection,
            new IPEndPoint(there.Address.IsIPv4MappedToIPv6 ? there.Address.MapToIPv4() : there.Address, there.Port).ToString());
    }

    private async Task<TillProbe> CertificateAsync(CancellationToken cancellationToken)
    {
        if (till.Endpoint.Scheme != Uri.UriSchemeHttps)
        {
            return _addresses.All(IPAddress.IsLoopback)
                ? Ok(TillRung.Certificate, "http")
                : new TillProbe(TillRung.Certificate, TillProbeState.Warning, "http", new TillTrouble(TillTroubles.NotProtected, "http"));
        }

        var answer = await Rk7Reach.ShakeHandsAsync(till, _socket!, cancellationToken);
        _socket!.Dispose();
        if (answer is not TillAnswer<TillCertificate>.Done { Value: var shown })
        {
            return Failed(TillRung.Certificate, answer.TroubleOrNull!);
        }

        var probe = (till.Pin, shown) switch
        {
            ("", { IsTrusted: true }) => Ok(TillRung.Certificate, shown.Key),
            ("", _) => Failed(TillRung.Certificate, new TillTrouble(TillTroubles.CertificateUnknown, $"SHA-256 {shown.Thumbprint}")),
            var (pin, _) when pin == shown.Thumbprint => Ok(TillRung.Certificate, shown.Key),
            _ => Failed(TillRung.Certificate, new TillTrouble(TillTroubles.CertificateChanged, $"SHA-256 {shown.Thumbprint}")),
        };
        return probe with { Certificate = shown };
    }

    private async Task<TillProbe> SignInAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(Rk7Messages.GetSystemInfo2(), cancellationToken);
        if (answer is TillAnswer<Rk7Answer>.Refused { Trouble.Code: not (TillTroubles.Unauthorized or TillTroubles.HttpStatus) })
        {
            // An old server does not know it; the older command works everywhere (RK7 protocol digest, section 6.1).
            answer = await AskAsync(Rk7Messages.GetSystemInfo(), cancellationToken);
        }

        if (answer is not TillAnswer<Rk7Answer>.Done { Value: var system })
        {
            return Failed(TillRung.SignIn, answer.TroubleOrNull!);
        }

        _system = system;
        return Ok(TillRung.SignIn, till.User);
    }

    private TillProbe Version()
    {
        var info = Rk7Answers.Info(_system!);
        var found = string.Join(" · ", new[] { info.Version, info.NetName, info.Restaurant }.Where(text => !string.IsNullOrEmpty(text)));
        return info.IsNewEnough
            ? Ok(TillRung.Version, found)
            : Failed(TillRung.Version, new TillTrouble(TillTroubles.VersionTooOld, $"{info.Version} < 7.6.4")) with { Found = found };
    }

    private async Task<TillProbe> FunctionsAsync(CancellationToken cancellationToken)
    {
        var answer = (await AskAsync(Rk7Messages.GetFunctions(), cancellationToken)).Then(Rk7SetupAnswers.Functions);
        if (answer is not TillAnswer<IReadOnlySet<string>>.Done { Value: var known })
        {
            return Failed(TillRung.Functions, answer.TroubleOrNull!);
        }

        // The list is not complete (section 6.1), so what it lacks may work all the same.
        var missing = _needed.Where(name => !known.Contains(name)).ToList();
        return missing is []
            ? Ok(TillRung.Functions, Rk7Format.Write(known.Count))
            : new TillProbe(
                TillRung.Functions,
                TillProbeState.Warning,
                string.Join(", ", missing),
                new TillTrouble(TillTroubles.FunctionsMissing, string.Join(", ", missing)));
    }

    private async Task<TillProbe> LicenseAsync(CancellationToken cancellationToken)
    {
        var lifetime = await AskAsync(Rk7Messages.CheckLicense(), cancellationToken);
        if (lifetime is TillAnswer<Rk7Answer>.Done)
        {
            return Ok(TillRung.License, "XMLSaveOrder");
        }

        if (till.LicenseAnchor is "")
        {
            return Failed(TillRung.License, LicenseTrouble(lifetime.TroubleOrNull!));
        }

        var subscription = (await AskAsync(
            Rk7Messages.GetLicenseNumber(till.LicenseAnchor, till.LicenseToken, await instance(cancellationToken)),
            cancellationToken)).Then(Rk7SetupAnswers.LicenseNumber);
        return subscription is TillAnswer<long?>.Done or TillAnswer<long?>.Refused { Trouble.Code: "rk7-5304" }
            ? Ok(TillRung.License, till.LicenseAnchor)
            : Failed(TillRung.License, LicenseTrouble(subscription.TroubleOrNull!));
    }

    private async Task<TillProbe> ReferencesAsync(CancellationToken cancellationToken)
    {
        var answer = await Rk7TillSetup.ReadReferencesAsync(client, till, cancellationToken);
        if (answer is not TillAnswer<TillReferences>.Done { Value: var lists })
        {
            return Failed(TillRung.References, answer.TroubleOrNull!);
        }

        return References(lists) with { References = lists };
    }

    private TillProbe References(TillReferences lists)
    {
        List<TillReferenceKind> wrong =
        [
            .. Enum.GetValues<TillReferenceKind>().Where(kind => till.CodeOf(kind) is var code
                && (code is "" ? kind.IsRequired : lists.Find(kind, code) is null)),
        ];
        if (wrong is not [])
        {
            var named = string.Join(", ", wrong.Select(kind => $"{kind} {till.CodeOf(kind)}".TrimEnd()));
            return Failed(TillRung.References, new TillTrouble(TillTroubles.ReferenceMissing, named)) with { Wrong = wrong };
        }

        List<TillReferenceKind> unset =
            [.. new[] { TillReferenceKind.Manager, TillReferenceKind.DeleteReason }.Where(kind => till.CodeOf(kind) is "")];
        if (unset is not [])
        {
            return new TillProbe(TillRung.References, TillProbeState.Warning, null, new TillTrouble(TillTroubles.CannotCancel, string.Join(", ", unset)))
            {
                Wrong = unset,
            };
        }

        return lists.Find(TillReferenceKind.DeleteReason, till.DeleteReason) is { IsSuitable: false } reason
            ? new TillProbe(TillRung.References, TillProbeState.Warning, reason.Name, new TillTrouble("rk7-3383", reason.Name))
            {
                Wrong = [TillReferenceKind.DeleteReason],
            }
            : Ok(TillRung.References, lists.Find(TillReferenceKind.Table, till.Table)?.Name);
    }

    private TillProbe Shift()
    {
        var answer = new TillAnswer<Rk7Answer>.Done(_system!).Then(Rk7SetupAnswers.Shift);
        return answer switch
        {
            TillAnswer<(int? Number, TimeSpan? Open)>.Done { Value: { Number: > 0 and var number } shift } =>
                (shift.Open >= _day
                    ? new TillProbe(TillRung.Shift, TillProbeState.Warning, Rk7Format.Write(number), new TillTrouble(TillTroubles.ShiftIsOld, $"{(int)shift.Open.Value.TotalHours} h"))
                    : Ok(TillRung.Shift, Rk7Format.Write(number)))
                with { Count = (int?)shift.Open?.TotalHours },
            TillAnswer<(int? Number, TimeSpan? Open)>.Done =>
                new TillProbe(TillRung.Shift, TillProbeState.Warning, null, new TillTrouble(TillTroubles.ShiftUnknown, "The answer has no CommonShift.")),
            _ => Failed(TillRung.Shift, answer.TroubleOrNull!),
        };
    }

    private async Task<TillProbe> MenuAsync(CancellationToken cancellationToken)
    {
        var answer = await asSaved.ReadMenuAsync(time.GetUtcNow(), cancellationToken);
        if (answer is not TillAnswer<RestaurantMenu>.Done { Value: var menu })
        {
            return Failed(TillRung.Menu, answer.TroubleOrNull!);
        }

        var onSale = menu.Items.Count(item => !item.IsStopped);
        return onSale > 0
            ? Ok(TillRung.Menu, Rk7Format.Write(menu.Items.Count)) with { Count = onSale }
            : Failed(TillRung.Menu, new TillTrouble(TillTroubles.MenuEmpty, $"0 / {Rk7Format.Write(menu.Items.Count)}"));
    }

    private Task<TillAnswer<Rk7Answer>> AskAsync(System.Xml.Linq.XElement question, CancellationToken cancellationToken) =>
        Rk7TillSetup.AskAsync(client, till, question, cancellationToken);

    // However a server words it: what was refused is the licence.
    private static TillTrouble LicenseTrouble(TillTrouble trouble) =>
        trouble.Code is TillTroubles.Unknown ? trouble with { Code = TillTroubles.NoLicense } : trouble;

    private static TillProbe Ok(TillRung rung, string? found) => new(rung, TillProbeState.Ok, found);

    private static TillProbe Failed(TillRung rung, TillTrouble trouble) => new(rung, TillProbeState.Failed, null, trouble);
}
