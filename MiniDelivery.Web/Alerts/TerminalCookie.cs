using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Alerts;

/// <summary>
/// Knows a browser again: an encrypted cookie that no script can read holds the terminal's id. Each request of staff, and so each
/// circuit, carries the terminal as a claim; a browser that is met for the first time gets its cookie with its first page. One that
/// an administrator has enrolled is known while nobody is signed in, too: it rings on, and asks for a PIN. Whoever may no longer sit
/// there (<see cref="Seats"/>) is sent out here.
/// </summary>
internal sealed class TerminalCookie(
    IDataProtectionProvider protection, TerminalBook book, RestaurantDirectory restaurants, Seats seats) : IMiddleware
{
    public const string Name = "md-terminal";

    // What browsers keep at most.
    private static readonly TimeSpan _kept = TimeSpan.FromDays(400);

    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.Terminal.v1");

    /// <summary>The terminal of a caller; null = none is known.</summary>
    public static TerminalId? Of(ClaimsPrincipal caller) =>
        CurrentStaff.TerminalOf(caller) is { } id ? new TerminalId(id) : null;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isStaff = context.User.Identity is { IsAuthenticated: true } && Enum.GetNames<StaffRole>().Any(context.User.IsInRole);
        var cookie = Read(context);
        var terminal = cookie is { } id ? await book.FindAsync(id, context.RequestAborted) : null;
        if (cookie is { } gone && terminal is null && !await LetGoAsync(context, gone, isStaff))
        {
            return;
        }

        isStaff = context.User.Identity is { IsAuthenticated: true } && isStaff;
        var shown = isStaff ? restaurants.For(CurrentStaff.Of(context.User), terminal?.RestaurantId) : null;
        if (shown is not null && IsPage(context.Request))
        {
            if (terminal is null)
            {
                terminal = await book.EnrolAsync(shown.Id, context.RequestAborted);
                Write(context, terminal.Id);
                PreferenceCookies.BeginAs(context, shown.Appearance);
            }
            else if (!terminal.IsEnrolled && terminal.RestaurantId != shown.Id)
            {
                // A browser of somebody who works elsewhere goes with its person; one that an administrator has enrolled stays where it stands.
                terminal = await book.MoveAsync(terminal, shown.Id, context.RequestAborted);
            }
        }

        if (terminal is not null)
        {
            seats.Know(terminal.Id.Value, TimeSpan.FromMinutes(terminal.IdleMinutes), terminal.IsShared, terminal.LastSeenAt);
        }

        if (isStaff || terminal is { IsEnrolled: true })
        {
            context.User.AddIdentity(Identity(terminal, isStaff ? shown?.Id : terminal?.RestaurantId));
        }

        if (isStaff && !seats.Holds(context.User))
        {
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                Refuse(context);
                return;
            }

            context.User = new ClaimsPrincipal(new ClaimsIdentity());
            if (terminal is { IsEnrolled: true })
            {
                context.User.AddIdentity(Identity(terminal, terminal.RestaurantId));
            }
        }
        else if (isStaff && terminal is not null && IsPage(context.Request))
        {
            seats.Touch(terminal.Id.Value);
        }

        await next(context);
    }

    // An administrator has cut this browser off, or nobody has used it for months. Whoever is signed in there is out, and from the
    // next page on it is a browser like any other.
    private async Task<bool> LetGoAsync(HttpContext context, TerminalId gone, bool isStaff)
    {
        context.Response.Cookies.Delete(Name);
        if (!isStaff)
        {
            return true;
        }

        seats.Expel(gone.Value);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            Refuse(context);
            return false;
        }

        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        return true;
    }

    // A page asks to be unlocked; whatever else a page asks for is told that nobody is signed in.
    private static void Refuse(HttpContext context)
    {
        if (IsPage(context.Request))
        {
            context.Response.Redirect($"{context.Request.PathBase}/lock?returnUrl={Uri.EscapeDataString($"{context.Request.Path}{context.Request.QueryString}")}");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }

    private static ClaimsIdentity Identity(Terminal? terminal, RestaurantId? restaurant)
    {
        var identity = new ClaimsIdentity();
        if (restaurant is { } shown)
        {
            identity.AddClaim(new Claim(CurrentStaff.RestaurantClaim, shown.ToString()));
        }

        if (terminal is not null)
        {
            identity.AddClaims(
            [
                new Claim(CurrentStaff.TerminalClaim, terminal.Id.ToString()),
                new Claim(CurrentStaff.TerminalNameClaim, terminal.Name),
                new Claim(CurrentStaff.IdleClaim, terminal.IdleMinutes.ToString(CultureInfo.InvariantCulture)),
            ]);
        }

        if (terminal is { IsShared: true })
        {
            identity.AddClaim(new Claim(CurrentStaff.SharedClaim, "1"));
        }

        return identity;
    }

    // A page that somebody goes to, also by way of the browser's own worker (sw.js), which hides that it is one (Sec-Fetch-Dest).
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private TerminalId? Read(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[Name] is { } cookie && Guid.TryParse(_protector.Unprotect(cookie), out var id) ? new TerminalId(id) : null;
        }
        catch (CryptographicException)
        {
            return null; // Not ours, or of keys that are gone: a new terminal.
        }
    }

    private void Write(HttpContext context, TerminalId id) => context.Response.Cookies.Append(
        Name,
        _protector.Protect(id.ToString()),
        new CookieOptions
        {
            MaxAge = _kept,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
}
