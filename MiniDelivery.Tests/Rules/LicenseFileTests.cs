using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Tests.Rules;

/// <summary>Who can make a licence, and what is none.</summary>
public sealed class LicenseFileTests : IDisposable
{
    private static readonly License _license = new(
        "0190-1", "demo", "Кафе «Ёлка»", [License.OnlineOrders], Some.Noon, Some.Noon.AddYears(1));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minidelivery-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_signed_licence_says_what_was_signed() =>
        Assert.Equivalent(_license, await ReadAsync(LicenseKeys.Sign(_license, _key)), strict: true);

    [Fact]
    public async Task The_public_key_may_be_written_either_way_and_there_may_be_several()
    {
        using var older = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = LicenseKeys.Sign(_license, _key);

        Assert.NotNull(await ReadAsync(token, _key.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(await ReadAsync(token, Convert.ToBase64String(older.ExportSubjectPublicKeyInfo()), PublicKey()));
        Assert.NotNull(await ReadAsync($"\r\n{token}\n"));
    }

    [Fact]
    public async Task The_days_of_a_licence_are_not_the_readers_business() =>
        Assert.NotNull(await ReadAsync(LicenseKeys.Sign(_license with { NotBefore = Some.Noon.AddYears(-9), Expires = Some.Noon.AddYears(-8) }, _key)));

    [Fact]
    public async Task No_byte_of_a_licence_can_be_changed()
    {
        var token = LicenseKeys.Sign(_license, _key);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var parts = token.Split('.');
            var part = random.Next(parts.Length);
            var bytes = Base64UrlEncoder.DecodeBytes(parts[part]);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            parts[part] = Base64UrlEncoder.Encode(bytes);

            Assert.Null(await ReadAsync(string.Join('.', parts)));
        }
    }

    [Fact]
    public async Task A_licence_of_another_key_or_checked_with_no_key_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Null(await ReadAsync(LicenseKeys.Sign(_license, other)));
        Assert.Null(await new LicenseReader(Options.Create(new LicensingOptions())).ReadAsync(LicenseKeys.Sign(_license, _key)));
    }

    [Fact]
    public async Task A_licence_that_nobody_signed_is_none()
    {
        var payload = LicenseKeys.Sign(_license, _key).Split('.')[1];

        Assert.Null(await ReadAsync($"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{payload}."));
        Assert.Null(await ReadAsync($"{Base64UrlEncoder.Encode("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")}.{payload}."));
    }

