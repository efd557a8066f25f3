using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Escalation;

namespace MiniDelivery.Tests.Rules;

/// <summary>What a push service carries, byte by byte.</summary>
public sealed class PushCipherTests
{
    // RFC 8291, appendix A.
    [Fact]
    public void The_published_example_is_encrypted_as_published()
    {
        using var own = ECDiffieHellman.Create(Key(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8", "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));

        var sent = PushCipher.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"),
            own,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(sent));
    }

    [Fact]
    public void Only_the_browser_that_it_is_for_can_read_it()
    {
        using var browser = new FakeBrowser("https://push.example/1");
        using var other = new FakeBrowser("https://push.example/2");

        var sent = PushCipher.Encrypt("Новый заказ"u8, Base64Url.DecodeFromChars(browser.P256dh), Base64Url.DecodeFromChars(browser.Auth));

        Assert.Equal("Новый заказ", browser.Read(sent));
        Assert.ThrowsAny<CryptographicException>(() => other.Read(sent));
    }

    [Fact]
    public void The_push_service_can_tell_who_sends()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var header = PushCipher.Authorize(key, new Uri("https://push.example:8443/send/1?x=2"), "mailto:chef@example.com", Some.Noon);

        var parts = header["vapid t=".Length..].Split(", k=");
        var token = parts[0].Split('.');
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token[1]));
        Assert.Equal(
            ("https://push.example:8443", "mailto:chef@example.com", Some.Noon.AddHours(12).ToUnixTimeSeconds()),
            (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("exp").GetInt64()));
        Assert.Equal(Base64Url.EncodeToString(PushCipher.PublicPoint(key)), parts[1]);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("not base64 at all!", "BTBZMqHH6r4Tts7J_aSIgg")]
    [InlineData("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE", "BTBZMqHH6r4Tts7J_aSIgg")]
    [InlineData("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "AAAA")]
    public void What_cannot_be_encrypted_for_is_no_key(string p256dh, string auth) => Assert.False(PushCipher.AreKeys(p256dh, auth));

    private static ECParameters Key(string point, string secret)
    {
        var bytes = Base64Url.DecodeFromChars(point);
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] }, D = Base64Url.DecodeFromChars(secret) };
    }
}
