using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Storage;

/// <summary>What people say about intake, with real databases and two instances of the program.</summary>
public sealed class IntakeDeskTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_pause_is_known_to_every_instance_and_outlives_them(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var time = new FakeTimeProvider(Some.Noon);
        var (desk, here) = Instance(database, time);
        var (_, there) = Instance(database, time);

        Assert.True((await desk.PauseAsync(Some.Restaurant, Some.Noon.AddMinutes(30), PauseReason.KitchenBusy, Some.Boris, _none)).IsDone);
        await there.ReadAsync(_none);

        Assert.Equal(IntakeBar.Pause, here.For(Some.Restaurant).Bar);
        Assert.Equal(here.For(Some.Restaurant), there.For(Some.Restaurant));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_has_run_out_is_written_down_once_however_many_instances_see_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var time = new FakeTimeProvider(Some.Noon);
        var (desk, here) = Instance(database, time);
        var (_, there) = Instance(database, time);
        await desk.PauseAsync(Some.Restaurant, Some.Noon.AddMinutes(30), PauseReason.KitchenBusy, Some.Boris, _none);

        time.Advance(TimeSpan.FromMinutes(30));
        await here.ReadAsync(_none);
        await there.ReadAsync(_none);
        await here.ReadAsync(_none);

        Assert.Equal(IntakeNow.Open, here.For(Some.Restaurant));
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var changes = await db.IntakeChanges.OrderBy(change => change.At).ToListAsync(_none);
        Assert.Equal([(true, false, "Борис"), (false, true, Actor.Program.Name)], changes.Select(change => (change.IsPause, change.IsResume, change.By)));
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.What == AuditActs.IntakeChanged, _none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_cannot_be_said_changes_nothing_and_a_limit_tells_no_shop(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (desk, _) = Instance(database, new FakeTimeProvider(Some.Noon));

        Assert.Equal(Refusal.SettingsUnusable, (await desk.PauseAsync(Some.Restaurant, Some.Noon, PauseReason.Other, Some.Boris, _none)).Reason);
        Assert.Equal(Refusal.SettingsUnusable, (await desk.BusyAsync(Some.Restaurant, 0, Some.Noon.AddHours(1), Some.Boris, _none)).Reason);
        Assert.Equal(Refusal.SettingsUnusable, (await desk.LimitAsync(Some.Restaurant, 0, 15, Some.Boris, _none)).Reason);
        Assert.Equal(Refusal.NotPermitted, (await desk.ResumeAsync(Some.Restaurant, Some.Anna, _none)).Reason);
        Assert.True((await desk.LimitAsync(Some.Restaurant, 20, 15, Some.Boris, _none)).IsDone);

        Assert.Equal(20, (await desk.ShowAsync(Some.Restaurant, Some.Boris, _none))!.SlotLimit);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Empty(await db.IntakeChanges.ToListAsync(_none));
        Assert.Single(await db.AuditEntries.ToListAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_people_who_speak_at_once_both_are_heard_one_after_the_other(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (desk, _) = Instance(database, new FakeTimeProvider(Some.Noon));

        await Task.WhenAll(
            desk.BusyAsync(Some.Restaurant, 15, Some.Noon.AddHours(1), Some.Boris, _none),
            desk.LimitAsync(Some.Restaurant, 5, 15, Some.Boris, _none));

        var said = await desk.ShowAsync(Some.Restaurant, Some.Boris, _none);
        Assert.Equal((IntakeMode.Busy, 15, 5, 2), (said!.Mode, said.AddedMinutes, said.SlotLimit, said.Version));
    }

    private static (IntakeDesk Desk, IntakeWatch Watch) Instance(TestDatabase database, TimeProvider time)
    {
        var watch = new IntakeWatch(database.Contexts, database.Signal, time, NullLogger<IntakeWatch>.Instance);
        return (new IntakeDesk(database.Contexts, watch, time), watch);
    }
}
