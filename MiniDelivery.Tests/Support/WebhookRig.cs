using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// Events from a real database to a receiver on 127.0.0.1, with nothing running by itself: a test says what time it is and when an
/// instance looks. Two instances work on the same database.
/// </summary>
internal sealed class WebhookRig : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}.db");
    private readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    private readonly ServiceProvider _first;
    private readonly ServiceProvider _second;

    private WebhookRig(OutsideStub shop)
    {
        Shop = shop;
        (_first, _second) = (Make(), Make());
    }

    public static Actor Admin { get; } = new("Админ", StaffRole.Admin);

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    public OutsideStub Shop { get; }

    /// <summary>What a name belongs to; null = what the system says.</summary>
    public Func<string, IPAddress[]>? Names { get; set; }

    public WebhookDesk Desk => Get<WebhookDesk>();

    public WebhookSender First => Get<WebhookSender>();

    public WebhookSender Second => _second.GetRequiredService<WebhookSender>();

    public IDbContextFactory<DeliveryDb> Contexts => Get<IDbContextFactory<DeliveryDb>>();

    public static async Task<WebhookRig> StartAsync()
    {
        var rig = new WebhookRig(await OutsideStub.StartAsync());
        await using (var db = await rig.Contexts.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.Add(new Domain.Restaurants.Restaurant { Id = Some.Restaurant, Code = "demo", Name = "Тестовый объект", TimeZone = "Asia/Novosibirsk", Currency = "RUB" });
            db.Add(new Domain.Restaurants.OrderSource { Id = Some.Source, RestaurantId = Some.Restaurant, Name = "сайт" });
            await db.SaveChangesAsync();
        }

        foreach (var services in new[] { rig._first, rig._second })
        {
            await services.GetRequiredService<RestaurantDirectory>().ReadAsync(CancellationToken.None);
        }

        return rig;
    }

    public T Get<T>()
        where T : notnull => _first.GetRequiredService<T>();

    /// <summary>Adds an endpoint, by default the receiver's; its secret.</summary>
    public async Task<string> ListenAsync(string? url = null, bool isForCallbacks = false, params string[] events)
    {
        var reply = await Desk.AddAsync(
            Some.Restaurant,
            new WebhookForm
            {
                Source = Some.Source,
                Url = url ?? $"{Shop.Address}/hook",
                IsForCallbacks = isForCallbacks,
                Events = events is [] ? [.. isForCallbacks ? WebhookEvents.OfOrders : WebhookEvents.All] : [.. events],
                AllowsPrivate = !isForCallbacks && url?.StartsWith("https:", StringComparison.Ordinal) is not true,
            },
            Admin,
            CancellationToken.None);
        Assert.Null(reply.Refusal);
        return reply.ShownOnce!;
    }

    public async Task<WebhookView> EndpointAsync() => (await Desk.ListAsync(Some.Restaurant, Admin, CancellationToken.None))!.Endpoints.Single();

    public async Task<Order> ReceiveAsync(int number = 43, string? callbackUrl = null)
    {
        var order = Some.Order(Some.Draft($"WEB-{number}") with { CallbackUrl = callbackUrl }, number: number);
        order.TakePhoneKey(PhoneText.Key(order.Guest.Phone, "RU"));
        await StoreAsync(order);
        return order;
    }

    public async Task StoreAsync(params object[] things)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        db.AddRange(things);
        await db.SaveChangesAsync();
    }

    public async Task ChangeAsync(OrderId id, Action<Order> change)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        change(await db.Orders.SingleAsync(found => found.Id == id));
        await db.SaveChangesAsync();
    }

    /// <summary>An instance looks once and waits for what it has begun.</summary>
    public async Task LookAsync(WebhookSender? instance = null) => await Task.WhenAll(await (instance ?? First).LookAsync(CancellationToken.None));

    public async Task<List<WebhookDelivery>> DeliveriesAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync();
        return await db.WebhookDeliveries.AsNoTracking().OrderBy(delivery => delivery.Id).ToListAsync();
    }

    public async Task<List<WebhookAttempt>> AttemptsAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync();
        return await db.WebhookAttempts.AsNoTracking().OrderBy(attempt => attempt.Id).ToListAsync();
    }

    /// <summary>What the receiver was told, as type and number of the order.</summary>
    public IEnumerable<(string Type, int? Number)> Told => Shop.Calls.Select(call =>
    {
        var body = JsonDocument.Parse(call.Text).RootElement;
        return (body.GetProperty("type").GetString()!, body.GetProperty("data").TryGetProperty("number", out var number) ? number.GetInt32() : (int?)null);
    });

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await Shop.DisposeAsync();
        MigratedFile.Delete(_file);
    }

    private ServiceProvider Make() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Time)
        .AddSingleton(_keys)
        .AddSingleton<NameLookup>((host, token) => Names is { } names ? Task.FromResult(names(host)) : Dns.GetHostAddressesAsync(host, token))
        .AddLiveBoard()
        .AddSqlite($"Data Source={_file}", Path.GetTempPath())
        .AddSingleton<RestaurantDirectory>()
        .AddSingleton(services => new MenuCache(
            services.GetRequiredService<IDbContextFactory<DeliveryDb>>(), services.GetRequiredService<RestaurantDirectory>(), tills: null!, services.GetRequiredService<OrderBoard>(), services.GetRequiredService<LiveSignal>(), Time, NullLogger<MenuCache>.Instance))
        .AddWebhooks()
        .BuildServiceProvider();
}
