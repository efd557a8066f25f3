using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>Where shops put orders in and read them: <c>/api/v1/orders</c>.</summary>
internal static class OrderEndpoints
{
    private const int MaxChanges = 200;
    private const int UsualChanges = 50;

    // Said instead of a cursor: where the row of changes ends now.
    private const string Latest = "latest";

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/orders").WithTags("Orders").WithGroupName("v1");
        group.MapPost("/", ReceiveAsync)
            .RequireAuthorization(Scopes.OrdersWrite)
            .WithName("createOrder")
            .WithSummary("Hand an order in")
            .WithDescription("Answers 201 when the order is durably stored, 200 with Idempotent-Replayed: true when the same was handed in before. The till is never asked meanwhile.")
            .Accepts<NewOrderBody>("application/json")
            .Produces<OrderBody>(StatusCodes.Status201Created)
            .Produces<OrderBody>()
            .ProducesProblems([
                .. ApiProblems.OfEveryBody, ApiProblems.LicenseMissing, ApiProblems.LicenseExpired, ApiProblems.RestaurantClosed, ApiProblems.SourceOff,
                ApiProblems.OrderConflict, ApiProblems.OrderTooLarge(15000), ApiProblems.TooManyOrders(60, 240), ApiProblems.IntakePaused("kitchenBusy", 900),
                ApiProblems.IdempotencyInProgress, ApiProblems.IdempotencyConflict, ApiProblems.TemporarilyUnavailable,
            ]);
        // Routing itself would refuse other types, and nobody would ever see what came: they are refused here, and kept.
        group.MapPost("/", RefuseType).RequireAuthorization(Scopes.OrdersWrite).WithOrder(1).ExcludeFromDescription();
        group.MapRead("/", ListAsync)
            .RequireAuthorization(Scopes.OrdersRead)
            .WithName("listOrders")
            .WithSummary("What has changed since a cursor, or the one order of your own number")
            .WithDescription(
                "With externalId: that order, as GET /orders/{id} answers it. Otherwise: orders of this key's source that have changed since the cursor, that which changed first first, "
                + "each once and as it is now. Keep next and send it as after; no change is missed, and one that happens while you read may be told twice. "
                + "Without after it begins with the oldest; after=latest begins with what comes from now on.")
            .Produces<OrderChangesBody>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems([.. ApiProblems.OfEveryCall, ApiProblems.OrderNotFound, ApiProblems.ValidationFailed([new FieldError("/query/limit", "out-of-range", $"must be a whole number from 1 to {MaxChanges}")])]);
        group.MapRead("/{id:guid}", FindAsync)
            .RequireAuthorization(Scopes.OrdersRead)
            .WithName("getOrder")
            .WithSummary("Read one order of this key's source")
            .Produces<OrderBody>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems([.. ApiProblems.OfEveryCall, ApiProblems.OrderNotFound]);
        group.MapPost("/{id:guid}/cancel", CancelAsync)
            .RequireAuthorization(Scopes.OrdersWrite)
            .WithName("cancelOrder")
            .WithSummary("Ask for an order to be cancelled")
            .WithDescription(
                "200: nobody had accepted it, and it is cancelled. 202: the restaurant is at it, and its staff have been asked; the order says what they decide "
                + "(status deleted, or cancellation null again when it goes on). Asking twice is asking once.")
            .Accepts<CancelBody>("application/json")
            .Produces<OrderBody>()
            .Produces<OrderBody>(StatusCodes.Status202Accepted)
            .ProducesProblems([
                .. ApiProblems.OfEveryBody, ApiProblems.OrderNotFound, ApiProblems.NotCancellable, ApiProblems.IdempotencyInProgress,
                ApiProblems.IdempotencyConflict, ApiProblems.TemporarilyUnavailable,
            ]);
    }

    private static async Task<IResult> ReceiveAsync(
        HttpRequest request, ClaimsPrincipal caller, OrderIntake intake, InboxWriter inbox, OrderReader reader, IdempotencyKeys keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, wrongKey) = IdempotencyKeys.Of(request);
        if (wrongKey is not null)
        {
            return wrongKey;
        }

        var (draft, problem) = await JsonBody.ReadAsync(request, OrderBodyReader.Read, cancellationToken);
        var shop = Shop.Of(caller);
        if (draft is null)
        {
            return inbox.Refuse(shop, problem!, time);
        }

        var response = request.HttpContext.Response;
        var call = reader.CallOf(key, shop, "create", draft.Fingerprint());
        return await keys.InTurnAsync(
            shop.Source,
            key,
            async () => await intake.TakeAsync(draft, shop.Restaurant, shop.Source, shop.Actor, call, cancellationToken) switch
            {
                IntakeAnswer.Taken { Kept: { } kept } => OrderReader.Replay(kept, response, isReplay: false),
                IntakeAnswer.AlreadyKnown { Kept: { } kept } => OrderReader.Replay(kept, response),
                IntakeAnswer.Replayed replayed => OrderReader.Replay(replayed.Answer, response),
                IntakeAnswer.Taken taken => reader.Answer(taken.Order, shop, response, order => TypedResults.Created(OrderReader.LocationOf(taken.Id, response), order)),
                IntakeAnswer.AlreadyKnown known => await ReplayAsync(known.Id),
                IntakeAnswer.Conflict => ApiProblems.OrderConflict,
                IntakeAnswer.KeyConflict => ApiProblems.IdempotencyConflict,
                IntakeAnswer.Closed => ApiProblems.RestaurantClosed,
                IntakeAnswer.Paused paused => ApiProblems.IntakePaused(StatusBody.Of(paused.Now), paused.RetryAfter),
                IntakeAnswer.SourceOff => ApiProblems.SourceOff,
                IntakeAnswer.TooManyOrders many => ApiProblems.TooManyOrders(many.Limit, many.RetryAfter),
                IntakeAnswer.TooLarge large => ApiProblems.OrderTooLarge(large.Most.Amount),
                IntakeAnswer.NoLicense { State: LicenseState.Expired } => ApiProblems.LicenseExpired,
                IntakeAnswer.NoLicense => ApiProblems.LicenseMissing,
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            cancellationToken);

        Task<IResult> ReplayAsync(OrderId id)
        {
            response.Headers[IdempotencyKeys.Replayed] = "true";
            return reader.AnswerAsync(id, shop, response, TypedResults.Ok, cancellationToken);
        }
    }

    private static IResult RefuseType(ClaimsPrincipal caller, InboxWriter inbox, TimeProvider time) =>
        inbox.Refuse(Shop.Of(caller), ApiProblems.UnsupportedMediaType, time);

    // The numbers come as text: what is no number is a wrong field like any other, and not a bare 400.
    private static async Task<IResult> ListAsync(
        [Description("Your own number of one order.")] string? externalId,
        [Description("next of the answer before, or latest.")] string? after,
        [Description("1 to 200 orders at once; 50 when absent.")] string? limit,
        ClaimsPrincipal caller,
        OrderQueries queries,
        OrderReader reader,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var shop = Shop.Of(caller);
        if (externalId is not null)
        {
            return after is not null || limit is not null
                ? Wrong("externalId", "not-together", "is sent alone: it names one order")
                : await queries.FindIdAsync(shop.Source, externalId.Trim(), cancellationToken) is { } id
                    ? await reader.ShowAsync(id, shop, context, cancellationToken)
                    : ApiProblems.OrderNotFound;
        }

        if (!int.TryParse(limit ?? UsualChanges.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MaxChanges)
        {
            return Wrong("limit", "out-of-range", $"must be a whole number from 1 to {MaxChanges}");
        }

        if (after is Latest)
        {
            return Conditional.Answer(context, new OrderChangesBody([], CursorOf(await queries.LastChangeAsync(shop.Source, cancellationToken)), false));
        }

        return TryReadCursor(after, out var place) && await queries.ChangesAsync(shop.Source, place, count, cancellationToken) is { } changes
            ? Conditional.Answer(context, new OrderChangesBody([.. changes.Orders.Select(order => reader.BodyOf(order, shop))], CursorOf(changes.Next), changes.HasMore))
            : Wrong("after", "not-a-cursor", "must be next of an answer of this server, or latest; without it you begin with the oldest order");

        static IResult Wrong(string parameter, string code, string message) =>
            ApiProblems.ValidationFailed([new FieldError($"/query/{parameter}", code, message)]);
    }

    private static Task<IResult> FindAsync(
        Guid id, ClaimsPrincipal caller, OrderReader reader, HttpContext context, CancellationToken cancellationToken) =>
        reader.ShowAsync(new OrderId(id), Shop.Of(caller), context, cancellationToken);

    private static async Task<IResult> CancelAsync(
        Guid id, HttpRequest request, ClaimsPrincipal caller, ShopDesk desk, OrderReader reader, IdempotencyKeys keys, CancellationToken cancellationToken)
    {
        var (key, wrongKey) = IdempotencyKeys.Of(request);
        if (wrongKey is not null)
        {
            return wrongKey;
        }

        var (body, problem) = await JsonBody.ReadAsync(request, CancelBody.Read, cancellationToken, mayBeEmpty: true);
        if (body is null)
        {
            return problem!;
        }

        var shop = Shop.Of(caller);
        var response = request.HttpContext.Response;
        var call = reader.CallOf(key, shop, "cancel", id.ToString(), body.Reason, body.Comment);
        return await keys.InTurnAsync(
            shop.Source,
            key,
            async () => await desk.CancelAsync(new OrderId(id), shop.Source, body.Why, body.Comment, shop.Actor, call, cancellationToken) switch
            {
                ShopCancelAnswer.Heard heard => Heard(heard.Order),
                ShopCancelAnswer.Replayed replayed => OrderReader.Replay(replayed.Answer, response),
                ShopCancelAnswer.KeyConflict => ApiProblems.IdempotencyConflict,
                ShopCancelAnswer.Refused { Outcome.Reason: Refusal.OrderUnknown } => ApiProblems.OrderNotFound,
                ShopCancelAnswer.Refused => ApiProblems.NotCancellable,
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            cancellationToken);

        IResult Heard(Order order)
        {
            response.Headers.ETag = Conditional.TagOf(order.Version);
            return TypedResults.Json(reader.BodyOf(order, shop), statusCode: ShopDesk.StatusOf(order));
        }
    }

    // Opaque on purpose: what it counts is ours to change.
    private static string CursorOf(long place) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(FormattableString.Invariant($"1.{place}")));

    private static bool TryReadCursor(string? text, out long place)
    {
        place = 0;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[32];
        return text.Length <= 40 && text.All(char.IsAscii) && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('.') is ["1", var number]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }
}

/// <summary>Some of the changes of a source's orders.</summary>
/// <param name="Orders">Each once and as it is now.</param>
/// <param name="Next">To be sent as <c>after</c> the next time.</param>
/// <param name="HasMore">More can be read at once.</param>
public sealed record OrderChangesBody(IReadOnlyList<OrderBody> Orders, string Next, bool HasMore);

/// <summary>The body of <c>POST /api/v1/orders/{id}/cancel</c>; none at all means that the guest cancelled.</summary>
/// <param name="Reason">Why; <c>guest_cancelled</c> when absent.</param>
/// <param name="Comment">More about it, for the staff.</param>
public sealed record CancelBody(
    string? Reason = "guest_cancelled", [property: System.ComponentModel.DataAnnotations.MaxLength(Limits.Comment)] string? Comment = null)
{
    internal CancelReason Why { get; init; }

    internal static CancelBody Read(JsonFields body)
    {
        var why = body.Choice("reason", CancelReason.GuestCancelled, System.Text.Json.JsonNamingPolicy.SnakeCaseLower, CancelReasons.ForStaff);
        return new CancelBody(why.ToString(), body.Text("comment", Limits.Comment, isMultiline: true)) { Why = why };
    }
}
