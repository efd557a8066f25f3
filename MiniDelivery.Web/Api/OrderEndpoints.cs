using System.Buffers;
using System.Security.Claims;
using Microsoft.Net.Http.Headers;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>Where shops put orders in and read them: <c>/api/v1/orders</c>.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/orders").WithTags("Orders").WithGroupName("v1");
        group.MapPost("/", ReceiveAsync)
            .RequireAuthorization(Scopes.OrdersWrite)
            .WithName("createOrder")
            .WithSummary("Hand an order in")
            .WithDescription("Answers 201 when the order is durably stored, 200 with Idempotent-Replayed: true when the same was handed in before.")
            .Accepts<NewOrderBody>("application/json")
            .Produces<OrderBody>(StatusCodes.Status201Created)
            .Produces<OrderBody>()
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        group.MapGet("/{id:guid}", FindAsync)
            .RequireAuthorization(Scopes.OrdersRead)
            .WithName("getOrder")
            .WithSummary("Read one order of this key's source")
            .Produces<OrderBody>()
            .ProducesProblems(401, 403, 404);
    }

    // The body is read by hand: a binder stops at the first wrong field and cannot say where the others are.
    private static async Task<IResult> ReceiveAsync(
        HttpRequest request, ClaimsPrincipal caller, OrderIntake intake, OrderReader reader, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
        {
            return ApiProblems.UnsupportedMediaType;
        }

        if (await ReadBodyAsync(request, cancellationToken) is not { } body)
        {
            return ApiProblems.BodyTooLarge(OrderBodyReader.MaxBytes);
        }

        var (draft, problem) = OrderBodyReader.Read(body);
        if (draft is null)
        {
            return problem!;
        }

        var shop = Shop.Of(caller);
        return await intake.TakeAsync(draft, shop.Restaurant, shop.Source, shop.Actor, cancellationToken) switch
        {
            IntakeAnswer.Taken taken => await reader.AnswerAsync(
                taken.Id, shop, request.HttpContext.Response, order => TypedResults.Created($"/api/v1/orders/{taken.Id}", order), cancellationToken),
            IntakeAnswer.AlreadyKnown known => await ReplayAsync(known.Id),
            IntakeAnswer.Conflict => ApiProblems.OrderConflict,
            IntakeAnswer.Closed => ApiProblems.RestaurantClosed,
            IntakeAnswer.Paused paused => ApiProblems.IntakePaused(StatusBody.Of(paused.Now), paused.RetryAfter),
            IntakeAnswer.SourceOff => ApiProblems.SourceOff,
            IntakeAnswer.TooManyOrders many => ApiProblems.TooManyOrders(many.Limit, many.RetryAfter),
            IntakeAnswer.TooLarge large => ApiProblems.OrderTooLarge(large.Most.Amount),
            IntakeAnswer.NoLicense { State: LicenseState.Expired } => ApiProblems.LicenseExpired,
            IntakeAnswer.NoLicense => ApiProblems.LicenseMissing,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Task<IResult> ReplayAsync(OrderId id)
        {
            request.HttpContext.Response.Headers["Idempotent-Replayed"] = "true";
            return reader.AnswerAsync(id, shop, request.HttpContext.Response, TypedResults.Ok, cancellationToken);
        }
    }

    private static Task<IResult> FindAsync(
        Guid id, ClaimsPrincipal caller, OrderReader reader, HttpResponse response, CancellationToken cancellationToken) =>
        reader.AnswerAsync(new OrderId(id), Shop.Of(caller), response, TypedResults.Ok, cancellationToken);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length is 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // Counted while it is read: a length that the sender promises is only a promise.
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > OrderBodyReader.MaxBytes)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isTooLarge = read.Buffer.Length > OrderBodyReader.MaxBytes;
            if (isTooLarge || read.IsCompleted)
            {
                var body = isTooLarge ? null : read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

internal static class ProblemDocs
{
    /// <summary>Says in the API document which problems a call may answer with; any may hear that its key calls too often.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses) =>
        statuses.Append(StatusCodes.Status429TooManyRequests).Distinct().Aggregate(route, (all, status) => all.ProducesProblem(status));
}

/// <summary>Reads an order for the shop that owns it.</summary>
internal sealed class OrderReader(OrderQueries queries, RestaurantDirectory restaurants, MenuCache menus)
{
    /// <summary>Answers with the order and its version as ETag; 404 when this source has none such.</summary>
    public async Task<IResult> AnswerAsync(
        OrderId id, Shop shop, HttpResponse response, Func<OrderBody, IResult> answer, CancellationToken cancellationToken)
    {
        var found = await queries.FindAsync(id, cancellationToken);
        if (found is null || found.Order.SourceId != shop.Source)
        {
            return ApiProblems.OrderNotFound;
        }

        response.Headers.ETag = FormattableString.Invariant($"\"{found.Order.Version}\"");
        return answer(
            OrderBody.Of(found.Order, found.Source, restaurants.Get(found.Order.RestaurantId), menus.For(found.Order.RestaurantId)));
    }
}
