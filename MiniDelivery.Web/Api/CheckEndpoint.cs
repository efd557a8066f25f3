using System.Security.Claims;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>What would become of an order: <c>POST /api/v1/orders/check</c>. Stores nothing.</summary>
internal static class CheckEndpoint
{
    // What a kitchen and a courier take where nobody has said otherwise.
    private static readonly TimeSpan _cooking = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan _travel = TimeSpan.FromMinutes(30);

    public static void MapCheck(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/orders/check", CheckAsync)
        .WithTags("Orders").WithGroupName("v1")
        .RequireAuthorization(Scopes.OrdersWrite)
        .WithName("checkOrder")
        .WithSummary("Ask what would become of an order, without handing it in")
        .WithDescription("The body is that of createOrder. Says dish by dish what is stopped, unknown or priced otherwise, what it comes to by the till's prices, and when it could be ready. Stores nothing.")
        .Accepts<NewOrderBody>("application/json")
        .Produces<CheckBody>()
        .ProducesProblems([.. ApiProblems.OfEveryBody, ApiProblems.MenuUnknown]);

    private static async Task<IResult> CheckAsync(
        HttpRequest request,
        ClaimsPrincipal caller,
        MenuCache menus,
        RestaurantDirectory restaurants,
        LicenseWatch licenses,
        IntakeWatch intakes,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (draft, problem) = await JsonBody.ReadAsync(request, OrderBodyReader.Read, cancellationToken);
        if (draft is null)
        {
            return problem!;
        }

        var shop = Shop.Of(caller);
        if (menus.For(shop.Restaurant, shop.Source) is not { } menu)
        {
            return ApiProblems.MenuUnknown;
        }

        var restaurant = restaurants.Get(shop.Restaurant);
        var intake = intakes.For(restaurant.Id);
        var isOpen = restaurant.IsActive && licenses.For(restaurant.Id).AllowsIntake;
        var wait = _cooking + (draft.Type is FulfillmentType.Delivery ? _travel : TimeSpan.Zero) + TimeSpan.FromMinutes(intake.AddedMinutes);
        return TypedResults.Ok(CheckBody.Of(
            draft,
            CartCheck.Of(draft, menu),
            restaurant,
            time.GetUtcNow() + wait,
            isOpen ? StatusBody.Of(intake.Mode) : "closed"));
    }
}

/// <summary>What would become of an order.</summary>
/// <param name="Orderable">Whether it would be taken now, and everything in it can be sold as it is: no dish is stopped or unknown, and no modifiers are missing.</param>
/// <param name="Intake">As <c>GET /status</c> says it: <c>open</c>, <c>busy</c> or <c>paused</c>; <c>closed</c> when the restaurant takes none at all.</param>
/// <param name="Items">Dish by dish, in the order that was sent.</param>
/// <param name="Total">By the till's prices, with your own deliveryFee and discount; null = something has no price there.</param>
/// <param name="SentTotal">As you would have it; null = you did not say.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="ReadyAt">When the guest could have it, begun now.</param>
/// <param name="CanKeepPromise">Whether that is no later than promisedAt; null = you did not say.</param>
/// <param name="Warnings">What is worth a look about the whole.</param>
public sealed record CheckBody(
    bool Orderable,
    string Intake,
    IReadOnlyList<CheckItemBody> Items,
    decimal? Total,
    decimal? SentTotal,
    string Currency,
    DateTimeOffset ReadyAt,
    bool? CanKeepPromise,
    IReadOnlyList<WarningBody> Warnings)
{
    // What a person at the restaurant would have to solve before the till takes it.
    private static readonly string[] _bars = ["unmapped", "stopped", "too-few-left", "modifiers-missing", "modifiers-too-many"];

    internal static CheckBody Of(NewOrder draft, CartCheck check, RestaurantInfo restaurant, DateTimeOffset readyAt, string intake) => new(
        intake is "open" or "busy" && !check.Lines.SelectMany(line => line.Notes).Any(note => _bars.Contains(note.Code)),
        intake,
        [.. check.Lines.Zip(draft.Lines, CheckItemBody.Of)],
        check.Total?.Amount,
        draft.Total?.Amount,
        restaurant.Currency,
        TimeZoneInfo.ConvertTime(readyAt, restaurant.Zone),
        draft.PromisedAt is { } promised ? readyAt <= promised : null,
        [.. draft.Warnings(restaurant.Zone).Select(warning => new WarningBody(warning.Code, warning.Message, warning.Pointer))]);
}

/// <summary>One dish as the till would sell it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Code">The till's code; null = it has no such dish.</param>
/// <param name="Name">The till's name of it, or yours.</param>
/// <param name="Mapped">Whether the till's menu has it.</param>
/// <param name="Stopped">Cannot be sold at the moment.</param>
/// <param name="Price">The till's, of one; null = none.</param>
/// <param name="Amount">The till's, with modifiers, times the quantity; null = something has no price.</param>
/// <param name="Notes">What is worth knowing, each with its place in what was sent: <c>unmapped</c>, <c>stopped</c>, <c>too-few-left</c>, <c>price-differs</c>, <c>modifiers-missing</c>, <c>modifiers-too-many</c>.</param>
public sealed record CheckItemBody(
    int Line, string? Code, string Name, bool Mapped, bool Stopped, decimal? Price, decimal? Amount, IReadOnlyList<WarningBody> Notes)
{
    internal static CheckItemBody Of(CartLine line, NewOrderLine sent) => new(
        line.Line,
        line.Item?.Code.ToString(System.Globalization.CultureInfo.InvariantCulture),
        line.Item?.Name ?? sent.Name ?? sent.Code ?? "",
        line.Item is not null && line.Notes.All(note => note.Code is not "unmapped"),
        line.Notes.Any(note => note.Code is "stopped"),
        line.Price?.Amount,
        line.Amount?.Amount,
        [.. line.Notes.Select(note => new WarningBody(note.Code, note.Message, note.Pointer))]);
}
