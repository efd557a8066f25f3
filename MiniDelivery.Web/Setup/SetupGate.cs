using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MiniDelivery.Web.Setup;

/// <summary>
/// Guards the set-up of an installation that nobody can sign in to yet: a one-time token, made anew at each start and known only to
/// whoever reads the program's console. Only its hash is kept.
/// </summary>
internal sealed class SetupGate(TimeProvider time)
{
    private const int TokenBytes = 32;

    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(8);

    private byte[]? _hash;
    private int _wrong;

    /// <summary>Whether the installation still waits for its first person.</summary>
    public bool IsOpen => _hash is not null;

    /// <summary>Makes the token of this start.</summary>
    public string Open()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        _hash = Hash(token);
        return token;
    }

    /// <summary>For good: a new token needs a new start of an installation without people.</summary>
    public void Close() => _hash = null;

    /// <summary>Whether this is the token. A wrong one is answered later and later.</summary>
    public async Task<bool> AcceptsAsync(string? token, CancellationToken cancellationToken)
    {
        if (_hash is { } hash && CryptographicOperations.FixedTimeEquals(hash, Hash(token?.Trim() ?? "")))
        {
            return true;
        }

        var wait = _firstWait * Math.Pow(2, Math.Min(Interlocked.Increment(ref _wrong), 10) - 1);
        await Task.Delay(wait < _longestWait ? wait : _longestWait, time, cancellationToken);
        return false;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
