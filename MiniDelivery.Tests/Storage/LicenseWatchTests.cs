using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Tests.Storage;

/// <summary>The licence in memory is the one that is stored.</summary>
public sealed class LicenseWatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_that_began_before_a_change_does_not_put_back_the_licence_of_before()
    {
        var slow = new SlowRead();
        await using var app = new TestApp().With(services => services.AddSingleton<IInterceptor>(slow));
        await app.InitializeAsync();
        var watch = app.Services.GetRequiredService<LicenseWatch>();
        await watch.ReadAsync(Stop);
        Assert.True(watch.For(app.Restaurant.Id).AllowsIntake);

        slow.IsNext = true;
        var round = watch.ReadAsync(Stop);
        await slow.HasRead;
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            await db.Restaurants.ExecuteUpdateAsync(set => set.SetProperty(restaurant => restaurant.LicenseToken, (string?)null), Stop);
        }

        var after = watch.ReadAsync(Stop);
        slow.GoOn();
        await Task.WhenAll(round, after);

        Assert.False(watch.For(app.Restaurant.Id).AllowsIntake);
    }

    // One reading of the licences has its answer, and is not told it yet.
    private sealed class SlowRead : DbCommandInterceptor
    {
        private readonly TaskCompletionSource _hasRead = new();
        private readonly TaskCompletionSource _goOn = new();

        public bool IsNext { get; set; }

        public Task HasRead => _hasRead.Task;

        public void GoOn() => _goOn.SetResult();

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (IsNext && command.CommandText.Contains("\"LicenseToken\"", StringComparison.Ordinal))
            {
                IsNext = false;
                _hasRead.SetResult();
                await _goOn.Task;
            }

            return result;
        }
    }
}
