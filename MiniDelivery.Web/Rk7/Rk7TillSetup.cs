using System.Runtime.CompilerServices;
using System.Xml.Linq;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>Looks at an RK7 server with values that nobody has saved yet.</summary>
internal sealed class Rk7TillSetup(Rk7Client client, ILicenseSequence sequence, TimeProvider time) : ITillSetup
{
    /// <inheritdoc/>
    public async Task<TillAnswer<TillCertificate>> ShowCertificateAsync(TillPlainSettings settings, CancellationToken cancellationToken)
    {
        var till = new TillOptions();
        settings.CopyPlainTo(till);
        if (Rk7Ladder.AddressTrouble(till) is { } trouble)
        {
            return new TillAnswer<TillCertificate>.NotSent(trouble);
        }

        if (till.Endpoint.Scheme != Uri.UriSchemeHttps)
        {
            return new TillAnswer<TillCertificate>.Refused(new TillTrouble(TillTroubles.NotProtected, "http has no certificate."));
        }

        var resolved = await Rk7Reach.ResolveAsync(till, cancellationToken);
        if (resolved is not TillAnswer<System.Net.IPAddress[]>.Done { Value: var addresses })
        {
            return new TillAnswer<TillCertificate>.NotSent(resolved.TroubleOrNull!);
        }

        var connected = await Rk7Reach.ConnectAsync(till, addresses, cancellationToken);
        if (connected is not TillAnswer<System.Net.Sockets.Socket>.Done { Value: var socket })
        {
            return new TillAnswer<TillCertificate>.NotSent(connected.TroubleOrNull!);
        }

        using (socket)
        {
            return await Rk7Reach.ShakeHandsAsync(till, socket, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<TillAnswer<TillReferences>> ReadReferencesAsync(TillValues values, CancellationToken cancellationToken)
    {
        var till = TillOptions.Of(values);
        return Rk7Ladder.AddressTrouble(till) is { } trouble
            ? Task.FromResult<TillAnswer<TillReferences>>(new TillAnswer<TillReferences>.NotSent(trouble))
            : ReadReferencesAsync(client, till, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TillProbe> CheckAsync(
        RestaurantId restaurant, TillValues values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var till = TillOptions.Of(values);
        var asSaved = new Rk7Till(client, new Rk7References(), new Rk7Licensed(sequence, restaurant), () => till);
        using var ladder = new Rk7Ladder(client, asSaved, token => sequence.InstanceAsync(restaurant, token), time, till);
        var isBroken = false;
        foreach (var rung in Enum.GetValues<TillRung>())
        {
            if (isBroken)
            {
                yield return new TillProbe(rung, TillProbeState.Skipped);
                continue;
            }

            yield return new TillProbe(rung, TillProbeState.Running);
            var probe = await ladder.TryAsync(rung, cancellationToken);
            yield return probe;

            // Above the version each rung stands on its own: one look tells of all that is wrong.
            isBroken = probe.State is TillProbeState.Failed && rung <= TillRung.Version;
        }
    }

    /// <summary>Reads all references, one after another: a till is not to be flooded while guests are served.</summary>
    internal static async Task<TillAnswer<TillReferences>> ReadReferencesAsync(Rk7Client client, TillOptions till, CancellationToken cancellationToken)
    {
        XElement[] questions =
        [
            Rk7Messages.GetStations(), Rk7Messages.GetTables(), Rk7Messages.GetHalls(), Rk7Messages.GetOrderCategories(),
            Rk7Messages.GetOrderTypes(), Rk7Messages.GetGuestTypes(), Rk7Messages.GetEmployees(), Rk7Messages.GetOrderVoids(),
        ];
        var parts = new List<Rk7Answer>();
        foreach (var question in questions)
        {
            var answer = await AskAsync(client, till, question, cancellationToken);
            if (answer is not TillAnswer<Rk7Answer>.Done { Value: var part })
            {
                return answer.Then<Rk7Answer, TillReferences>(_ => throw new System.Diagnostics.UnreachableException());
            }

            parts.Add(part);
        }

        return new TillAnswer<List<Rk7Answer>>.Done(parts).Then(References);
    }

    internal static async Task<TillAnswer<Rk7Answer>> AskAsync(Rk7Client client, TillOptions till, XElement question, CancellationToken cancellationToken) =>
        Rk7Till.Judge((await client.AskAsync(till, question, cancellationToken)).Then(Rk7Answer.Read));

    private static TillReferences References(List<Rk7Answer> parts)
    {
        var employees = Rk7SetupAnswers.List(parts[6]);
        return new TillReferences(new Dictionary<TillReferenceKind, IReadOnlyList<TillReference>>
        {
            [TillReferenceKind.Station] = Rk7SetupAnswers.List(parts[0]),
            [TillReferenceKind.Table] = Rk7SetupAnswers.Tables(parts[1], parts[2]),
            [TillReferenceKind.OrderCategory] = Rk7SetupAnswers.List(parts[3]),
            [TillReferenceKind.OrderType] = Rk7SetupAnswers.List(parts[4]),
            [TillReferenceKind.GuestType] = Rk7SetupAnswers.List(parts[5]),
            [TillReferenceKind.Waiter] = employees,
            [TillReferenceKind.Manager] = employees,
            [TillReferenceKind.DeleteReason] = Rk7SetupAnswers.Reasons(parts[7]),
        });
    }
}
