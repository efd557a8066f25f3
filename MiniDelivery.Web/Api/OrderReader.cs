using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>Reads orders for the shop that owns them, and writes them as it sees them.</summary>
internal sealed class OrderReader(OrderQueries queries, RestaurantDirectory restaurants, MenuCache menus, IOptions<JsonOptions> json)
{
    /// <summary>Answers with the order and its version as ETag; 404 when this source has none such.</summary>
    public async Task<IResult> AnswerAsync(
        OrderId id, Shop shop, HttpResponse response, Func<OrderBody, IResult> answer, CancellationToken cancellationToken) =>
        await FindAsync(id, shop, cancellationToken) is { } body ? Answer(body, response, answer) : ApiProblems.OrderNotFound;

    /// <summary>Answers with an order that this source has just stored; nothing is read for it.</summary>
    public IResult Answer(Order order, Shop shop, HttpResponse response, Func<OrderBody, IResult> answer) => Answer(BodyOf(order, shop), response, answer);

    /// <summary>The same for a read: 304 to who has it already.</summary>
    public async Task<IResult> ShowAsync(OrderId id, Shop shop, HttpContext context, CancellationToken cancellationToken) =>
        await FindAsync(id, shop, cancellationToken) is { } body
            ? Conditional.Answer(context, body, Conditional.TagOf(body.Version))
            : ApiProblems.OrderNotFound;

    /// <summary>Answers what was answered before.</summary>
    /// <param name="isReplay">False when this is that first answer itself.</param>
    public static IResult Replay(KeptAnswer answer, HttpResponse response, bool isReplay = true)
    {
        response.Headers.ETag = Conditional.TagOf(answer.Version);
        if (isReplay)
        {
            response.Headers[IdempotencyKeys.Replayed] = "true";
        }

        if (answer.Status is StatusCodes.Status201Created)
        {
            response.Headers.Location = LocationOf(answer.OrderId, response);
        }

        return TypedResults.Text(answer.Body, Conditional.Json, statusCode: answer.Status);
    }

    /// <summary>Where an order is read.</summary>
    public static string LocationOf(OrderId id, HttpResponse response) => $"{response.HttpContext.Request.PathBase}/api/v1/orders/{id}";

    /// <summary>An order as its shop sees it.</summary>
    public OrderBody BodyOf(Order order, Shop shop) =>
        OrderBody.Of(order, shop.Name, restaurants.Get(order.RestaurantId), menus.For(order.RestaurantId));

    /// <summary>A call with a key; null = the request has none.</summary>
    public IdempotentCall? CallOf(string? key, Shop shop, params IEnumerable<string?> asked) => key is null
        ? null
        : new IdempotentCall(key, IdempotentCall.FingerprintOf(asked), order => JsonSerializer.Serialize(BodyOf(order, shop), json.Value.SerializerOptions));

    private static IResult Answer(OrderBody body, HttpResponse response, Func<OrderBody, IResult> answer)
    {
        response.Headers.ETag = Conditional.TagOf(body.Version);
        return answer(body);
    }

    private async Task<OrderBody?> FindAsync(OrderId id, Shop shop, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } found && found.Order.SourceId == shop.Source ? BodyOf(found.Order, shop) : null;
}
