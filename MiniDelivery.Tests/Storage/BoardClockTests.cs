using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Tests.Storage;

/// <summary>Every order stands in its place: when it comes, and at the moment at which it becomes late, whatever happens in that moment.</summary>
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
        await ShowsAsync(database.Board, 2, 1);
        await database.Board.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_comes_later_takes_its_place_among_those_that_were_there_before()
    {
        await using var database = await TestDatabase.CreateAsync(alter: services => services.AddSingleton<TimeProvider>(_time));
        await database.StoreAsync(ReceivedAt(minute: 2, number: 1), ReceivedAt(minute: 4, number: 2), ReceivedAt(minute: 6, number: 3));
        await database.Board.StartAsync(TestContext.Current.CancellationToken);
        await ShowsAsync(database.Board, 1, 2, 3);

        // Nothing but these is read again.
        var (between, first, last) = (ReceivedAt(minute: 3, number: 4), ReceivedAt(minute: 1, number: 5), ReceivedAt(minute: 7, number: 6));
        await database.StoreAsync(between, first, last);

        await ShowsAsync(database.Board, 5, 1, 4, 2, 3, 6);
        await database.Board.StopAsync(TestContext.Current.CancellationToken);

        static Order ReceivedAt(int minute, int number) => Order.Receive(
            Some.Draft($"WEB-{number}"), Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), Some.Noon.AddMinutes(minute));
    }

    private async Task ShowsAsync(OrderBoard board, params int[] numbers)
    {
        // Once a minute everything is read anew, and that is not what they are about; the database has a clock of its own.
        await TestApp.Eventually(
            () =>
            {
                if (_time.GetUtcNow() < Some.Noon.AddSeconds(30))
                {
                    _time.Advance(TimeSpan.FromMilliseconds(50));
                }

                return Task.FromResult(Shown().SequenceEqual(numbers));
            },
            "the list is in order",
            () => string.Join(' ', Shown()));

        int[] Shown() => [.. board.For(Some.Restaurant).Rows.Select(row => row.Number)];
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
