using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Storage;

/// <summary>The list is sorted anew at the moment at which an order becomes late, whatever happens in that moment.</summary>
public sealed class BoardClockTests
{
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Fact]
    public async Task What_becomes_late_while_the_list_is_read_goes_to_the_top_all_the_same()
    {
        await using var database = await TestDatabase.CreateAsync(alter: services => services
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IInterceptor>(new SlowRead(() => _time.Advance(TimeSpan.FromSeconds(5)))));
        var late = Some.Draft("LATE") with { PromisedAt = Some.Noon.AddSeconds(-58) };
        await database.StoreAsync(Some.Order(Some.Draft("OTHER"), number: 1), Some.Order(late, number: 2));

        await database.Board.StartAsync(TestContext.Current.CancellationToken);
        while (database.Board.For(Some.Restaurant).Rows is not [{ Number: 2 }, { Number: 1 }])
        {
            Assert.True(_time.GetUtcNow() < Some.Noon.AddSeconds(30), "Nobody looked again."); // Once a minute everything is read anew.
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1, TestContext.Current.CancellationToken); // The database has a clock of its own.
        }

        await database.Board.StopAsync(TestContext.Current.CancellationToken);
    }

    // The last question of a look, after which the list is sorted: the first time, seconds go by with it.
    private sealed class SlowRead(Action wait) : DbCommandInterceptor
    {
        private bool _waited;

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (!_waited && command.CommandText.Contains("GROUP BY", StringComparison.Ordinal))
            {
                _waited = true;
                wait();
            }

            return ValueTask.FromResult(result);
        }
    }
}
