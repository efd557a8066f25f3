using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Api;

/// <summary>Leaving. Entering is a page: it has something to show.</summary>
internal static class AccountEndpoints
{
    public static RouteGroupBuilder MapAccount(this IEndpointRouteBuilder routes)
    {
        // Open to all: whose cookie has just run out wants to leave, not to sign in first.
        var group = routes.MapGroup("/account").ExcludeFromDescription().AllowAnonymous();
        group.MapPost("/sign-out", SignOutAsync);
        return group;
    }

    // Reading the form is what makes the framework check the antiforgery token.
    internal static async Task<RedirectHttpResult> SignOutAsync([FromForm] string? returnUrl, SignInManager<StaffMember> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(returnUrl is null ? "/account/sign-in" : LocalUrl.OrHome(returnUrl));
    }
}
