using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Rk7;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Tests.Storage;

public class TillSettingsTests
{
    private const string Password = "очень-тайный";

    private static readonly CancellationToken _none = CancellationToken.None;

    private readonly EphemeralDataProtectionProvider _protection = new();

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_stored_is_not_the_password(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StartAsync(database, Configured());

        await store.SaveAsync(Some.Restaurant, Values(values => values.LicenseToken = "token-4711"), new Actor("Анна"), _none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var row = await db.TillSettings.AsNoTracking().SingleAsync(_none);
        Assert.All(new[] { row.PasswordSecret, row.LicenseTokenSecret }, secret => Assert.True(secret.Length > 40, secret));
        var text = string.Join('\n', db.Entry(row).Properties.Select(property => property.CurrentValue?.ToString()));
        Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
        Assert.DoesNotContain("token-4711", text, StringComparison.Ordinal);
        Assert.Equal((Password, "token-4711"), (store.For(Some.Restaurant).Password, store.For(Some.Restaurant).LicenseToken));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_audit_says_what_was_changed_and_of_a_secret_only_that_it_was(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StartAsync(database, Configured());

        await store.SaveAsync(Some.Restaurant, Values(values => (values.Table, values.Password) = ("7", "другой-тайный")), new Actor("Анна", Terminal: "Бар"), _none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var entry = await db.AuditEntries.SingleAsync(_none);
        Assert.Equal(("Анна", "Бар", AuditActs.TillSettingsChanged, "Тестовый объект"), (entry.Who, entry.From, entry.What, entry.Subject));
        Assert.Equal("Password: ••••; Table: 102", entry.Old);
        Assert.Equal("Password: ••••; Table: 7", entry.New);
    }

    [Fact]
    public async Task A_change_holds_at_once_and_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = await StartAsync(database, Configured());
        Assert.Equal("102", store.For(Some.Restaurant).Table);

        await store.SaveAsync(Some.Restaurant, Values(values => values.Table = "7"), new Actor("Анна"), _none);

        Assert.Equal("7", store.For(Some.Restaurant).Table);
        var again = await StartAsync(database, Configured());
        Assert.Equal(("7", Password), (again.For(Some.Restaurant).Table, again.For(Some.Restaurant).Password));
        Assert.Equal("Анна", again.Origin(Some.Restaurant)!.ChangedBy);
    }

    [Fact]
    public async Task The_configuration_is_copied_at_each_start_until_a_person_has_saved()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StartAsync(database, Configured("http://127.0.0.1:1111"));

        var second = await StartAsync(database, Configured("http://127.0.0.1:2222"));
        Assert.Equal(("http://127.0.0.1:2222", null), (second.For(Some.Restaurant).Url, second.Origin(Some.Restaurant)!.ChangedBy));
        await second.SaveAsync(Some.Restaurant, Values(values => values.Url = "http://127.0.0.1:3333"), new Actor("Анна"), _none);

        var third = await StartAsync(database, Configured("http://127.0.0.1:4444"));
        Assert.Equal("http://127.0.0.1:3333", third.For(Some.Restaurant).Url);
    }

    [Fact]
    public async Task Each_restaurant_has_its_own_till_and_the_first_takes_the_configuration()
    {
        await using var database = await TestDatabase.CreateAsync();
        var other = new Restaurant { Code = "other", Name = "Я последний", TimeZone = "Asia/Novosibirsk", Currency = "RUB" };
        await database.StoreAsync(other);
        var store = await StartAsync(database, Configured());

        Assert.False(store.For(other.Id).IsConfigured);
        await store.SaveAsync(other.Id, Values(values => values.Url = "http://10.0.0.9"), new Actor("Анна"), _none);

        Assert.Equal(("http://10.0.0.9", "http://10.0.0.5:8080"), (store.For(other.Id).Url, store.For(Some.Restaurant).Url));
    }

    [Fact]
    public async Task A_password_whose_key_is_gone_is_asked_for_again_and_stops_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = await StartAsync(database, Configured());
        await store.SaveAsync(Some.Restaurant, Values(), new Actor("Анна"), _none);

        var moved = await StartAsync(database, Configured(), new EphemeralDataProtectionProvider());

        Assert.True(moved.Origin(Some.Restaurant)!.IsPasswordLost);
        Assert.Equal(("", "102"), (moved.For(Some.Restaurant).Password, moved.For(Some.Restaurant).Table));
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_no_till_and_say_why_without_the_password()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = await StartAsync(database, Configured());
        await store.SaveAsync(Some.Restaurant, Values(values => values.Station = ""), new Actor("Анна"), _none);

        var error = Assert.Throws<OptionsValidationException>(() => store.For(Some.Restaurant));

        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_settings_nor_forms_print_their_secrets() => Assert.All(
        new object[] { Values(), Configured(), new TillForm { Password = Password } },
        one => Assert.DoesNotContain(Password, one.ToString()!, StringComparison.Ordinal));

    [Theory]
    [InlineData("http://10.0.0.5:8080/", "web", true)]
    [InlineData("http://10.0.0.5:8080/rk7api/v0/xmlinterface.xml", "web", true)]
    [InlineData("http://10.0.0.6:8080", "web", false)]
    [InlineData("https://10.0.0.5:8080", "web", false)]
    [InlineData("http://10.0.0.5:8081", "web", false)]
    [InlineData("http://10.0.0.5:8080@evil.example", "web", false)]
    [InlineData("http://10.0.0.5:8080", "admin", false)]
    public void A_kept_secret_is_only_for_the_server_and_name_it_was_given_for(string url, string user, bool may) =>
        Assert.Equal(may, Values(values => (values.Url, values.User) = (url, user)).MayUseSecretsOf(Configured()));

    private async Task<TillSettingsStore> StartAsync(TestDatabase database, TillOptions configured, IDataProtectionProvider? protection = null)
    {
        var restaurants = new RestaurantDirectory(database.Contexts);
        await restaurants.ReadAsync(_none);
        var store = new TillSettingsStore(
            database.Contexts,
            protection ?? _protection,
            Options.Create(configured),
            restaurants,
            new FakeTimeProvider(Some.Noon),
            NullLogger<TillSettingsStore>.Instance);
        await store.ReadAsync(_none);
        return store;
    }

    private static TillOptions Configured(string url = "http://10.0.0.5:8080") => TillOptions.Of(Values(values => values.Url = url));

    private static TillValues Values(Action<TillValues>? change = null)
    {
        var values = new TillValues { Url = "http://10.0.0.5:8080", User = "web", Password = Password, Station = "1", Table = "102" };
        change?.Invoke(values);
        return values;
    }
}
