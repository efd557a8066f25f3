using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Tests.Components;

/// <summary>How often an open page draws what has changed.</summary>
public sealed class LiveSignalTests
{
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Two_changes_that_come_together_are_both_drawn_at_once_and_more_of_them_only_now_and_then()
    {
        var time = new FakeTimeProvider(Some.Noon);
        var signal = new LiveSignal(time, NullLogger<LiveSignal>.Instance);
        var drawn = new List<DateTimeOffset>();
        using var subscription = signal.Subscribe(
            () =>
            {
                lock (drawn)
                {
                    drawn.Add(time.GetUtcNow());
                }

                return Task.CompletedTask;
            },
            _rest);

        foreach (var change in Enumerable.Range(1, 5))
        {
            signal.Ring();
            await TestApp.Eventually(
                () =>
                {
                    if (change > 2 && Count() < change)
                    {
                        time.Advance(_rest / 10);
                    }

                    return Task.FromResult(Count() == change);
                },
                $"change {change} is drawn");
        }

        var rests = drawn.ConvertAll(at => (at - Some.Noon) / _rest);
        Assert.Equal([0, 0], rests[..2]);
        Assert.True(rests[2] >= 1 && rests[3] >= 2 && rests[4] >= 3, string.Join(' ', rests));

        int Count()
        {
            lock (drawn)
            {
                return drawn.Count;
            }
        }
    }
}
