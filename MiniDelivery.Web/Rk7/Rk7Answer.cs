using System.Text.RegularExpressions;
using System.Xml.Linq;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// The envelope of an answer (RK7 protocol digest, section 3) in any of its three shapes. HTTP says 200 even for errors; the
/// verdict is here.
/// </summary>
/// <param name="Status">The worst status in it.</param>
/// <param name="ErrorNumber">RK7ErrorN, wherever the till put it; null when there is none.</param>
/// <param name="ErrorText">In the till's language.</param>
/// <param name="Component">What failed: Printer, Authorization terminal, PDS or Rights; null when it does not say.</param>
/// <param name="Root">The whole answer, for the attributes of the server.</param>
/// <param name="Body">Where attributes and elements of the command are: the root, or its CommandResult.</param>
internal sealed partial record Rk7Answer(
    string Status, int? ErrorNumber, string ErrorText, string? Component, XElement Root, XElement Body)
{
    public const string Ok = "Ok";
    public const string NoChanges = "No changes";

    private const string ParseError = "Query Parse Error";
    private const string BadParameters = "Bad Query Parameters";
    private const string ExecutingError = "Query Executing Error";

    private const int ShiftIsClosing = 2172;
    private const int OrderIsLocked = 2219;

    // 702 file not found, 2102 wrong password, 2133 shift too old: none says anything about an order.
    private static readonly HashSet<int> _technical = [702, 2102, 2133, ShiftIsClosing, OrderIsLocked];

    public bool IsDone => Status is Ok or NoChanges;

    /// <summary>
    /// Whether an error in answer to GetOrder may mean that there is no such order. How the till says that was never recorded
    /// (section 6.3), so every error that is not known to be about something else may; the list of orders confirms it.
    /// </summary>
    public bool MayMeanAbsent => Status is BadParameters or ExecutingError
        && Component is null
        && !(ErrorNumber is { } number && _technical.Contains(number));

    /// <summary>Reads the envelope.</summary>
    /// <exception cref="FormatException">It is not an answer of RK7.</exception>
    public static Rk7Answer Read(XElement root)
    {
        if (root.Name.LocalName is not "RK7QueryResult" || root.Text("Status") is not { } rootStatus)
        {
            throw new FormatException($"The answer is <{root.Name.LocalName}>, not an RK7QueryResult with a Status.");
        }

        // How the root's status looks when one command of a batch failed was never recorded: everything must be Ok.
        List<XElement> parts = [.. root.Elements("CommandResult"), root];
        var worst = parts.FirstOrDefault(part => part.Text("Status") is { } status && status is not Ok);
        List<XElement> errors =
        [
            .. parts,
            .. parts.Elements("Error"),
            .. parts.Elements("Errors").Elements("Error"),
        ];
        var text = errors.Select(error => error.Text("ErrorText") ?? (error.Name.LocalName is "Error" ? error.Value : null))
            .FirstOrDefault(said => !string.IsNullOrWhiteSpace(said));
        return new Rk7Answer(
            worst?.Text("Status") ?? rootStatus,
            errors.Select(error => error.Int("RK7ErrorN")).FirstOrDefault(number => number is not null) ?? NumberIn(text),
            text?.Trim() ?? "",
            errors.Select(error => error.Text("Component")).FirstOrDefault(component => component is not null),
            root,
            parts[0]);
    }

    /// <summary>
    /// What an answer that is not done means. A status that neither says "done" nor "refused" (Execution Started, Result Writing
    /// Error, an internal error, anything new) leaves open whether the command was carried out.
    /// </summary>
    public TillAnswer<T> Refusal<T>() => (Status, ErrorNumber) switch
    {
        (_, ShiftIsClosing or OrderIsLocked) => new TillAnswer<T>.Later(Trouble()),
        (ParseError or BadParameters or ExecutingError, _) => new TillAnswer<T>.Refused(Trouble()),
        _ => new TillAnswer<T>.NoIdea(new TillTrouble(TillTroubles.BrokenAnswer, ErrorText is "" ? Status : $"{Status}: {ErrorText}")),
    };

    /// <summary>The refusal of a line in an answer that is Ok otherwise (SaveOrder); null when there is none.</summary>
    public TillTrouble? LineTrouble() => Body.Element("Error") is null ? null : Trouble();

    // Never branch on the text (section 3), with the one exception of the number inside it: while the shift closes, some
    // servers refuse before they have an attribute to put it into.
    private static int? NumberIn(string? text) =>
        text is not null && UcsError().Match(text) is { Success: true } match ? Rk7Format.ReadInt(match.Groups[1].Value) : null;

    [GeneratedRegex(@"UCSERR\((\d{1,6})\)")]
    private static partial Regex UcsError();

    private TillTrouble Trouble()
    {
        var text = ErrorText is "" ? Status : ErrorText;
        return Component is "Rights" && ErrorNumber is { } right
            ? new TillTrouble(TillTroubles.Rights, $"{text} ({Rk7Format.Write(right)})")
            : new TillTrouble(ErrorNumber is { } number ? $"rk7-{Rk7Format.Write(number)}" : Words(), text);
    }

    // What has no number is told apart by component, status and text, but only to choose the words for people: what is done about
    // an answer never depends on its text.
    private string Words() => (Component, Status) switch
    {
        ("Rights", _) => TillTroubles.Rights,
        ("Printer", _) => TillTroubles.Printer,
        ("Authorization terminal", _) => TillTroubles.BankTerminal,
        ("PDS", _) => TillTroubles.CardSystem,
        _ when Says("Bad license anchor") => TillTroubles.LicenseAnchor,
        _ when Says("License check") => TillTroubles.NoLicense,
        _ when Says("Unknown command") => TillTroubles.UnknownCommand,
        (_, ParseError) => TillTroubles.ParseError,
        (_, BadParameters) => TillTroubles.BadParameters,
        _ => TillTroubles.Unknown,
    };

    private bool Says(string begin) => ErrorText.StartsWith(begin, StringComparison.OrdinalIgnoreCase);
}
