using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Till;

/// <summary>Several instances, one till: one of them watches it.</summary>
public sealed class WatchLeaseTests
{
    [Fact]
    public async Task Of_two_watchers_one_asks_the_till()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var other = rig.AnotherWatcher();
        var before = rig.Till.Log[0].Number;

        for (var round = 0; round < 20; round++)
        {
            await rig.WatchAsync();
            await rig.WatchAsync(other);
            rig.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(before + 20, rig.Till.Log[0].Number);
    }

    [Fact]
    public async Task Of_two_that_start_in_one_moment_one_gets_it()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var watchers = Enumerable.Range(0, 4).Select(_ => rig.AnotherWatcher()).ToList();
        var before = rig.Till.Log[0].Number;

        await Task.WhenAll(watchers.Select(rig.WatchAsync));

        Assert.Equal(before + 1, rig.Till.Log[0].Number);
    }

    [Fact]
    public async Task When_one_falls_silent_the_other_takes_over_and_the_first_lets_it_be()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var other = rig.AnotherWatcher();
        await rig.WatchAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(29));
        var before = rig.Till.Log[0].Number;
        await rig.WatchAsync(other);
        Assert.Equal(before, rig.Till.Log[0].Number);

        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.WatchAsync(other);
        await rig.WatchAsync();

        Assert.Equal(before + 1, rig.Till.Log[0].Number);
    }

    [Fact]
    public async Task What_a_stopped_instance_let_go_is_taken_at_once()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var other = rig.AnotherWatcher();
        var before = rig.Till.Log[0].Number;
        await other.StartAsync(CancellationToken.None);
        await TestApp.Eventually(() => Task.FromResult(rig.Till.Log[0].Number == before + 1), "it looks");
        await other.StopAsync(CancellationToken.None);

        await rig.WatchAsync();

        Assert.Equal(before + 2, rig.Till.Log[0].Number);
    }
}
