using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// How the till writes things (RK7 protocol digest, section 4): kopecks, thousandths, guids in braces, intervals counted from
/// Delphi's zero date. Whatever cannot be read is a <see cref="FormatException"/>.
/// </summary>
internal static class Rk7Format
{
    private static readonly DateTime _delphiZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly string[] _times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>Upper case in braces.</summary>
    public static string Write(Guid value) => value.ToString("B").ToUpperInvariant();

    public static string Write(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Two minutes are <c>1899-12-30T00:02:00</c>. A plain <c>00:02:00</c> would be accepted and lock nothing (section 5).
    /// </summary>
    public static string WriteInterval(TimeSpan value) =>
        (_delphiZero + value).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>
    /// Text for an attribute: the till keeps no line breaks (section 4), and a character that XML forbids would make the whole
    /// request unreadable.
    /// </summary>
    public static string WriteText(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            var one = value[at];
            if (one is '\r' or '\n' or '\t')
            {
                // A Windows line break is one break.
                text.Append(one is '\n' && at > 0 && value[at - 1] is '\r' ? "" : " ");
            }
            else if (at + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[at + 1], one))
            {
                text.Append(one).Append(value[++at]);
            }
            else if (XmlConvert.IsXmlChar(one))
            {
                text.Append(one);
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>With or without braces, in any case.</summary>
    public static Guid ReadGuid(string text) => System.Guid.TryParse(text.Trim(), out var value) ? value : throw Unreadable("guid", text);

    /// <summary>Orders say 1 and 0, references say true and false.</summary>
    public static bool ReadBoolean(string text) => text.Trim() switch
    {
        "1" => true,
        "0" or "" => false,
        var word when word.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var word when word.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw Unreadable("boolean", text),
    };

    public static long ReadLong(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable("number", text);

    public static int ReadInt(string text) => ReadLong(text) is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw Unreadable("number", text);

    /// <summary><c>2030-01-01T12:00:00</c>: local time of the server, no zone; fractions and blanks for the T are let pass.</summary>
    public static DateTime ReadTime(string text) =>
        DateTime.TryParseExact(text.Trim(), _times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw Unreadable("time", text);

    extension(XElement element)
    {
        /// <summary>The attribute's text; null when it is missing.</summary>
        public string? Text(string name) => (string?)element.Attribute(name);

        /// <summary>A number; null when the attribute is missing or empty.</summary>
        public long? Long(string name) => element.Text(name) is { Length: > 0 } text ? ReadLong(text) : null;

        /// <inheritdoc cref="Long"/>
        public int? Int(string name) => element.Text(name) is { Length: > 0 } text ? ReadInt(text) : null;

        /// <summary>
        /// A moment by the till's own clock, without a zone; null when the attribute is missing, empty, or Delphi's zero date, which
        /// is how the till writes "never".
        /// </summary>
        public DateTime? Time(string name) => element.Text(name) is { Length: > 0 } text && ReadTime(text) is var time && time.Date != _delphiZero
            ? time
            : null;

        /// <summary>False when the attribute is missing.</summary>
        public bool Flag(string name) => element.Text(name) is { } text && ReadBoolean(text);

        /// <summary>Null when the attribute is missing or blank: the till writes "no guid" so.</summary>
        public Guid? Guid(string name) => element.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? ReadGuid(text) : null;

        /// <summary>Kopecks; null when the attribute is missing.</summary>
        public Money? Money(string name) => element.Long(name) is { } kopecks ? new Money(kopecks) : null;

        /// <summary>Thousandths; null when the attribute is missing.</summary>
        public Quantity? Quantity(string name) => element.Long(name) is { } thousandths ? new Quantity(thousandths) : null;
    }

    private static FormatException Unreadable(string kind, string text) => new($"The till wrote no {kind}: \"{text}\".");
}
