using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Tests.Api;

/// <summary>What is done again and again: a failed round is no end, and whoever asks hears how it goes.</summary>
public sealed class RegularWorkTests
{
    private static readonly DateTimeOffset _start = new(2027, 1, 13, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(_start);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_that_fails_is_written_down_and_the_next_one_comes()
    {
        using var work = new Counting(_time) { Fails = round => round is 2 or 3 };
        await work.StartAsync(Stop);

        await work.RestsAsync();
        Assert.Equal(new WorkState(_start, _start, _start, null, null), work.State);
        await NextAsync(work);
        await NextAsync(work);

        Assert.Equal([2, 3], work.Said);
        Assert.Equal(
            new WorkState(_start.AddMinutes(2), _start.AddMinutes(2), _start, _start.AddMinutes(1), nameof(InvalidOperationException)), work.State);
        await NextAsync(work);
        Assert.Equal(new WorkState(_start.AddMinutes(3), _start.AddMinutes(3), _start.AddMinutes(3), null, null), work.State);
        await work.StopAsync(Stop);
    }

    // An HTTP client that ran out of time cancels, too: that is no reason to stop for good.
    [Fact]
    public async Task A_round_that_was_cancelled_by_somebody_else_has_failed()
    {
        using var work = new Counting(_time) { Fails = round => round is 1, Failure = () => new TaskCanceledException() };
        await work.StartAsync(Stop);
        await work.RestsAsync();
        await NextAsync(work);

        Assert.Equal([1], work.Said);
        await work.StopAsync(Stop);
    }

    [Fact]
    public async Task While_a_round_lasts_it_is_known_since_when()
    {
        var held = new TaskCompletionSource();
        using var work = new Counting(_time) { Holds = held.Task };
        await work.StartAsync(Stop);
        await work.Begun;
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(_start, work.State.BusySince);
        held.SetResult();
        await work.RestsAsync();
        Assert.Null(work.State.BusySince);
        await work.StopAsync(Stop);
    }

    private async Task NextAsync(Counting work)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await work.RestsAsync();
    }

    private sealed class Counting(TimeProvider time) : RegularWork(time)
    {
        private readonly SemaphoreSlim _rests = new(0);
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _round;

        public Func<int, bool> Fails { get; init; } = _ => false;

        public Func<Exception> Failure { get; init; } = () => new InvalidOperationException();

        public Task Holds { get; init; } = Task.CompletedTask;

        public List<int> Said { get; } = [];

        public Task Begun => _begun.Task;

        protected override TimeSpan Every => TimeSpan.FromMinutes(1);

        /// <summary>Waits until one more round is over.</summary>
        public async Task RestsAsync() => Assert.True(await _rests.WaitAsync(TimeSpan.FromSeconds(30), Stop), "No round has ended.");

        public override void Dispose()
        {
            _rests.Dispose();
            base.Dispose();
        }

        protected override async Task DoAsync(CancellationToken stoppingToken)
        {
            _round++;
            _begun.TrySetResult();
            await Holds;
            if (Fails(_round))
            {
                throw Failure();
            }
        }

        protected override void SayFailed(Exception error) => Said.Add(_round);

        protected override Task RestAsync(CancellationToken stoppingToken)
        {
            var rest = base.RestAsync(stoppingToken);
            _rests.Release();
            return rest;
        }
    }
}
