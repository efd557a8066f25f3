using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// Keeps every request that reaches a simulated till during a test run as a file, when MINIDELIVERY_TEST_REQUESTS names a folder: so that
/// a developer can check them all against r_keeper's own schemas, which are not ours to ship.
/// </summary>
internal static class SentRequests
{
    public static void KeepOf(SimulatedTill till)
    {
        if (Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_REQUESTS") is not { Length: > 0 } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var seen = new Lock();
        var last = 0L;
        till.Changed += () =>
        {
            List<TillLogEntry> entries;
            lock (seen)
            {
                entries = [.. till.Log.TakeWhile(entry => entry.Number > last)];
                last = Math.Max(last, entries is [var newest, ..] ? newest.Number : 0);
            }

            foreach (var entry in entries)
            {
                var name = $"{entry.Command}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Request)))[..16]}.xml";
                var path = Path.Combine(folder, name);
                if (entry.Request is not "" && !File.Exists(path))
                {
                    // Several tills may send the same at once.
                    var own = path + Guid.NewGuid().ToString("N");
                    File.WriteAllText(own, entry.Request);
                    File.Move(own, path, overwrite: true);
                }
            }
        };
    }
}
