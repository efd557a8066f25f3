using System.Globalization;

namespace MiniDelivery.Domain.Access;

/// <summary>
/// What a PIN may be, and how long guessing it is answered with waiting. A PIN opens nothing but a terminal that an administrator has
/// enrolled, and there never an administrator's rights.
/// </summary>
public static class PinRules
{
    /// <summary>Least digits.</summary>
    public const int Shortest = 4;

    /// <summary>Most digits.</summary>
    public const int Longest = 8;

    /// <summary>Wrong ones in a row after which only the password helps: of ten thousand PINs that many may be tried.</summary>
    public const int LastTry = 10;

    /// <summary>Wrong ones in a row, whoever's, that cost a terminal nothing: several people share it.</summary>
    public const int FreeTriesOfTerminal = 10;

    /// <summary>Why the PIN cannot be taken; null = it can.</summary>
    public static StaffRefusal? Fault(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return !IsPin(pin) ? StaffRefusal.PinUnusable
            : IsRepeated(pin) || IsStaircase(pin) || IsYear(pin) ? StaffRefusal.PinTooSimple
            : null;
    }

    /// <summary>Whether no PIN opens a person's account now.</summary>
    public static bool IsClosed(int wrongInARow, DateTimeOffset? closedUntil, DateTimeOffset now) => wrongInARow >= LastTry || closedUntil > now;

    /// <summary>Until when a person's PIN opens nothing after so many wrong ones in a row; null = it does.</summary>
    public static DateTimeOffset? ClosedUntil(int wrongInARow, DateTimeOffset now) => Later(StaffRules.WaitAfter(wrongInARow), now);

    /// <summary>Until when no PIN opens a terminal after so many wrong ones in a row, whoever's; null = it does.</summary>
    public static DateTimeOffset? TerminalClosedUntil(int wrongInARow, DateTimeOffset now) =>
        Later(StaffRules.WaitAfter(wrongInARow - FreeTriesOfTerminal + StaffRules.FreeTries), now);

    private static bool IsPin(string pin) => pin.Length is >= Shortest and <= Longest && pin.All(char.IsAsciiDigit);

    // 0000, 1212, 123123: the same beginning again and again.
    private static bool IsRepeated(string pin) =>
        Enumerable.Range(1, pin.Length / 2).Any(length => pin.Select((digit, at) => digit == pin[at % length]).All(same => same));

    // 1234, 7890, 9876, 1357: always the same step from one digit to the next.
    private static bool IsStaircase(string pin) => pin.Zip(pin.Skip(1), (one, next) => (next - one + 10) % 10).Distinct().Count() is 1;

    private static bool IsYear(string pin) => pin.Length is 4 && int.Parse(pin, CultureInfo.InvariantCulture) is >= 1930 and <= 2039;

    private static DateTimeOffset? Later(TimeSpan wait, DateTimeOffset now) => wait > TimeSpan.Zero ? now + wait : null;
}
