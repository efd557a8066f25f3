namespace MiniDelivery.Domain.Access;

/// <summary>Why a change of a person or an account was refused.</summary>
public enum StaffRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>Nobody could change settings any more.</summary>
    LastAdmin,

    /// <summary>Somebody who works in no restaurant could do nothing; that is what closing an account is for.</summary>
    WorksNowhere,

    /// <summary>Somebody else signs in with this name.</summary>
    NameTaken,

    /// <summary>A sign-in name has 3–40 Latin letters, digits, dots, hyphens or underscores; a shown name at least one character.</summary>
    NameUnusable,

    /// <summary>There is no such person, passkey or code any more.</summary>
    Unknown,

    /// <summary>Somebody else changed it at the same moment.</summary>
    ChangedMeanwhile,

    /// <summary>The present password is not this one.</summary>
    WrongPassword,

    /// <summary>The new password is the old one.</summary>
    SamePassword,

    /// <summary>The password is too short.</summary>
    PasswordTooShort,

    /// <summary>The password is longer than anybody needs.</summary>
    PasswordTooLong,

    /// <summary>The password is one of those that are tried first.</summary>
    PasswordTooCommon,

    /// <summary>The password is made of the person's name or of ours.</summary>
    PasswordLikeName,

    /// <summary>The browser's passkey does not hold, or none was given.</summary>
    PasskeyRefused,

    /// <summary>The person signed in with a PIN; this needs the password.</summary>
    PasswordNeeded,

    /// <summary>A PIN has 4–8 digits.</summary>
    PinUnusable,

    /// <summary>The PIN is one of those that are tried first.</summary>
    PinTooSimple,
}

/// <summary>What a sign-in name may be, and how long guessing is answered with waiting.</summary>
public static class StaffRules
{
    /// <summary>Tries that cost nothing: fingers slip.</summary>
    public const int FreeTries = 5;

    /// <summary>The longest sign-in name.</summary>
    public const int LongestSignIn = 40;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(15);

    /// <summary>Whether a name can be signed in with.</summary>
    public static bool IsSignInName(string? name) =>
        name is { Length: >= 3 and <= LongestSignIn } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    /// <summary>
    /// How long an account stays closed after so many wrong passwords in a row: 30 seconds after the fifth, then twice as long each
    /// time, at most a quarter of an hour, so that nobody can lock a colleague out for a shift.
    /// </summary>
    public static TimeSpan WaitAfter(int wrongInARow) => wrongInARow < FreeTries
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(_firstWait.Ticks << Math.Min(wrongInARow - FreeTries, 10), _longestWait.Ticks));
}
