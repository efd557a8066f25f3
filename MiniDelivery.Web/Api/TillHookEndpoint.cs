using Microsoft.Extensions.Options;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Web.Api;

/// <summary>
/// What the till's form script calls when a cashier opens an order: <c>GET /api/int/orderitems?guid={GUID}</c>. The script looks only at
/// whether the call succeeded, so it is always a quick 200; an order that is not ours is none of our business.
/// </summary>
internal static class TillHookEndpoint
{
    public static void MapTillHook(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/int/orderitems", OpenedAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> OpenedAsync(
        string? guid, HttpContext context, TillHook hook, IOptions<TillHookOptions> options, CancellationToken cancellationToken)
    {
        if (!options.Value.Allows(context.Connection.RemoteIpAddress))
        {
            return TypedResults.Json(new HookBody(false, "This address is not on the list TillHook:Networks.", []), statusCode: StatusCodes.Status403Forbidden);
        }

        // The till writes it upper case and in braces, percent-encoded or not; the framework has decoded it once.
        if (!Guid.TryParse(guid?.Trim(), out var orderGuid))
        {
            return TypedResults.Ok(new HookBody(false, "guid must be the guid of an order.", []));
        }

        var answer = await hook.OpenedAsync(orderGuid, cancellationToken);
        return TypedResults.Ok(new HookBody(
            true,
            answer is { IsOurs: true, IsFilled: false } ? "The dishes follow." : "",
            [.. answer.Dishes.Select(dish => new HookDish(dish.Code, dish.Name, dish.Quantity.Value))]));
    }

    private sealed record HookBody(bool Result, string Msg, IReadOnlyList<HookDish> Data);

    private sealed record HookDish(string? Code, string Name, decimal Quantity);
}
