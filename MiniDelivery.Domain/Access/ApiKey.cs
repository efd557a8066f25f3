using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Access;

/// <summary>What an API key may be allowed to do (contract, section 2).</summary>
public static class Scopes
{
    /// <summary>Hand in and cancel orders.</summary>
    public const string OrdersWrite = "orders:write";

    /// <summary>Read this source's orders.</summary>
    public const string OrdersRead = "orders:read";

    /// <summary>Read the menu.</summary>
    public const string MenuRead = "menu:read";

    /// <summary>Every scope there is.</summary>
    public static IReadOnlyList<string> All { get; } = [OrdersWrite, OrdersRead, MenuRead];
}

/// <summary>
/// A key that a shop presents: <c>md_&lt;8 letters or digits&gt;_&lt;32 letters or digits&gt;</c>. Only a hash is kept: the secret
/// has 190 random bits, so a fast hash is enough and there is nothing for a slow one to protect.
/// </summary>
public sealed class ApiKey
{
    private const string Prefix = "md_";
    private const int IdLength = 8;
    private const int SecretLength = 32;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ApiKey()
    {
    }

    /// <summary>The public half, 8 letters or digits: looked up by, shown in the UI and in logs.</summary>
    public required string Id { get; init; }

    /// <summary>Whose orders the key hands in.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>SHA-256 of the secret half.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Scopes, separated by blanks.</summary>
    public required string ScopeList { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>From when on it is refused; null = never.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>When it was revoked; null = it was not.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>What people call it; null = nothing.</summary>
    public string? Label { get; private init; }

    /// <summary>When it was last used, to the minute; null = never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>The scopes one by one.</summary>
    public IReadOnlyList<string> Grants => ScopeList.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Makes a key; the text is shown once and kept nowhere.</summary>
    public static (ApiKey Key, string ShownOnce) Issue(
        SourceId source, IEnumerable<string> scopes, DateTimeOffset at, DateTimeOffset? expiresAt = null, string? label = null)
    {
        var text = $"{Prefix}{RandomNumberGenerator.GetString(Alphabet, IdLength)}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";
        return (From(text, source, scopes, at, expiresAt, label)!, text);
    }

    /// <summary>Makes a key of a text that somebody chose; null when the text has not the form of a key.</summary>
    public static ApiKey? From(
        string text, SourceId source, IEnumerable<string> scopes, DateTimeOffset at, DateTimeOffset? expiresAt = null, string? label = null) =>
        TrySplit(text, out var id, out var secret)
            ? new ApiKey
            {
                Id = id,
                SourceId = source,
                ScopeList = string.Join(' ', scopes),
                SecretHash = Hash(secret),
                CreatedAt = at,
                ExpiresAt = expiresAt,
                Label = label,
            }
            : null;

    /// <summary>Splits a presented key; false when it has not the form of one.</summary>
    public static bool TrySplit(string? presented, out string id, out string secret)
    {
        var parts = presented?.StartsWith(Prefix, StringComparison.Ordinal) is true ? presented[Prefix.Length..].Split('_') : [];
        (id, secret) = parts is [{ Length: IdLength } first, { Length: SecretLength } second]
            && parts.All(part => part.All(char.IsAsciiLetterOrDigit))
            ? (first, second)
            : ("", "");
        return id is not "";
    }

    /// <summary>Whether the secret is this key's and the key is in force.</summary>
    public bool Accepts(string secret, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(Hash(secret), SecretHash)
        && IsInForce(now);

    /// <summary>Whether it opens anything at a moment.</summary>
    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    /// <summary>Makes the key useless from now on.</summary>
    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
