using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MiniDelivery.Tests.Support;

/// <summary>A browser's side of a push subscription: its keys, and how it reads what it is sent (RFC 8291, RFC 8188).</summary>
internal sealed class FakeBrowser : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);

    public FakeBrowser(string endpoint) => Endpoint = endpoint;

    public string Endpoint { get; }

    public string P256dh => Base64Url.EncodeToString(Point);

    public string Auth => Base64Url.EncodeToString(_auth);

    private byte[] Point => _key.ExportParameters(false) is var own ? [4, .. own.Q.X!, .. own.Q.Y!] : [];

    public string Read(byte[] sent)
    {
        var (salt, sender, body) = (sent[..16], sent[21..86], sent[86..]);
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] },
        });
        var shared = _key.DeriveRawSecretAgreement(other.PublicKey);
        var material = Expand(HMACSHA256.HashData(_auth, shared), [.. "WebPush: info\0"u8, .. Point, .. sender], 32);
        var mixed = HMACSHA256.HashData(salt, material);
        using var aes = new AesGcm(Expand(mixed, [.. "Content-Encoding: aes128gcm\0"u8], 16), 16);
        var text = new byte[body.Length - 16];
        aes.Decrypt(Expand(mixed, [.. "Content-Encoding: nonce\0"u8], 12), body[..^16], body[^16..], text);
        return Encoding.UTF8.GetString(text.AsSpan(0, Array.LastIndexOf(text, (byte)2)));

        // By hand and not by the product's own HKDF: a mistake shared by both sides would not be seen.
        static byte[] Expand(byte[] key, byte[] info, int length) => HMACSHA256.HashData(key, (byte[])[.. info, 1])[..length];
    }

    public void Dispose() => _key.Dispose();
}
