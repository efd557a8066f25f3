using System.Globalization;
using System.Text.RegularExpressions;

namespace MiniDelivery.Domain.Intake;

/// <summary>
/// Finds the guest's phone in a text of any format: JSON, broken or not, a form, XML, a letter. A guess on purpose: somebody will
/// call that number and ask.
/// </summary>
public static partial class PhoneFinder
{
    // Longer texts are searched in their beginning: who ordered is never at the end of a megabyte.
    private const int Longest = 256 * 1024;

    private const int LeastNamed = 7, LeastBare = 10, Most = 15;

    /// <summary>The phone as it is written there; null = none.</summary>
    public static string? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Plain(text.Length > Longest ? text[..Longest] : text);
        return Named().Matches(plain).Select(match => match.Groups["number"].Value.Trim()).FirstOrDefault(number => IsPhone(number, LeastNamed))
            ?? Bare().Matches(plain).Select(match => match.Value.Trim()).FirstOrDefault(number => IsPhone(number, LeastBare));
    }

    // What JSON and forms write instead of signs: + and spaces inside numbers, and the Russian word for a phone.
    private static string Plain(string text) => FormEscape().Replace(
        JsonEscape().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()),
        match => ((char)int.Parse(match.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static bool IsPhone(string number, int least) =>
        number.Count(char.IsAsciiDigit) is var digits && digits >= least && digits <= Most && number.Where(char.IsAsciiDigit).Distinct().Skip(1).Any();

    // A field that says that it is a phone, and the number soon after it.
    [GeneratedRegex("""(?:phone|mobile|\btel|телефон|моб)[^0-9+]{0,40}(?<number>\+?[0-9][0-9\s\-+().]{5,24}[0-9])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();

    // With a plus, or as Russians and their neighbours write it; a bare row of digits is more often a time or somebody's number.
    [GeneratedRegex("""(?<![0-9A-Za-z.\-])(?:\+[0-9][0-9\s\-().]{8,20}[0-9]|[78][\s\-]?\(?[0-9]{3}\)?[\s\-]?[0-9]{3}[\s\-]?[0-9]{2}[\s\-]?[0-9]{2})(?![0-9A-Za-z])""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bare();

    [GeneratedRegex("""\\u[0-9A-Fa-f]{4}""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JsonEscape();

    [GeneratedRegex("""%(?:2B|20|28|29|2D)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FormEscape();
}
