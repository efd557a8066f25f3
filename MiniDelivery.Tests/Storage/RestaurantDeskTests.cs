using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>What administrators do about restaurants, with a real database.</summary>
public sealed class RestaurantDeskTests
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly Actor _admin = new("Админ", StaffRole.Admin);

    [Fact]
    public async Task Nobody_but_an_administrator_sees_or_changes_a_restaurant()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (desk, _) = Desk(database);
        foreach (var by in new[] { Some.Anna, Some.Boris, new Actor("сайт") })
        {
            Assert.Null(await desk.ListAsync(by, _none));
            Assert.Equal(RestaurantRefusal.NotPermitted, (await desk.CreateAsync(Second, by, _none)).Refusal);
            Assert.Equal(RestaurantRefusal.NotPermitted, (await desk.SaveAsync(Some.Restaurant, 0, Second, by, _none)).Refusal);
            Assert.Equal(RestaurantRefusal.NotPermitted, (await desk.DeactivateAsync(Some.Restaurant, by, _none)).Refusal);
            Assert.Equal(RestaurantRefusal.NotPermitted, (await desk.ActivateAsync(Some.Restaurant, by, _none)).Refusal);
        }
    }

    [Fact]
    public async Task A_new_restaurant_is_known_at_once_with_its_hours_and_a_taken_code_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (desk, directory) = Desk(database);

        Assert.True((await desk.CreateAsync(Second, _admin, _none)).IsDone);

        Assert.Contains(directory.Active, restaurant => restaurant.Code == "second");
        Assert.Equal(Second.Hours, (await desk.ListAsync(_admin, _none))!.Single(one => one.Form.Code is "second").Form.Hours);
        Assert.Equal(RestaurantRefusal.CodeTaken, (await desk.CreateAsync(Second, _admin, _none)).Refusal);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal(AuditActs.RestaurantAdded, (await db.AuditEntries.SingleAsync(_none)).What);
    }

    [Fact]
    public async Task Of_two_writers_the_second_is_told_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (desk, directory) = Desk(database);
        var form = (await desk.ListAsync(_admin, _none))!.Single().Form;
        form.Name = "Первый";
        Assert.True((await desk.SaveAsync(Some.Restaurant, 0, form, _admin, _none)).IsDone);
        form.Name = "Второй";

        Assert.Equal(RestaurantRefusal.ChangedMeanwhile, (await desk.SaveAsync(Some.Restaurant, 0, form, _admin, _none)).Refusal);

        Assert.Equal("Первый", directory.Get(Some.Restaurant).Name);
    }

    [Fact]
    public async Task The_last_restaurant_and_one_with_orders_in_work_cannot_be_closed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (desk, directory) = Desk(database);
        Assert.Equal(RestaurantRefusal.LastOne, (await desk.DeactivateAsync(Some.Restaurant, _admin, _none)).Refusal);
        await desk.CreateAsync(Second, _admin, _none);
        await database.StoreAsync(Some.Order());

        Assert.Equal(RestaurantRefusal.HasOrders, (await desk.DeactivateAsync(Some.Restaurant, _admin, _none)).Refusal);

        var second = directory.All.Single(one => one.Code is "second").Id;
        Assert.True((await desk.DeactivateAsync(second, _admin, _none)).IsDone);
        Assert.DoesNotContain(directory.Active, restaurant => restaurant.Id == second);
        Assert.True((await desk.ActivateAsync(second, _admin, _none)).IsDone);
    }

    private static RestaurantForm Second => new()
    {
        Name = "Второй", Code = "second", TimeZone = "Europe/Moscow", Currency = "RUB", DayTurnsAtHour = 4,
        Hours = [new DayHours(DayOfWeek.Monday, new TimeOnly(10, 0), new TimeOnly(2, 0))],
    };

    private static (RestaurantDesk Desk, RestaurantDirectory Directory) Desk(TestDatabase database)
    {
        var directory = new RestaurantDirectory(database.Contexts);
        var options = Options.Create(new LicensingOptions());
        var licenses = new LicenseWatch(
            database.Contexts, new LicenseReader(options), database.Signal, options, TimeProvider.System, NullLogger<LicenseWatch>.Instance);
        var watch = new RestaurantWatch(directory, database.Board, database.Signal, TimeProvider.System, NullLogger<RestaurantWatch>.Instance);
        return (new RestaurantDesk(database.Contexts, watch, licenses, TimeProvider.System), directory);
    }
}
