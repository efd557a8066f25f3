using System.Net.Mime;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Api;

/// <summary>Leaving, and what a browser asks before it makes or uses a passkey. Entering is a page: it has something to show.</summary>
internal static class AccountEndpoints
{
    /// <summary>
    /// A sign-in page that stood open while somebody signed in beside it, or while the browser forgot its cookies, is shown anew
    /// instead of a 400: nobody can do anything about a stale token but try again.
    /// </summary>
    public static void UseFreshSignIn(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if ((context.Request.Path == "/account/sign-in" || context.Request.Path == "/lock") && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}");
            return Task.CompletedTask;
        }

        return next(context);
    });

    public static RouteGroupBuilder MapAccount(this IEndpointRouteBuilder routes)
    {
        // Open to all: whose cookie has just run out wants to leave, not to sign in first.
        var group = routes.MapGroup("/account").ExcludeFromDescription().AllowAnonymous();
        group.MapPost("/sign-out", SignOutAsync);
        group.MapPost("/lock", LockAsync);
        group.MapPost("/passkey/use", UsePasskeyAsync).RequireRateLimiting(DoorLimit.Name);
        routes.MapPost("/account/restaurant", SwitchAsync).ExcludeFromDescription().RequireAuthorization();
        routes.MapPost("/account/passkey/make", MakePasskeyAsync).ExcludeFromDescription().RequireAuthorization();
        return group;
    }

    // The token is checked here and not by binding a form: a foreign page gets an answer, and our log no exception.
    internal static async Task<Results<RedirectHttpResult, BadRequest<string>>> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, SignInManager<StaffMember> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest("Sign out with the button of our own page.");
        }

        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("~/account/sign-in");
    }

    /// <summary>«Сменить человека»: whoever sits here leaves, and the terminal asks for the next one.</summary>
    internal static async Task<Results<RedirectHttpResult, BadRequest<string>>> LockAsync(
        HttpContext context, IAntiforgery antiforgery, SignInManager<StaffMember> signIn, AlertDesk desk)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest("Lock with the button of our own page.");
        }

        await signIn.SignOutAsync();
        if (TerminalCookie.Of(context.User) is { } terminal)
        {
            desk.Lock(terminal);
        }

        return TypedResults.LocalRedirect("~/lock");
    }

    /// <summary>This browser shows, and rings for, another restaurant of those that the person works in.</summary>
    internal static async Task<Results<RedirectHttpResult, BadRequest<string>, ForbidHttpResult>> SwitchAsync(
        HttpContext context, IAntiforgery antiforgery, AlertDesk desk)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || !Guid.TryParse(context.Request.Form["id"], out var id)
            || TerminalCookie.Of(context.User) is not { } terminal)
        {
            return TypedResults.BadRequest("Switch with the button of our own page.");
        }

        var outcome = await desk.SwitchAsync(terminal, new RestaurantId(id), CurrentStaff.Of(context.User), CancellationToken.None);
        return outcome.IsDone ? TypedResults.LocalRedirect("~/") : TypedResults.Forbid();
    }

    internal static async Task<Results<ContentHttpResult, BadRequest<string>>> UsePasskeyAsync(
        HttpContext context, IAntiforgery antiforgery, AccountDesk desk) =>
        await antiforgery.IsRequestValidAsync(context)
            ? TypedResults.Content(await desk.PasskeyToUseAsync(), MediaTypeNames.Application.Json)
            : TypedResults.BadRequest(OnlyFromOurPage);

    internal static async Task<Results<ContentHttpResult, BadRequest<string>, ForbidHttpResult>> MakePasskeyAsync(
        HttpContext context, IAntiforgery antiforgery, AccountDesk desk) =>
        !await antiforgery.IsRequestValidAsync(context) ? TypedResults.BadRequest(OnlyFromOurPage)
        : await desk.PasskeyToMakeAsync(context.User) is { } options ? TypedResults.Content(options, MediaTypeNames.Application.Json)
        : TypedResults.Forbid();

    private const string OnlyFromOurPage = "Ask for a passkey with the button of our own page.";
}
