using PhoneNumbers;

namespace MiniDelivery.Web.Phones;

/// <summary>Reads phones however people write them. What is stored is what was written; this makes of it what is compared, dialled and shown.</summary>
public static class PhoneText
{
    private static readonly PhoneNumberUtil _util = PhoneNumberUtil.GetInstance();

    /// <summary>Whether the phones of a country can be read.</summary>
    /// <param name="country">ISO 3166-1 code.</param>
    public static bool Knows(string? country) => country is not null && _util.GetSupportedRegions().Contains(country);

    /// <summary>
    /// The form that all spellings of a phone share: E.164, with <c>;ext=</c> where there is an extension, because behind one number of
    /// an office sit several people. Digits alone when it is no complete number.
    /// </summary>
    /// <param name="country">Whose numbers are written without a country code.</param>
    public static string Key(string written, string country) => Read(written, country) is { } number
        ? _util.Format(number, PhoneNumberFormat.E164) + (number.HasExtension ? $";ext={number.Extension}" : "")
        : Digits(written);

    /// <summary>
    /// What of a phone every spelling has in it: the number without country code and trunk prefix, then the extension. Empty when it is
    /// no complete number.
    /// </summary>
    public static IReadOnlyList<string> Core(string written, string country) => Read(written, country) switch
    {
        null => [],
        { HasExtension: true } number => [_util.GetNationalSignificantNumber(number), number.Extension],
        var number => [_util.GetNationalSignificantNumber(number)],
    };

    /// <summary>As people of the country write it; a number that nobody has stays as it was written. The extension is left to the caller.</summary>
    public static (string Number, string? Extension) Show(string written, string country)
    {
        if (Read(written, country) is not { } number)
        {
            return (written, null);
        }

        var extension = number.HasExtension ? number.Extension : null;
        var isHome = number.CountryCode == _util.GetCountryCodeForRegion(country);
        var national = _util.GetNationalSignificantNumber(number);
        return number switch
        {
            // The library puts the code into brackets; the order list writes it as the original does.
            { CountryCode: 7 } when isHome => ($"8 {national[..3]} {national[3..6]}-{national[6..8]}-{national[8..]}", extension),
            _ when !_util.IsValidNumber(number) => (written, null),
            _ => (_util.Format(Without(number), isHome ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL), extension),
        };
    }

    /// <summary>What a telephone dials, an extension after a pause; empty when there is no number in it.</summary>
    public static string Dial(string written, string country) => Read(written, country) switch
    {
        { HasExtension: true } number => $"{_util.Format(number, PhoneNumberFormat.E164)},{number.Extension}",
        { } number => _util.Format(number, PhoneNumberFormat.E164),
        null => Digits(written) is { Length: > 0 } digits && written.TrimStart().StartsWith('+') ? $"+{digits}" : Digits(written),
    };

    // Possible is enough: numbering plans change faster than the library, and two spellings of one number are still one.
    private static PhoneNumber? Read(string written, string country)
    {
        try
        {
            // 00 leads abroad from most countries, and people from there write it everywhere.
            var text = written.TrimStart();
            var number = _util.Parse(text.StartsWith("00", StringComparison.Ordinal) ? $"+{text[2..]}" : text, country);
            return _util.IsPossibleNumberWithReason(number) is PhoneNumberUtil.ValidationResult.IS_POSSIBLE ? number : null;
        }
        catch (NumberParseException)
        {
            // The library's way of saying that it is no phone; what then holds is said by the callers.
            return null;
        }
    }

    private static PhoneNumber Without(PhoneNumber number) => number.ToBuilder().ClearExtension().Build();

    private static string Digits(string written) => string.Concat(written.Where(char.IsAsciiDigit));
}
