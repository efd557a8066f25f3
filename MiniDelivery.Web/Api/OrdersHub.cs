using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>How many orders wait, for programs outside (contract, section 4).</summary>
/// <param name="OldestReceivedAt">When the one that waits longest came in; null = none waits.</param>
internal sealed record WaitingChanged(Guid RestaurantId, int Count, DateTimeOffset? OldestReceivedAt);

/// <summary>
/// For alert programs and other clients: <c>/hubs/orders</c>. It tells numbers and states of a restaurant's orders and nothing of
/// the guests. The pages themselves do not use it.
/// </summary>
internal sealed class OrdersHub(OrderStreams streams, HubKeys keys, RestaurantDirectory restaurants) : Hub
{
    public const string Address = "/hubs/orders";
    public const string Policy = "orders-hub";

    /// <summary>Replays what came after a version, and goes on with what happens. Called again, it begins anew.</summary>
    /// <param name="restaurantId">Whose orders; null = the key's own restaurant, or the one that the browser shows.</param>
    /// <param name="afterVersion">The last version that the client has seen; null = only what happens from now on.</param>
    public Task Subscribe(Guid? restaurantId, long? afterVersion)
    {
        var own = Context.User!.HasClaim(claim => claim.Type == Shop.RestaurantClaim) ? Shop.Of(Context.User).Restaurant : (RestaurantId?)null;
        var wanted = restaurantId is { } named ? new RestaurantId(named) : own ?? CurrentStaff.RestaurantOf(Context.User);
        return wanted is { } restaurant && restaurants.Find(restaurant) is not null
            && (own is { } key ? key == restaurant : CurrentStaff.Of(Context.User).May(Permission.WorkWithOrders, restaurant))
            ? streams.StartAsync(Context.ConnectionId, restaurant, afterVersion)
            : throw new HubException("restaurant-unknown: there is no such restaurant for this caller");
    }

    public override Task OnConnectedAsync()
    {
        keys.Opened(Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        keys.Closed(Context.ConnectionId);
        streams.Stop(Context.ConnectionId);
        return Task.CompletedTask;
    }
}

/// <summary>
/// One loop for each client that listens. What happens rings a bell, and the loop reads on from where its client is: a slow client
/// costs a flag and never a queue.
/// </summary>
internal sealed class OrderStreams(
    IHubContext<OrdersHub> hub, ChangeLog log, OrderBoard board, LiveSignal signal, TimeProvider time, ILogger<OrderStreams> logger)
{
    private static readonly TimeSpan _untilGapIsFilled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    /// <summary>Begins to tell a client; what ran for it before ends.</summary>
    public async Task StartAsync(string connection, RestaurantId restaurant, long? after)
    {
        Stop(connection);
        var from = after ?? await log.LastAsync(CancellationToken.None);
        var stop = new CancellationTokenSource();
        _running[connection] = stop;
        var stopping = stop.Token;
        _ = Task.Run(() => TellAsync(hub.Clients.Client(connection), restaurant, from, stopping), CancellationToken.None);
    }

    /// <summary>The client has gone.</summary>
    public void Stop(string connection)
    {
        if (_running.TryRemove(connection, out var running))
        {
            running.Cancel();
            running.Dispose();
        }
    }

    private async Task TellAsync(IClientProxy client, RestaurantId restaurant, long after, CancellationToken stopping)
    {
        // Listen first, look second: what changes in between rings the bell again.
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = signal.Subscribe(
            () =>
            {
                bell.Writer.TryWrite(true);
                return Task.CompletedTask;
            },
            TimeSpan.Zero);
        WaitingChanged? told = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var page = await log.ReadAsync(restaurant, after, stopping);
                foreach (var change in page.Changes)
                {
                    // Awaited: a client that does not read holds up itself and nobody else.
                    await client.SendAsync(nameof(OrderChanged), change, stopping);
                    after = change.Version;
                }

                after = page.Next;
                var waiting = Waiting(restaurant);
                if (waiting != told)
                {
                    await client.SendAsync(nameof(WaitingChanged), waiting, stopping);
                    told = waiting;
                }

                if (!page.HasMore)
                {
                    await WaitAsync(bell.Reader, page.HasGap, stopping);
                }
            }
            catch (OperationCanceledException)
            {
                return; // The client has gone.
            }
            catch (Exception error)
            {
                HubLogs.StreamFailed(logger, error);
                await Task.Delay(_afterFailure, time, CancellationToken.None);
            }
        }
    }

    private async Task WaitAsync(ChannelReader<bool> bell, bool hasGap, CancellationToken stopping)
    {
        if (!hasGap)
        {
            await bell.ReadAsync(stopping);
            return;
        }

        await Task.Delay(_untilGapIsFilled, time, stopping);
    }

    private WaitingChanged Waiting(RestaurantId restaurant)
    {
        var waiting = board.For(restaurant).Rows.Where(row => row.Status is OrderStatus.Waiting).ToList();
        return new WaitingChanged(restaurant.Value, waiting.Count, waiting is [] ? null : waiting.Min(row => row.ReceivedAt));
    }
}

internal static class HubSetup
{
    public static IServiceCollection AddOrdersHub(this IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<ChangeLog>();
        services.AddSingleton<OrderStreams>();
        services.AddSingleton<HubKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<HubKeys>());
        services.AddAuthorizationBuilder().AddPolicy(OrdersHub.Policy, policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, ApiKeyHandler.SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => Enum.GetNames<StaffRole>().Any(context.User.IsInRole) || context.User.HasClaim(Shop.ScopeClaim, Scopes.OrdersRead)));
        return services;
    }

    public static void MapOrdersHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<OrdersHub>(OrdersHub.Address).RequireAuthorization(OrdersHub.Policy);
}

internal static partial class HubLogs
{
    [LoggerMessage(1301, LogLevel.Warning, "A client of the hub could not be told; it is tried again")]
    public static partial void StreamFailed(ILogger logger, Exception error);

    [LoggerMessage(1302, LogLevel.Warning, "Keys of open connections could not be checked; it is tried again")]
    public static partial void KeysNotChecked(ILogger logger, Exception error);
}
