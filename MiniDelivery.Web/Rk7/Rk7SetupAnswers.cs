using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>Reads what only the set-up of a till asks for, as pure functions.</summary>
internal static class Rk7SetupAnswers
{
    // The flag that a reason needs for VoidOrder on printed dishes (RK7 protocol digest, sections 6.1 and 7.4) [inf].
    private const string ForVoid = "ImplOnCheckVoid";

    /// <summary>GetFunctions: names of commands.</summary>
    public static IReadOnlySet<string> Functions(Rk7Answer answer) =>
        answer.Body.Elements("Query").Select(query => query.Text("name")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>GetXMLLicenseInstanceSeqNumber: the last number used.</summary>
    public static long? LicenseNumber(Rk7Answer answer) =>
        answer.Body.Elements("LicenseInfo").Elements("LicenseInstance").FirstOrDefault()?.Long("seqNumber");

    /// <summary>
    /// GetSystemInfo2: since when the common shift is open, by the till's own clock: null when it does not say. Both times are the
    /// server's local ones (section 4), so their difference needs no zone.
    /// </summary>
    public static (int? Number, TimeSpan? Open) Shift(Rk7Answer answer)
    {
        var shift = answer.Body.Element("SystemInfo")?.Element("CommonShift");
        var started = Moment(shift?.Text("ShiftStartTime")) ?? Moment(shift?.Text("ShiftCreateTime"));
        var now = Moment(answer.Body.Text("DateTime")) ?? Moment(answer.Root.Text("DateTime"));
        return (shift?.Int("ShiftNum"), now - started is { } open && open >= TimeSpan.Zero ? open : null);
    }

    /// <summary>A reference as a list to choose from, by name.</summary>
    public static IReadOnlyList<TillReference> List(Rk7Answer answer) => [.. Items(answer).Select(item => One(item)).OrderBy(one => one.Name, StringComparer.CurrentCulture)];

    /// <summary>Tables under their halls.</summary>
    public static IReadOnlyList<TillReference> Tables(Rk7Answer tables, Rk7Answer halls)
    {
        var names = Items(halls).ToDictionary(hall => hall.Text("Ident") ?? "", hall => hall.Text("Name"));
        return
        [
            .. Items(tables)
                .Select(table => One(table) with { Group = names.GetValueOrDefault(table.Text("Hall") ?? table.Text("MainParentIdent") ?? "") })
                .OrderBy(table => table.Group, StringComparer.CurrentCulture)
                .ThenBy(table => table.Code.Length)
                .ThenBy(table => table.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reasons, those that VoidOrder takes marked. A server that tells no flags has none to be wrong about.</summary>
    public static IReadOnlyList<TillReference> Reasons(Rk7Answer answer) =>
    [
        .. Items(answer)
            .Select(item => One(item) with { IsSuitable = item.Attribute(ForVoid) is null || item.Flag(ForVoid) })
            .OrderByDescending(one => one.IsSuitable)
            .ThenBy(one => one.Name, StringComparer.CurrentCulture),
    ];

    private static TillReference One(XElement item) => new(item.Text("Code") ?? "", item.Text("Name") ?? "");

    // The first item may be an empty draft with Ident 0, and an item without a code cannot be pointed at by one.
    private static IEnumerable<XElement> Items(Rk7Answer reference) =>
        (reference.Body.Element("RK7Reference") ?? throw new FormatException("The answer has no RK7Reference."))
        .Elements("Items").Elements("Item")
        .Where(item => item.Int("Ident") is not (null or 0) && (item.Text("Status") ?? "rsActive") is "rsActive")
        .DistinctBy(item => item.Text("Ident"));

    private static DateTime? Moment(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
}
