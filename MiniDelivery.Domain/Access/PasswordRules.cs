using System.Collections.Frozen;

namespace MiniDelivery.Domain.Access;

/// <summary>
/// What a password may be, after NIST SP 800-63B (3.1.1.2): long enough, none of those that are tried first, nothing made of names.
/// No demands on kinds of characters and no expiry: they make passwords worse.
/// </summary>
public static class PasswordRules
{
    /// <summary>Least characters.</summary>
    public const int Shortest = 10;

    /// <summary>Most characters; more only cost time.</summary>
    public const int Longest = 128;

    // What lists of stolen passwords begin with, once digits and signs at both ends are taken off.
    private static readonly FrozenSet<string> _common = new[]
    {
        "", "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "password!", "qwerty", "qwertyuiop", "qwertyuiop[]", "qwerty123qwerty", "qwertyqwerty",
        "asdfghjkl", "zxcvbnm", "qazwsx", "qazwsxedc", "1q2w3e4r5t", "q1w2e3r4t5", "q1w2e3r4t5y6", "qwaszx", "letmein", "iloveyou", "welcome", "admin",
        "administrator", "administrateur", "superuser", "root", "user", "guest", "test", "tester", "testing", "default", "changeme", "changemenow", "secret",
        "monkey", "dragon", "football", "baseball", "superman", "batman", "master", "sunshine", "princess", "shadow", "michael", "jennifer", "starwars",
        "pokemon", "computer", "internet", "samsung", "whatever", "trustno", "login", "access", "manager", "operator", "restaurant", "delivery",
        "minidelivery", "rkeeper", "r_keeper", "r-keeper", "cashier", "kassir", "parol", "moyparol", "privet", "lubov", "nastya", "natasha", "marina", "spartak",
        "zenit", "lokomotiv", "rossiya", "russia", "moskva", "moscow", "пароль", "парольпароль", "йцукен", "йцукенгшщз", "йцукенгшщзхъ", "фывапролдж", "ячсмить",
        "привет", "любовь", "россия", "москва", "спартак", "зенит", "администратор", "оператор", "менеджер", "ресторан", "доставка", "касса", "кассир", "солнышко",
        "passwordpassword", "adminadmin", "abcdefghij", "abcabcabc", "qweqweqwe", "qweasdzxc", "qweasd", "asdasdasd", "zaqwsx", "zaq1xsw2", "1qaz2wsx", "1qaz2wsx3edc",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] _rows =
        ["01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдежзийклмн"];

    /// <summary>Why the password cannot be taken; null = it can.</summary>
    /// <param name="password">The password.</param>
    /// <param name="names">The person's sign-in name, name, restaurant: what a guesser would try.</param>
    public static StaffRefusal? Fault(string password, params IEnumerable<string?> names)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(names);
        return password.Length switch
        {
            < Shortest => StaffRefusal.PasswordTooShort,
            > Longest => StaffRefusal.PasswordTooLong,
            _ when IsCommon(password) => StaffRefusal.PasswordTooCommon,
            _ when names.Any(name => IsLike(password, name)) => StaffRefusal.PasswordLikeName,
            _ => null,
        };
    }

    private static bool IsCommon(string password) =>
        _common.Contains(password) || _common.Contains(Core(password)) || IsMonotonous(password) || IsAlongARow(password);

    private static bool IsMonotonous(string password) => password.ToLowerInvariant().Distinct().Count() < 5;

    // 1234567890, qwertyuiop1, abcdefghijk: nearly every character stands beside the one before it.
    private static bool IsAlongARow(string password)
    {
        var text = password.ToLowerInvariant();
        var neighbours = text.Zip(text.Skip(1)).Count(pair => _rows.Any(row => row.Contains($"{pair.First}{pair.Second}", StringComparison.Ordinal)));
        return neighbours >= text.Length - 3;
    }

    private static bool IsLike(string password, string? name) =>
        name?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(name).Any(part =>
            part.Length >= 4 && password.Contains(part, StringComparison.OrdinalIgnoreCase) && password.Length - part.Length < Shortest / 2) is true;

    private static string Core(string password) => password.Trim([.. "0123456789 !@#$%^&*()_-+=.,;:?/"]);
}
