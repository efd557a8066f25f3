using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>
/// Every door of the running application, as its router knows them, tried without a key and with a wrong one. A new door fails here
/// until somebody has said who may pass.
/// </summary>
public sealed class DoorsTests(TestApp app) : IClassFixture<TestApp>
{
    // Open to everybody, and why.
    private static readonly Dictionary<string, string> _open = new()
    {
        ["GET account/sign-in"] = "whoever signs in is not signed in yet",
        ["POST account/sign-in"] = "the same",
        ["POST account/passkey/use"] = "whoever signs in is not signed in yet; the form's token is asked for, and the answer is the same for all",
        ["GET setup"] = "nobody is there yet who could sign in; the one-time token is asked for, and after that it is gone",
        ["POST setup"] = "the same",
        ["GET lock"] = "whoever changes is not signed in yet; a browser that is no shared terminal is sent to sign in",
        ["POST lock"] = "the same; the form's token is asked for",
        ["POST account/lock"] = "as signing out",
        ["POST account/sign-out"] = "a cookie that has run out must not keep anybody from leaving; the form's token is asked for",
        ["GET preferences/language"] = "the sign-in page offers the languages; sets a cookie and nothing else",
        ["GET preferences/theme"] = "the same",
        ["GET courier"] = "a courier is no member of staff: the cookie of their shift's link says who it is, and without one the page is empty",
        ["POST courier"] = "the same page; it has no form of its own",
        ["GET courier/{link:length(32)}"] = "the link itself, 190 random bits; sets a cookie when it opens",
        ["POST courier/delivered"] = "the same cookie, the courier's own orders only; the form's token is asked for",
        ["GET error"] = "says that something broke, whoever it broke for",
        ["POST error"] = "the same",
        ["GET health/live"] = "a watchdog has no key; says one word",
        ["GET health/ready"] = "the same",
        ["GET metrics"] = "Prometheus has no key; its network is looked at instead, and to others there is no such page",
        ["GET openapi/{documentName}.json"] = "the description of the API is public",
        ["GET api/docs/{documentName?}"] = "the same",
        ["GET api/docs/scalar.aspnetcore.js"] = "the same",
        ["GET api/docs/scalar.js"] = "the same",
        ["GET api/docs/favicon.svg"] = "the same",
        ["GET help/shop"] = "who programs a shop has no account here; says nothing of this restaurant",
        ["POST help/shop"] = "the same",
        ["GET problems"] = "the same: what a problem's type leads to",
        ["POST problems"] = "the same",
        ["GET problems/{Code}"] = "the same",
        ["POST problems/{Code}"] = "the same",
        ["GET api/int/orderitems"] = "the till's form script has no key; its network is looked at instead",
        ["GET {**path:file}"] = "style sheets, scripts and pictures that a developer adds while the program runs",
        ["HEAD {**path:file}"] = "the same",
        ["GET _framework/opaque-redirect"] = "the framework's own; follows only what it has encrypted itself",
    };

    // Which pages are for whom: the least role; null = whoever is signed in.
    private static readonly Dictionary<string, StaffRole?> _pages = new()
    {
        [""] = null,
        ["orders/new"] = null,
        ["orders/{Id:guid}"] = null,
        ["orders/{Id:guid}/edit"] = null,
        ["orders/{Id:guid}/print"] = null,
        ["orders/print"] = null,
        ["couriers"] = null,
        ["guests"] = null,
        ["guests/{Id:guid}"] = null,
        ["help"] = null,
        ["help/{Name}"] = null,
        ["not-found"] = null,
        ["simulator"] = null,
        ["account/denied"] = null,
        ["account"] = null,
        ["inbox"] = StaffRole.Manager,
        ["reports"] = StaffRole.Manager,
        ["reports/orders"] = StaffRole.Manager,
        ["hover"] = null,
        ["system"] = StaffRole.Manager,
        ["settings/alerts"] = StaffRole.Admin,
        ["settings/audit"] = StaffRole.Manager,
        ["settings/connections"] = StaffRole.Manager,
        ["settings/menu"] = StaffRole.Manager,
        ["settings/restaurants"] = StaffRole.Admin,
        ["settings/staff"] = StaffRole.Admin,
        ["settings/license"] = StaffRole.Admin,
        ["settings/appearance"] = StaffRole.Admin,
        ["settings/personal-data"] = StaffRole.Admin,
        ["settings/terminals"] = StaffRole.Admin,
        ["settings/till"] = StaffRole.Admin,
        ["settings/webhooks"] = StaffRole.Manager,
    };

