using MiniDelivery.Domain.Access;

namespace MiniDelivery.Tests.Rules;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("короткий", StaffRefusal.PasswordTooShort)]
    [InlineData("123456789", StaffRefusal.PasswordTooShort)]
    [InlineData("1234567890", StaffRefusal.PasswordTooCommon)]
    [InlineData("Password12345", StaffRefusal.PasswordTooCommon)]
    [InlineData("qwertyuiop", StaffRefusal.PasswordTooCommon)]
    [InlineData("йцукенгшщз", StaffRefusal.PasswordTooCommon)]
    [InlineData("aaaaaaaaaaaa", StaffRefusal.PasswordTooCommon)]
    [InlineData("abcdefghijk", StaffRefusal.PasswordTooCommon)]
    [InlineData("1qaz2wsx3edc", StaffRefusal.PasswordTooCommon)]
    [InlineData("minidelivery2027", StaffRefusal.PasswordTooCommon)]
    [InlineData("kuznetsova1", StaffRefusal.PasswordLikeName)]
    [InlineData("Кузнецова7!", StaffRefusal.PasswordLikeName)]
    public void What_is_tried_first_is_refused(string password, StaffRefusal why) =>
        Assert.Equal(why, PasswordRules.Fault(password, "kuznetsova", "Анна Кузнецова"));

    [Theory]
    [InlineData("три слона и чайник")]
    [InlineData("kitchen-window-42")]
    [InlineData("nine lives of anna k")]
    [InlineData("кузнецова любит яблоки")]
    public void Anything_else_that_is_long_enough_is_taken(string password) =>
        Assert.Null(PasswordRules.Fault(password, "kuznetsova", "Анна Кузнецова", null, ""));

    [Fact]
    public void Nobody_needs_more_than_128_characters() =>
        Assert.Equal(StaffRefusal.PasswordTooLong, PasswordRules.Fault(string.Concat(Enumerable.Range(0, 43).Select(n => $"{n:000}"))));

    [Fact]
    public void Guessing_waits_longer_and_longer_but_never_a_shift()
    {
        var waits = Enumerable.Range(1, 40).Select(StaffRules.WaitAfter).ToList();

        Assert.Equal([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900], waits.Take(11).Select(wait => (int)wait.TotalSeconds));
        Assert.All(waits.Skip(10), wait => Assert.Equal(TimeSpan.FromMinutes(15), wait));
    }

    [Theory]
    [InlineData("anna", true)]
    [InlineData("a.b-c_9", true)]
    [InlineData("an", false)]
    [InlineData("анна", false)]
    [InlineData("an na", false)]
    [InlineData(null, false)]
    public void A_sign_in_name_can_be_typed_on_any_keyboard(string? name, bool isOne) => Assert.Equal(isOne, StaffRules.IsSignInName(name));
}
