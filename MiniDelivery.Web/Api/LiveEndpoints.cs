using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Api;

/// <summary>
/// What a terminal's own script (alert.js) asks and says, apart from the page's circuit: <c>/live</c>. Staff only, but that an enrolled terminal hears and is
/// heard while nobody is signed in. No address here
/// ever sends anybody to the sign-in page; the script must know that nobody is signed in.
/// </summary>
internal static class LiveEndpoints
{
    // More orders than this never wait on one screen.
    private const int MostOrders = 1000;

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/live").ExcludeFromDescription();
        var terminals = group.MapGroup("").AllowAnonymous().AddEndpointFilter(OfStaffOrEnrolled);
        terminals.MapGet("/alert", WaitAsync);
        terminals.MapPost("/heartbeat", BeatAsync).AddEndpointFilter(FromOurOwnPages);
        group.MapGet("/push", AskPushAsync);
        var tell = group.MapGroup("").AddEndpointFilter(FromOurOwnPages);
        tell.MapPost("/touch", Touch);
        tell.MapPost("/lock", LockAsync);
        tell.MapPost("/acknowledge", AcknowledgeAsync);
        tell.MapPost("/accept", AcceptAsync);
        tell.MapPost("/volume", SetVolumeAsync);
        tell.MapPost("/heard", ConfirmTestAsync);
        tell.MapPost("/push", PushAsync);
        tell.MapPost("/print", PrintAsync);
    }

    private static async Task<Results<Ok<AlertPicture>, ForbidHttpResult>> WaitAsync(
        string? after, ClaimsPrincipal caller, AlertFeed feed, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return CurrentStaff.RestaurantOf(caller) is { } restaurant
            ? TypedResults.Ok(await feed.WaitAsync(TerminalCookie.Of(caller), restaurant, after, !IsStaff(caller), cancellationToken))
            : TypedResults.Forbid();
    }

    private static async Task<Results<NoContent, Conflict>> BeatAsync(
        Heartbeat beat, ClaimsPrincipal caller, AlertDesk desk, CancellationToken cancellationToken)
    {
        // 409: the page must be loaded anew, for only a page gives the browser its cookie.
        if (TerminalCookie.Of(caller) is not { } terminal)
        {
            return TypedResults.Conflict();
        }

        if (beat.Left)
        {
            await desk.LeaveAsync(terminal, beat.Page, cancellationToken);
            return TypedResults.NoContent();
        }

        var sound = beat.Sound switch
        {
            "on" => TerminalSound.On,
            "blocked" => TerminalSound.Blocked,
            _ => TerminalSound.Unknown,
        };
        var said = new TerminalBeat(sound, beat.Visible, beat.Page);
        var isKnown = IsStaff(caller)
            ? await desk.BeatAsync(terminal, said, Few(beat.Sounding), CurrentStaff.Of(caller), cancellationToken)
            : await desk.BeatLockedAsync(terminal, said, Few(beat.Sounding), cancellationToken);
        return isKnown
            ? TypedResults.NoContent()
            : TypedResults.Conflict();
    }

    private static async Task<Ok<Answer>> AcknowledgeAsync(Orders said, ClaimsPrincipal caller, AlertDesk desk) =>
        Answer.Of(await desk.AcknowledgeAsync(Few(said.Ids), CurrentStaff.Of(caller), CancellationToken.None));

    // What a person has pressed is carried out even if they close the window meanwhile.
    private static async Task<Ok<Answer>> AcceptAsync(OneOrder wanted, ClaimsPrincipal caller, OrderDesk desk) =>
        Answer.Of(await desk.AcceptAsync(new OrderId(wanted.Order), CurrentStaff.Of(caller), CancellationToken.None));

    private static async Task<Results<Ok<List<Printed>>, BadRequest>> PrintAsync(Slips wanted, ClaimsPrincipal caller, OrderDesk desk)
    {
        if (!Enum.TryParse<SlipKind>(wanted.Slip, ignoreCase: true, out var slip) || !Enum.IsDefined(slip))
        {
            return TypedResults.BadRequest();
        }

        var printed = new List<Printed>();
        foreach (var order in Few(wanted.Ids))
        {
            var (outcome, prints) = await desk.PrintAsync(new OrderId(order), slip, CurrentStaff.Of(caller), CancellationToken.None);
            printed.Add(new Printed(order, prints, outcome.Reason?.ToString()));
        }

        return TypedResults.Ok(printed);
    }

    private static async Task<Ok<Answer>> SetVolumeAsync(Loudness wanted, ClaimsPrincipal caller, AlertDesk desk) =>
        Answer.Of(TerminalCookie.Of(caller) is { } terminal
            ? await desk.SetVolumeAsync(terminal, wanted.Volume, CurrentStaff.Of(caller), CancellationToken.None)
            : Outcome.Refused(Refusal.TerminalUnknown));

    // JSON, so that no plain form can send it.
    private static async Task<Ok<Answer>> ConfirmTestAsync(Nothing said, ClaimsPrincipal caller, AlertDesk desk) =>
        Answer.Of(TerminalCookie.Of(caller) is { } terminal
            ? await desk.ConfirmTestAsync(terminal, CurrentStaff.Of(caller), CancellationToken.None)
            : Outcome.Refused(Refusal.TerminalUnknown));

    // Heartbeats are no touch: they come whether anybody is there or not.
    private static NoContent Touch(Nothing said, ClaimsPrincipal caller, AlertDesk desk)
    {
        if (TerminalCookie.Of(caller) is { } terminal)
        {
            desk.Touch(terminal);
        }

        return TypedResults.NoContent();
    }

    // Nobody has touched the page for too long.
    private static async Task<NoContent> LockAsync(Nothing said, ClaimsPrincipal caller, AlertDesk desk, SignInManager<StaffMember> signIn)
    {
        await signIn.SignOutAsync();
        if (TerminalCookie.Of(caller) is { } terminal)
        {
            desk.Lock(terminal);
        }

        return TypedResults.NoContent();
    }

    private static bool IsStaff(ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true };

    private static ValueTask<object?> OfStaffOrEnrolled(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsStaff(context.HttpContext.User) || TerminalCookie.Of(context.HttpContext.User) is not null
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status401Unauthorized));

    private static async Task<Ok<PushOffer>> AskPushAsync(PushBook book, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PushOffer(await book.KeyAsync(cancellationToken)));

    private static async Task<Ok<Answer>> PushAsync(Push said, ClaimsPrincipal caller, PushBook book)
    {
        var by = CurrentStaff.Of(caller);
        return Answer.Of(said.IsOff || CurrentStaff.RestaurantOf(caller) is not { } restaurant
            ? await book.UnsubscribeAsync(said.Endpoint ?? "", by, CancellationToken.None)
            : await book.SubscribeAsync(
                restaurant,
                new PushWish(said.Endpoint ?? "", said.P256dh ?? "", said.Auth ?? "", said.Language ?? ""),
                caller.Identity!.Name!,
                by,
                CancellationToken.None));
    }

    private static Guid[] Few(IReadOnlyList<Guid>? orders) => [.. (orders ?? []).Distinct().Take(MostOrders)];

    /// <summary>
    /// A page of another site must not speak in our people's name. Every browser says with a POST where it comes from; whoever does
    /// not say it is no browser with our cookie.
    /// </summary>
    private static ValueTask<object?> FromOurOwnPages(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isOurs = Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin";
        return isOurs ? next(context) : ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status403Forbidden));
    }

    /// <summary>A heartbeat.</summary>
    /// <param name="Sound"><c>on</c>, <c>blocked</c>; anything else is not known.</param>
    /// <param name="Visible">Whether the page is in view.</param>
    /// <param name="Sounding">The orders for which it is sounding.</param>
    /// <param name="Left">The page is being closed.</param>
    /// <param name="Page">A number of the page's own.</param>
    internal sealed record Heartbeat(string? Sound, bool Visible, IReadOnlyList<Guid>? Sounding, bool Left, string? Page);

    internal sealed record Orders(IReadOnlyList<Guid>? Ids);

    /// <summary>Slips go to the printer.</summary>
    /// <param name="Slip"><c>kitchen</c> or <c>courier</c>.</param>
    internal sealed record Slips(IReadOnlyList<Guid>? Ids, string? Slip);

    /// <summary>What became of one.</summary>
    /// <param name="Prints">How many there are of it now.</param>
    /// <param name="Refusal">Why it must not be printed, as the domain names it; null = it may.</param>
    internal sealed record Printed(Guid Order, int Prints, string? Refusal);

    internal sealed record OneOrder(Guid Order);

    internal sealed record Loudness(int Volume);

    internal sealed record Nothing;

    /// <summary>What a browser asks its push service with.</summary>
    /// <param name="Key">This installation's public key, base64url.</param>
    internal sealed record PushOffer(string Key);

    /// <summary>A browser wants to be notified, or no more.</summary>
    /// <param name="IsOff">No more; then only the address counts.</param>
    internal sealed record Push(string? Endpoint, string? P256dh, string? Auth, string? Language, bool IsOff);

    /// <summary>What became of what a person pressed.</summary>
    /// <param name="Refusal">Why not, as the domain names it; null = it is done.</param>
    internal sealed record Answer(string? Refusal)
    {
        public static Ok<Answer> Of(Outcome outcome) => TypedResults.Ok(new Answer(outcome.Reason?.ToString()));
    }
}