    // What a key must have.
    private static readonly Dictionary<string, string> _calls = new()
    {
        ["POST api/v1/orders"] = Scopes.OrdersWrite,
        ["POST api/v1/orders/check"] = Scopes.OrdersWrite,
        ["POST api/v1/orders/{id:guid}/cancel"] = Scopes.OrdersWrite,
        ["GET api/v1/orders"] = Scopes.OrdersRead,
        ["HEAD api/v1/orders"] = Scopes.OrdersRead,
        ["GET api/v1/orders/{id:guid}"] = Scopes.OrdersRead,
        ["HEAD api/v1/orders/{id:guid}"] = Scopes.OrdersRead,
        ["GET api/v1/menu"] = Scopes.MenuRead,
        ["HEAD api/v1/menu"] = Scopes.MenuRead,
        ["GET api/v1/status"] = Scopes.OrdersRead,
        ["HEAD api/v1/status"] = Scopes.OrdersRead,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_unknown_gets_in()
    {
        using var nobody = new Visitor(app.Address);
        var passed = new List<string>();
        foreach (var door in Doors())
        {
            using var answer = await nobody.TryAsync(door, Stop);
            if (!IsRefusal(answer))
            {
                passed.Add(door.Name);
            }
        }

        Assert.Empty(passed.Except(_open.Keys));
    }

    // What is no longer there, or no longer open, must not stay on the list.
    [Fact]
    public void The_list_of_open_doors_names_only_doors() => Assert.Empty(_open.Keys.Except(Doors().Select(door => door.Name)));

    [Fact]
    public void Every_page_and_every_call_has_been_thought_about()
    {
        var doors = Doors().ToList();
        var pages = doors.Where(door => door.IsPage).Select(door => door.Route).Distinct();
        var calls = doors.Where(door => !door.IsPage).Select(door => door.Name);

        Assert.Equal(InOrder(_pages.Keys), InOrder(pages.Except(_open.Keys.Select(name => name.Split(' ')[1]))));
        Assert.Equal(InOrder(_calls.Keys.Concat(_own).Concat(_live).Concat(_hub)), InOrder(calls.Except(_open.Keys)));

        static string InOrder(IEnumerable<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("operator", StaffRole.Operator)]
    [InlineData("manager", StaffRole.Manager)]
    [InlineData("admin", StaffRole.Admin)]
    public async Task A_page_opens_for_its_roles_and_for_no_other(string who, StaffRole role)
    {
        using var person = new Visitor(app.Address);
        await person.SignInAsync(who, TestApp.Password, Stop);
        var wrong = new List<string>();
        foreach (var door in Doors().Where(door => door.IsPage && door.Method is "GET" && _pages.ContainsKey(door.Route)))
        {
            using var answer = await person.TryAsync(door, Stop);
            var mayEnter = _pages[door.Route] is not { } least || role >= least;
            var entered = answer.StatusCode is HttpStatusCode.OK;
            if (entered != mayEnter || (!entered && !IsRefusal(answer)))
            {
                wrong.Add($"{door.Name}: {answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_key_opens_what_its_scope_says_and_nothing_else()
    {
        foreach (var scope in Scopes.All)
        {
            using var shop = new Visitor(app.Address, await app.IssueKeyAsync(scope));
            foreach (var door in Doors().Where(door => !_open.ContainsKey(door.Name)))
            {
                using var answer = await shop.TryAsync(door, Stop);
                var mayPass = (_hub.Contains(door.Name) ? Scopes.OrdersRead : _calls.GetValueOrDefault(door.Name)) == scope;
                Assert.True(IsRefusal(answer) != mayPass, $"{scope}, {door.Name}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_signed_in_person_is_no_shop()
    {
        using var person = new Visitor(app.Address);
        await person.SignInAsync("admin", TestApp.Password, Stop);
        foreach (var door in Doors().Where(door => _calls.ContainsKey(door.Name)))
        {
            using var answer = await person.TryAsync(door, Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    // A browser sends the cookie along, whoever's page it was that posted.
    [Fact]
    public async Task Nothing_is_done_for_a_page_that_is_not_ours()
    {
        using var person = new Visitor(app.Address);
        await person.SignInAsync("admin", TestApp.Password, Stop);
        var doors = Doors().Where(door => door.Method is not ("GET" or "HEAD")).ToList();
        var done = new List<string>();
        foreach (var door in doors)
        {
            using var answer = await person.PostFromAsync("https://evil.example", door, Stop);
            // A stale sign-in page is shown anew instead of a 400.
            var isShownAnew = answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location?.OriginalString == door.Path;
            if (!isShownAnew && answer.StatusCode is < HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError)
            {
                done.Add($"{door.Name}: {answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Assert.True(doors.Count > 20);
        Assert.Empty(done);
        using var still = await person.GetAsync("/account", Stop);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public void Every_method_of_a_hub_of_ours_has_been_thought_about()
    {
        var doors = App().Where(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType.Assembly == typeof(Program).Assembly).ToList();
        var hubs = doors.Select(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>()!.HubType).Distinct();

        Assert.Equal(
            _hubMethods.Order(StringComparer.Ordinal),
            hubs.SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"{hub.Name}.{method.Name}"))
                .Order(StringComparer.Ordinal));
        Assert.All(doors, door => Assert.NotNull(door.Metadata.GetMetadata<IAuthorizeData>()));
    }

    // Hub methods that were looked at: each asks who calls before it says anything.
    private static readonly string[] _hubMethods = ["OrdersHub.OnConnectedAsync", "OrdersHub.OnDisconnectedAsync", "OrdersHub.Subscribe"];

    // The hub for programs outside: staff, or a key that may read orders.
    private static readonly string[] _hub = ["GET hubs/orders", "GET hubs/orders/negotiate"];

    // What a signed-in person's own pages ask for.
    private static readonly string[] _own =
    [
        "POST account/passkey/make", "POST account/restaurant", "GET live/alert", "POST live/heartbeat", "POST live/acknowledge", "POST live/accept", "POST live/volume",
        "POST live/heard", "POST live/touch", "POST live/lock", "GET live/push", "POST live/push", "POST live/print",
        "GET reports/export/{sheet}/{format}",
    ];

    // The framework's live connection to our pages: what is drawn over it was authorized as a page.
    private static readonly string[] _live =
        ["GET _blazor", "GET _blazor/negotiate", "GET _blazor/initializers", "GET _blazor/disconnect"];

    private IEnumerable<RouteEndpoint> App() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        // Style sheets, scripts and pictures are for everybody: the sign-in page needs them.
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private IEnumerable<Door> Doors() =>
        (from endpoint in App()
         from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [_, ..] methods ? methods : ["GET"]
         select new Door(
             method,
             endpoint.RoutePattern.RawText!.Trim('/'),
             endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)).Distinct();

    private static bool IsRefusal(HttpResponseMessage answer) => answer switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => true,
        { StatusCode: HttpStatusCode.Found, Headers.Location: { } location } =>
            location.OriginalString.Contains("/account/sign-in?returnUrl", StringComparison.Ordinal)
            || location.OriginalString.Contains("/account/denied", StringComparison.Ordinal),
        _ => false,
    };
}
