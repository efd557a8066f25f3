using System.Globalization;
using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// Reads requests the way the server does: names are case-sensitive, what is unknown is never looked at, what is
/// missing or malformed is refused with the server's own words.
/// </summary>
internal static class XmlReading
{
    extension(XElement element)
    {
        public XElement Demand(string child) => element.Element(child) ?? throw TillRefusedException.MissingElement(child);

        public string? Text(string attribute) => element.Attribute(attribute)?.Value;

        public string DemandText(string attribute) =>
            element.Text(attribute) ?? throw TillRefusedException.MissingAttribute(element, attribute);

        public int? Number(string attribute)
        {
            var text = element.Text(attribute);
            if (text is null)
            {
                return null;
            }

            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw TillRefusedException.BadInteger(element, attribute, text);
        }

        public int DemandNumber(string attribute) =>
            element.Number(attribute) ?? throw TillRefusedException.MissingAttribute(element, attribute);

        /// <summary>A switch of the strict kind: 1 or 0, the word "true" is an error.</summary>
        public bool Flag(string attribute, bool otherwise) => element.Number(attribute) switch
        {
            null => otherwise,
            var number => number is not 0,
        };

        /// <summary>A switch of the lax kind (OnlyActive, onlyOpened, checkrests): words do as well.</summary>
        public bool Word(string attribute, bool otherwise) => element.Text(attribute) switch
        {
            null => otherwise,
            "true" => true,
            "false" => false,
            _ => element.Flag(attribute, otherwise),
        };

        public DateTime? Time(string attribute)
        {
            var text = element.Text(attribute);
            if (text is null)
            {
                return null;
            }

            return DateTime.TryParseExact(
                text, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFF", "yyyy-MM-dd'T'HH:mm"],
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time
                : throw TillRefusedException.Bad($"Bad datetime attribute {attribute} value: \"{text}\"");
        }

        /// <summary>A GUID in the server's own spelling, upper case in braces; null = absent or blank.</summary>
        public string? Braced(string attribute)
        {
            var text = element.Text(attribute);
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            return Guid.TryParse(text, out var guid)
                ? guid.ToString("B").ToUpperInvariant()
                : throw TillRefusedException.Bad($"Bad GUID attribute {attribute} value: \"{text}\"");
        }

        /// <summary>A text attribute; XML itself turns line breaks in it into blanks.</summary>
        public string? Comment(string attribute) => element.Text(attribute)?.ReplaceLineEndings(" ");
    }

    extension(TillBook book)
    {
        /// <summary>The element a child like <c>&lt;Station code="1"/&gt;</c> means: by id, code or guid, never by name.</summary>
        public RefItem? Find(XElement parent, string child, string reference) =>
            parent.Element(child) is { } named ? book.Resolve(named, reference) : null;

        public RefItem DemandItem(XElement parent, string child, string reference) =>
            book.Resolve(parent.Demand(child), reference);

        public RefItem Resolve(XElement named, string reference)
        {
            var items = book.Reference(reference).Items.Where(item => item.Ident is not 0 && item.Status is not "rsDeleted");
            if (named.Number("id") is { } ident)
            {
                return items.FirstOrDefault(item => item.Ident == ident)
                    ?? throw TillRefusedException.NotInReference(named.Text("id")!, reference);
            }

            if (named.Number("code") is { } code)
            {
                return items.FirstOrDefault(item => item.Code == code)
                    ?? throw TillRefusedException.NotInReference(named.Text("code")!, reference);
            }

            if (named.Braced("guid") is { } guid)
            {
                return items.FirstOrDefault(item => item.Guid == guid)
                    ?? throw TillRefusedException.NotInReference(guid, reference);
            }

            throw TillRefusedException.MissingAttribute(named, "id");
        }
    }
}
