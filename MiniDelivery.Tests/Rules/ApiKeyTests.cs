using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class ApiKeyTests
{
    private const string Text = "md_testshop_0123456789abcdef0123456789ABCDEF";
    private const string Secret = "0123456789abcdef0123456789ABCDEF";

    [Fact]
    public void An_issued_key_has_the_form_of_the_contract_and_opens_with_its_secret()
    {
        var (key, text) = ApiKey.Issue(Some.Source, [Scopes.OrdersWrite, Scopes.MenuRead], Some.Noon);

        Assert.Matches("^md_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$", text);
        Assert.True(ApiKey.TrySplit(text, out var id, out var secret));
        Assert.Equal(key.Id, id);
        Assert.True(key.Accepts(secret, Some.Noon));
        Assert.Equal(["orders:write", "menu:read"], key.Grants);
    }

    [Fact]
    public void No_two_issued_keys_are_alike() =>
        Assert.Equal(200, Enumerable.Range(0, 200).Select(_ => ApiKey.Issue(Some.Source, Scopes.All, Some.Noon).ShownOnce).Distinct().Count());

    [Fact]
    public void Only_a_hash_of_the_secret_is_kept()
    {
        var key = ApiKey.From(Text, Some.Source, Scopes.All, Some.Noon)!;

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)), key.SecretHash);
        Assert.DoesNotContain(
            typeof(ApiKey).GetProperties().Select(property => property.GetValue(key)).OfType<string>(),
            kept => kept.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("md_")]
    [InlineData("md_testshop")]
    [InlineData("testshop_0123456789abcdef0123456789ABCDEF")]
    [InlineData("MD_testshop_0123456789abcdef0123456789ABCDEF")]
    [InlineData("md_testsho_0123456789abcdef0123456789ABCDEF")]
    [InlineData("md_testshops_0123456789abcdef0123456789ABCDEF")]
    [InlineData("md_testshop_0123456789abcdef0123456789ABCDE")]
    [InlineData("md_testshop_0123456789abcdef0123456789ABCDEF0")]
    [InlineData("md_testshop_0123456789abcdef0123456789ABCDE-")]
    [InlineData("md_testshop_0123456789abcdef0123456789ABCDEЁ")]
    [InlineData("md_testshop_0123456789abcdef0123456789ABCDEF_")]
    [InlineData(" md_testshop_0123456789abcdef0123456789ABCDEF")]
    public void What_has_not_the_form_of_a_key_is_none(string? text)
    {
        Assert.False(ApiKey.TrySplit(text, out var id, out var secret));
        Assert.Equal(("", ""), (id, secret));
        Assert.Null(ApiKey.From(text!, Some.Source, Scopes.All, Some.Noon));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789ABCDEf")]
    [InlineData("0123456789abcdef0123456789ABCDE")]
    [InlineData("")]
    public void A_wrong_secret_opens_nothing(string secret) =>
        Assert.False(ApiKey.From(Text, Some.Source, Scopes.All, Some.Noon)!.Accepts(secret, Some.Noon));

    [Fact]
    public void A_key_opens_until_its_end_and_not_at_it()
    {
        var key = ApiKey.From(Text, Some.Source, Scopes.All, Some.Noon, Known.Later)!;

        Assert.True(key.Accepts(Secret, Known.Later.AddTicks(-1)));
        Assert.False(key.Accepts(Secret, Known.Later));
    }

    [Fact]
    public void A_revoked_key_opens_nothing_and_keeps_the_moment_when_it_was_first_revoked()
    {
        var key = ApiKey.From(Text, Some.Source, Scopes.All, Some.Noon)!;

        key.Revoke(Some.Noon);
        key.Revoke(Known.Later);

        Assert.False(key.Accepts(Secret, Some.Noon.AddYears(-1)));
        Assert.Equal(Some.Noon, key.RevokedAt);
    }
}
