using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>
/// Reads the fields of one JSON object and collects everything that is wrong with them, each with its pointer, instead of stopping
/// at the first. What could not be read comes back as if it had not been sent.
/// </summary>
internal sealed partial class JsonFields(JsonElement element, string pointer, List<FieldError> errors)
{
    /// <summary>JSON pointer to a field of this object (RFC 6901).</summary>
    public string PointerTo(string name) => pointer + "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Whether the field was sent and is not null.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>A text, without blanks at its ends; null when it was not sent or is blank.</summary>
    /// <param name="maxLength">In UTF-16 units, as the database counts.</param>
    /// <param name="isMultiline">Whether line breaks and tabs are allowed.</param>
    public string? Text(string name, int maxLength, bool isRequired = false, bool isMultiline = false)
    {
        if (!TryGet(name, out var value))
        {
            return isRequired ? Missing(name) : null;
        }

        if (value.ValueKind is not JsonValueKind.String || !TryGetString(value, out var text))
        {
            return Wrong<string>(name, "not-a-string", "must be a string of valid Unicode");
        }

        text = text.Trim();
        return text switch
        {
            "" => isRequired ? Missing(name) : null,
            _ when text.Length > maxLength => Wrong<string>(name, "too-long", $"must have at most {maxLength} characters"),
            _ when text.Any(c => IsForbidden(c, isMultiline)) => Wrong<string>(name, "control-character", "must not contain control characters"),
            _ => text,
        };
    }

    /// <summary>A decimal number.</summary>
    /// <param name="decimals">At most so many places after the point.</param>
    /// <param name="isMinExclusive">Whether it must be greater than <paramref name="min"/>.</param>
    public decimal? Number(string name, decimal min, decimal max, int decimals, bool isRequired = false, bool isMinExclusive = false)
    {
        if (!TryGet(name, out var value))
        {
            return isRequired ? MissingValue<decimal>(name) : null;
        }

        if (value.ValueKind is not JsonValueKind.Number)
        {
            return WrongValue<decimal>(name, "not-a-number", "must be a number");
        }

        if (!value.TryGetDecimal(out var number) || number < min || number > max || (isMinExclusive && number == min))
        {
            return WrongValue<decimal>(
                name, "out-of-range", FormattableString.Invariant($"must be {(isMinExclusive ? "greater than" : "at least")} {min} and at most {max}"));
        }

        return decimal.Round(number, decimals) == number
            ? number
            : WrongValue<decimal>(name, "too-many-decimals", $"must have at most {decimals} decimals");
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : WrongValue<bool>(name, "not-a-boolean", "must be true or false");
    }

    /// <summary>A moment: RFC 3339 with an offset, which it keeps.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name, 40) is not { } text)
        {
            return null;
        }

        if (!Rfc3339().IsMatch(text))
        {
            return WrongValue<DateTimeOffset>(
                name, "not-a-time", "must be an RFC 3339 time with an offset, for example 2027-01-13T12:30:00+07:00");
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year is >= 2000 and < 2200
            ? moment
            : WrongValue<DateTimeOffset>(name, "not-a-time", "must be a time that exists, from 2000 to 2199");
    }

    /// <summary>One of the words; the fallback when it was not sent.</summary>
    /// <param name="naming">How the words are written; null = in camel case.</param>
    /// <param name="allowed">Those that may be sent; null = all there are.</param>
    public T Choice<T>(string name, T fallback, JsonNamingPolicy? naming = null, IReadOnlyList<T>? allowed = null)
        where T : struct, Enum
    {
        if (Text(name, 40) is not { } text)
        {
            return fallback;
        }

        var choices = (allowed ?? Enum.GetValues<T>()).ToDictionary(known => (naming ?? JsonNamingPolicy.CamelCase).ConvertName(known.ToString()));
        if (choices.TryGetValue(text, out var chosen))
        {
            return chosen;
        }

        var words = string.Join(", ", choices.Keys);
        Add(name, "not-a-choice", $"must be one of: {words}");
        return fallback;
    }

    /// <summary>A nested object; null when it was not sent or is something else.</summary>
    public JsonFields? Object(string name, bool isRequired = false)
    {
        if (!TryGet(name, out var value))
        {
            if (isRequired)
            {
                Missing(name);
            }

            return null;
        }

        if (value.ValueKind is JsonValueKind.Object)
        {
            return new JsonFields(value, PointerTo(name), errors);
        }

        Add(name, "not-an-object", "must be an object");
        return null;
    }

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<JsonFields> List(string name, int min, int max)
    {
        if (!TryGet(name, out var value))
        {
            if (min > 0)
            {
                Missing(name);
            }

            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            Add(name, "not-a-list", "must be a list");
            return [];
        }

        var count = value.GetArrayLength();
        if (count < min || count > max)
        {
            Add(name, "wrong-count", $"must have {min} to {max} entries, not {count}");
            return [];
        }

        var found = new List<JsonFields>(count);
        foreach (var (index, entry) in value.EnumerateArray().Index())
        {
            var at = FormattableString.Invariant($"{PointerTo(name)}/{index}");
            if (entry.ValueKind is JsonValueKind.Object)
            {
                found.Add(new JsonFields(entry, at, errors));
            }
            else
            {
                errors.Add(new FieldError(at, "not-an-object", "must be an object"));
            }
        }

        return found;
    }

    /// <summary>The names of all fields that were sent.</summary>
    public IEnumerable<string> Names => element.EnumerateObject().Select(property => property.Name);

    /// <summary>Notes something that is wrong with a field.</summary>
    public void Add(string name, string code, string message) => errors.Add(new FieldError(PointerTo(name), code, message));

    private bool TryGet(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;

    // A lone half of a surrogate pair, written as \uD800, is JSON by its grammar but no text.
    private static bool TryGetString(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    // Also what XML 1.0 cannot carry (section 2.2): the till speaks XML.
    private static bool IsForbidden(char c, bool isMultiline) =>
        (char.IsControl(c) && !(isMultiline && c is '\n' or '\r' or '\t')) || c is '\uFFFE' or '\uFFFF';

    private string? Missing(string name) => Wrong<string>(name, "required", "is required");

    private T? MissingValue<T>(string name)
        where T : struct => WrongValue<T>(name, "required", "is required");

    private T? Wrong<T>(string name, string code, string message)
        where T : class
    {
        Add(name, code, message);
        return null;
    }

    private T? WrongValue<T>(string name, string code, string message)
        where T : struct
    {
        Add(name, code, message);
        return null;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
