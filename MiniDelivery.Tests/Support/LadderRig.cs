using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// The escalation from a real database to stand-ins on 127.0.0.1, with nothing running by itself: a test says what time it is and when
/// an instance looks. Two instances work on the same database.
/// </summary>
internal sealed class LadderRig : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}.db");
    private readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    private readonly KeptLog _log = new();
    private readonly ServiceProvider _first;
    private readonly ServiceProvider _second;

    private LadderRig(OutsideStub outside, bool allowPrivate)
    {
        Outside = outside;
        (_first, _second) = (Make(allowPrivate), Make(allowPrivate));
    }

    public static Actor Admin { get; } = new("Админ", StaffRole.Admin);

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    public OutsideStub Outside { get; }

    public MailStub Mail { get; } = new();

    /// <summary>Everything that was logged, at every level.</summary>
    public string Log => string.Join('\n', _log.Lines);

    public EscalationDesk Desk => Get<EscalationDesk>();

    public IDbContextFactory<DeliveryDb> Contexts => Get<IDbContextFactory<DeliveryDb>>();

    public EscalationLadder First => Get<EscalationLadder>();

    public EscalationLadder Second => _second.GetRequiredService<EscalationLadder>();

    public static async Task<LadderRig> StartAsync(bool allowPrivate = true)
    {
        var rig = new LadderRig(await OutsideStub.StartAsync(), allowPrivate);
        await MigratedFile.CopyToAsync(rig._file);
        await using (var db = await rig.Contexts.CreateDbContextAsync())
        {
            db.Add(new Restaurant { Id = Some.Restaurant, Code = "demo", Name = "Тестовый объект", TimeZone = "Asia/Novosibirsk", Currency = "RUB" });
            db.Add(new OrderSource { Id = Some.Source, RestaurantId = Some.Restaurant, Name = "сайт" });
            db.Add(new StaffMember { UserName = "anna", NormalizedUserName = "ANNA", DisplayName = "Анна" });
            await db.SaveChangesAsync();
        }

        foreach (var services in new[] { rig._first, rig._second })
        {
            await services.GetRequiredService<RestaurantDirectory>().ReadAsync(CancellationToken.None);
            await services.GetRequiredService<PushVault>().PrepareAsync(CancellationToken.None);
        }

        return rig;
    }

    public T Get<T>()
        where T : notnull => _first.GetRequiredService<T>();

    /// <summary>Every rung after a minute, where it is given an address.</summary>
    public EscalationForm Form(params EscalationRung[] on) => new()
    {
        Plain = new EscalationSettings
        {
            RestaurantId = Some.Restaurant,
            Rungs = [.. Enum.GetValues<EscalationRung>().Select(rung => new RungSettings(rung, on.Contains(rung), 60))],
            TelegramChat = "-100200",
            WebhookUrl = $"{Outside.Address}/hook",
            MailHost = "127.0.0.1",
            MailPort = Mail.Port,
            MailSecurity = MailSecurity.None,
            MailFrom = "delivery@example.com",
            MailTo = "chef@example.com",
        },
        TelegramToken = "7:secret-token",
        WebhookKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    };

    public async Task SaveAsync(params EscalationRung[] on)
    {
        var (outcome, faults) = await Desk.SaveAsync(Form(on), Admin, CancellationToken.None);
        Assert.Empty(faults);
        Assert.True(outcome.IsDone);
    }

    public async Task<Order> ReceiveAsync(int number = 43, bool isTest = false)
    {
        var order = Some.Order(Some.Draft($"WEB-{number}") with { IsTest = isTest }, number: number);
        await using var db = await Contexts.CreateDbContextAsync();
        db.Add(order);
        await db.SaveChangesAsync();
        return order;
    }

    /// <summary>An instance looks once.</summary>
    public async Task LookAsync(EscalationLadder? instance = null)
    {
        await (instance ?? First).PlanAsync(CancellationToken.None);
        await (instance ?? First).SendAsync(CancellationToken.None);
    }

    public async Task<Order> OrderAsync(OrderId id)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        return await db.Orders.AsNoTracking().SingleAsync(found => found.Id == id);
    }

    public async Task ChangeAsync(OrderId id, Action<Order> change)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        change(await db.Orders.SingleAsync(found => found.Id == id));
        await db.SaveChangesAsync();
    }

    public async Task<AlertDispatch> DispatchAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync();
        return await db.AlertDispatches.AsNoTracking().SingleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await Outside.DisposeAsync();
        await Mail.DisposeAsync();
        MigratedFile.Delete(_file);
    }

    private ServiceProvider Make(bool allowPrivate)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Escalation:TelegramUrl"] = allowPrivate ? Outside.Address : "https://127.0.0.1:1",
            ["Escalation:AllowPrivateAddresses"] = $"{allowPrivate}",
        }).Build();
        return new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(_keys)
            .AddLiveBoard()
            .AddSqlite($"Data Source={_file}", Path.GetTempPath())
            .AddSingleton<RestaurantDirectory>()
            .AddSingleton<InstanceLink>()
            .AddSingleton<TerminalBook>()
            .AddEscalation()
            .BuildServiceProvider();
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // It holds nothing but lines.
        }
    }
}
