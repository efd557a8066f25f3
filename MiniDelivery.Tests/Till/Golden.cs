using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace MiniDelivery.Tests.Till;

/// <summary>
/// The exact XML we send, kept in files that a till engineer can read. A mismatch leaves NAME.received.xml beside the golden
/// file; rename it to accept the change. Made under a Russian and a Turkish culture, too: a till must not see "0,35".
/// </summary>
internal static class Golden
{
    public static void Matches(string name, Func<XElement> make, [CallerFilePath] string caller = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(caller)!, "Golden");
        var golden = Path.Combine(folder, $"{name}.xml");
        var expected = File.Exists(golden) ? File.ReadAllText(golden).ReplaceLineEndings("\n") : "(no golden file)";
        foreach (var culture in (string[])["", "ru-RU", "tr-TR"])
        {
            var text = Under(culture, make).ToString().ReplaceLineEndings("\n") + "\n";
            if (text != expected)
            {
                File.WriteAllText(Path.Combine(folder, $"{name}.received.xml"), text);
                Assert.Equal(expected, text);
            }
        }
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<XElement> All([CallerFilePath] string caller = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(caller)!, "Golden"), "*.xml").Select(file => XElement.Load(file))];

    private static XElement Under(string culture, Func<XElement> make)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
