using System.Collections.Concurrent;
using System.Xml.Linq;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// References as a till last gave them, by their DataVersion: one GetRefList tells which of them changed, and only those are read
/// again (RK7 protocol digest, section 6.1). Another till's references are forgotten.
/// </summary>
internal sealed class Rk7References
{
    private readonly ConcurrentDictionary<string, (string Till, long Version, Rk7Answer Answer)> _kept = new();

    /// <summary>The versions that the till has now; empty when it does not tell, so that everything is read.</summary>
    public static IReadOnlyDictionary<string, long> Versions(Rk7Answer list) => list.Body.Elements("RK7RefList").Elements("RK7Reference")
        .Where(reference => reference.Text("RefName") is not null && reference.Long("DataVersion") is not null)
        .DistinctBy(reference => reference.Text("RefName"))
        .ToDictionary(reference => reference.Text("RefName")!, reference => reference.Long("DataVersion")!.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The reference as kept when its version still holds, else as asked.</summary>
    public async Task<TillAnswer<Rk7Answer>> ReadAsync(
        string till, string name, IReadOnlyDictionary<string, long> versions, Func<Task<TillAnswer<Rk7Answer>>> ask)
    {
        var hasVersion = versions.TryGetValue(name, out var version);
        if (hasVersion && _kept.TryGetValue(name, out var kept) && kept.Till == till && kept.Version == version)
        {
            return new TillAnswer<Rk7Answer>.Done(kept.Answer);
        }

        var answer = await ask();
        if (hasVersion && answer is TillAnswer<Rk7Answer>.Done { Value: var read })
        {
            _kept[name] = (till, version, read);
        }

        return answer;
    }
}
