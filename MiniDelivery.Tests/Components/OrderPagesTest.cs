using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;
using MudBlazor;
using MudBlazor.Services;

namespace MiniDelivery.Tests.Components;

/// <summary>The pages of orders with their real board, desk and database; only the browser and the till are missing.</summary>
public abstract class OrderPagesTest : BunitContext, IAsyncLifetime
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly string _licenseKey;
    private readonly string _license;
    private IntakeWriter? _writer;

    protected OrderPagesTest()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("ru");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        _licenseKey = key.ExportSubjectPublicKeyInfoPem();
        _license = LicenseKeys.Sign(new License("1", "demo", "Тест", [License.OnlineOrders], now.AddDays(-1), now.AddYears(1)), key);
    }

    private protected TestDatabase Database { get; private set; } = null!;

    private protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    private protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>What the till answers when it is asked for its menu.</summary>
    private protected RestaurantMenu TillMenu { get; set; } = Some.Menu;

    private protected OrderDesk Desk => Services.GetRequiredService<OrderDesk>();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Database.Board);
        Services.AddSingleton(Database.Signal);
        Services.AddSingleton<InstanceLink>();
        Services.AddSingleton<OpenCards>();
        Services.AddScoped<OwnCard>();
        Services.AddSingleton(Database.Contexts);
        Services.AddSingleton<RestaurantDirectory>();
        Services.AddScoped<CurrentRestaurant>();
        Services.AddSingleton<ITills>(new MenuTills(this));
        Services.AddSingleton<MenuCache>();
        Services.AddSingleton<CourierDesk>();
        Services.AddSingleton<OrderDesk>();
        Services.AddSingleton<OrderQueries>();
        Services.AddGuests();
        Services.AddSingleton<LicenseReader>();
        Services.AddSingleton<LicenseWatch>();
        Services.AddSingleton<OrderIntake>();
        Services.AddSingleton<IntakeWatch>();
        Services.AddSingleton<InboxWatch>();
        Services.AddSingleton<IntakeDesk>();
        Services.AddSingleton<IntakeWriter>();
        Services.AddSingleton<StaffIntake>();
        Services.AddScoped<CurrentStaff>();
        Services.AddOptions<LicensingOptions>().Configure(options => options.PublicKeys.Add(_licenseKey));
        Services.AddSingleton<Seats>();
        Services.AddAlerts();
        Services.AddOrderPages();
        AddServices();
        SignIn("Анна", Role);
        SetRendererInfo(new("Server", isInteractive: true)); // Last: it closes the service list.
        await Services.GetRequiredService<RestaurantDirectory>().ReadAsync(_none);
        Services.GetRequiredService<CurrentRestaurant>().Id = Some.Restaurant;
        await LicenseAsync(_license);
        await Services.GetRequiredService<MenuCache>().ReadAsync(Some.Restaurant, _none);
        _writer = Services.GetRequiredService<IntakeWriter>();
        await _writer.StartAsync(_none);
        await Database.Board.StartAsync(_none);
        Render<MudPopoverProvider>();
        Dialogs = Render<MudDialogProvider>();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        if (_writer is not null)
        {
            await _writer.StopAsync(_none);
        }

        await Database.Board.StopAsync(_none);
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the person at the page is.</summary>
    private protected virtual StaffRole Role => StaffRole.Manager;

    /// <summary>What the cookies of the person's browser say besides.</summary>
    private protected virtual IReadOnlyList<Claim> MoreClaims => [];

    /// <summary>What a kind of page needs besides.</summary>
    private protected virtual void AddServices()
    {
    }

    private protected void SignIn(string name, StaffRole role)
    {
        var person = AddAuthorization();
        person.SetAuthorized(name);
        person.SetRoles($"{role}");
        person.SetClaims([new Claim(CurrentStaff.DisplayNameClaim, name), .. MoreClaims]);
    }

    /// <summary>Stores an order of the user's own document, with what the test is about changed.</summary>
    private protected async Task<Order> StoreAsync(int number, Func<NewOrder, NewOrder>? change = null)
    {
        var draft = Some.Draft($"WEB-{number}");
        draft = change?.Invoke(draft) ?? draft;
        var order = Order.Receive(
            draft, Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), DateTimeOffset.UtcNow, PhoneText.Key(draft.Guest.Phone, "RU"));
        await Database.StoreAsync(order);
        return order;
    }

    /// <summary>Lets the till, or somebody else, do something with a stored order.</summary>
    private protected async Task<Order> ChangeAsync(OrderId id, Action<Order> change)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        var order = await db.Orders.SingleAsync(order => order.Id == id, _none);
        change(order);
        await db.SaveChangesAsync(_none);
        return order;
    }

    private protected async Task<Order> ReadAsync(OrderId id)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        return await db.Orders.AsNoTracking().SingleAsync(order => order.Id == id, _none);
    }

    private protected async Task LicenseAsync(string? token)
    {
        await using (var db = await Database.Contexts.CreateDbContextAsync(_none))
        {
            (await db.Restaurants.SingleAsync(_none)).LicenseToken = token;
            await db.SaveChangesAsync(_none);
        }

        await Services.GetRequiredService<LicenseWatch>().ReadAsync(_none);
    }

    private protected static IElement? Row(IRenderedComponent<OrderList> page, int number) =>
        page.FindAll($"[data-testid=order][data-number='{number}']").SingleOrDefault();

    /// <summary>How long an effect is waited for, on a machine that has much else to do.</summary>
    private protected static TimeSpan Patience => TimeSpan.FromMinutes(1);

    private protected static Task SeeAsync<T>(IRenderedComponent<T> page, Action look)
        where T : IComponent => page.WaitForAssertionAsync(look, Patience);

    private sealed class MenuTills(OrderPagesTest test) : ITills
    {
        public ITill For(RestaurantId restaurant) => new MenuTill(test);
    }

    // The pages themselves never talk to a till; the menu is all that these tests need of one.
    private sealed class MenuTill(OrderPagesTest test) : ITill
    {
        public TimeSpan Timeout => TimeSpan.FromSeconds(1);

        public Task<TillAnswer<RestaurantMenu>> ReadMenuAsync(DateTimeOffset readAt, CancellationToken cancellationToken) =>
            Task.FromResult<TillAnswer<RestaurantMenu>>(new TillAnswer<RestaurantMenu>.Done(test.TillMenu));

        public Task<TillAnswer<TillInfo>> GetInfoAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> CreateOrderAsync(NewTillOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder?>> FindOrderAsync(TillOrderKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrderList>> ListOrdersAsync(long? lastVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<bool>> LockOrderAsync(TillOrderKey key, Guid lockGuid, TimeSpan time, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> SaveOrderAsync(
            TillOrderKey key, Guid lockGuid, Guid packageGuid, FillPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillOrder>> SavePackagesAsync(
            TillOrderKey key, Guid lockGuid, EditPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> CommentOrderAsync(
            TillOrderKey key, Guid lockGuid, string comment, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> VoidOrderAsync(TillOrderKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TillAnswer<TillNothing>> CloseVisitAsync(long visitId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