    // The public key is known to everybody: taken for the secret of a symmetric signature, anybody could sign.
    [Fact]
    public async Task A_licence_signed_with_the_public_key_is_none()
    {
        byte[][] secrets = [_key.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), Encoding.UTF8.GetBytes(PublicKey())];
        foreach (var secret in secrets)
        {
            Assert.Null(await ReadAsync(Token(new SigningCredentials(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256))));
        }
    }

    [Fact]
    public async Task A_licence_signed_in_another_way_is_none()
    {
        using var rsa = RSA.Create(2048);

        Assert.Null(await ReadAsync(Token(new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256))));
    }

    [Fact]
    public async Task A_token_of_our_key_for_something_else_is_no_licence()
    {
        Assert.NotNull(await ReadAsync(Token(Ours())));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.Issuer = "somebody")));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.Issuer = null)));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.Claims.Remove("modules"))));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.Claims.Remove("sub"))));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.Expires = null)));
        Assert.Null(await ReadAsync(Token(Ours(), token => token.NotBefore = null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("не лицензия")]
    public async Task Anything_else_is_no_licence_and_no_error(string text) => Assert.Null(await ReadAsync(text));

    [Fact]
    public async Task The_commands_make_a_key_issue_a_licence_and_show_it()
    {
        var (made, publicKey, _) = await RunAsync("keygen", "--out", KeyFile);
        var (issued, token, _) = await RunAsync(
            "issue", "--key", KeyFile, "--restaurant", "demo", "--name", "Кафе «Ёлка»", "--from", "2027-01-01", "--until", "2027-11-17");
        var (shown, text, _) = await ShowAsync(token, publicKey);

        Assert.Equal((0, 0, 0), (made, issued, shown));
        Assert.Contains("demo (Кафе «Ёлка»)", text, StringComparison.Ordinal);
        Assert.Contains("online-orders", text, StringComparison.Ordinal);
        // The last day counts to its end.
        Assert.Contains("2027-01-01 00:00:00Z to 2027-11-18 00:00:00Z", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_begins_today_unless_something_else_is_said()
    {
        var (_, publicKey, _) = await RunAsync("keygen", "--out", KeyFile);
        var (_, token, _) = await RunAsync("issue", "--key", KeyFile, "--restaurant", "demo", "--name", "Кафе", "--until", "2099-01-01");

        var license = await ReadAsync(token, publicKey);

        Assert.InRange(TimeProvider.System.GetUtcNow() - license!.NotBefore, TimeSpan.Zero, TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task A_key_is_private_and_made_once()
    {
        await RunAsync("keygen", "--out", KeyFile);
        var kept = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync("keygen", "--out", KeyFile);

        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(KeyFile, errors, StringComparison.Ordinal);
        Assert.Equal(kept, await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", kept, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task A_licence_of_another_key_is_shown_as_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var (code, output, _) = await ShowAsync(LicenseKeys.Sign(_license, other), PublicKey());

        Assert.NotEqual(0, code);
        Assert.Contains("Not a licence", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("make")]
    [InlineData("keygen")]
    [InlineData("issue --restaurant demo --name Кафе --until 2027-11-17")]
    [InlineData("issue --key KEY --name Кафе --until 2027-11-17")]
    [InlineData("issue --key KEY --restaurant demo --name Кафе")]
    [InlineData("issue --key KEY --restaurant demo --name Кафе --until 17.11.2027")]
    [InlineData("issue --key KEY --restaurant demo --name Кафе --until 2027-02-30")]
    [InlineData("issue --key KEY --restaurant demo --name Кафе --until 2027-11-17 --from tomorrow")]
    [InlineData("issue --key KEY --restaurant demo --name Кафе --until 2027-11-17 --from 2027-11-18")]
    [InlineData("issue --key MISSING --restaurant demo --name Кафе --until 2027-11-17")]
    [InlineData("issue --key NOKEY --restaurant demo --name Кафе --until 2027-11-17")]
    [InlineData("show MISSING --public-key PUBLIC")]
    [InlineData("show NOKEY")]
    [InlineData("show NOKEY --public-key PUBLIC")]
    [InlineData("show LICENSE --public-key rubbish")]
    public async Task A_wrong_command_is_answered_with_words(string line)
    {
        await RunAsync("keygen", "--out", KeyFile);
        var license = Path.Combine(_folder.FullName, "license.jws");
        await File.WriteAllTextAsync(license, LicenseKeys.Sign(_license, _key), TestContext.Current.CancellationToken);
        var noKey = Path.Combine(_folder.FullName, "text.txt");
        await File.WriteAllTextAsync(noKey, "no key", TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "KEY" => KeyFile,
            "MISSING" => Path.Combine(_folder.FullName, "missing.txt"),
            "NOKEY" => noKey,
            "LICENSE" => license,
            "PUBLIC" => PublicKey(),
            _ => word,
        })]);

        Assert.NotEqual(0, code);
        Assert.NotEmpty((output + errors).Trim());
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal); // Words, not a stack.
    }

    private string PublicKey() => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    private SigningCredentials Ours() => new(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256);

    private static string Token(SigningCredentials signer, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = LicenseReader.Issuer,
            NotBefore = _license.NotBefore.UtcDateTime,
            Expires = _license.Expires.UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "demo", ["name"] = "Кафе", ["modules"] = new[] { "online-orders" }, ["jti"] = "1" },
            SigningCredentials = signer,
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private Task<License?> ReadAsync(string token, params string[] publicKeys) => new LicenseReader(Options.Create(
        new LicensingOptions { PublicKeys = publicKeys is [] ? [PublicKey()] : publicKeys })).ReadAsync(token);

    private async Task<(int Code, string Output, string Errors)> ShowAsync(string token, string publicKey)
    {
        var file = Path.Combine(_folder.FullName, "license.jws");
        await File.WriteAllTextAsync(file, token);
        return await RunAsync("show", file, "--public-key", publicKey);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await LicenseCommands.RunAsync([LicenseCommands.Name, .. arguments], output, errors);
        return (code, output.ToString().Trim(), errors.ToString());
    }
}
