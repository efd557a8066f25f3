using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Identity's sign-in. Whoever came with a PIN gets a cookie without an administrator's role; here and nowhere else are cookies made,
/// so no door forgets it.
/// </summary>
internal sealed class StaffSignIn(
    UserManager<StaffMember> users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<StaffMember> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<StaffMember>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<StaffMember> confirmation,
    Seats seats) : SignInManager<StaffMember>(users, accessor, claims, options, logger, schemes, confirmation)
{
    public override async Task SignInWithClaimsAsync(StaffMember user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        if (CurrentStaff.TerminalOf(Context.User) is { } terminal)
        {
            seats.Touch(terminal);
        }

        var person = await CreateUserPrincipalAsync(user);
        var identity = person.Identities.First();
        identity.AddClaims(additionalClaims);
        if (CurrentStaff.IsByPin(person))
        {
            Cap(identity);
        }

        await Context.SignInAsync(AuthenticationScheme, person, authenticationProperties ?? new AuthenticationProperties());
    }

    private static void Cap(ClaimsIdentity identity)
    {
        foreach (var claim in identity.FindAll(identity.RoleClaimType).ToList())
        {
            identity.RemoveClaim(claim);
            if (Enum.TryParse<StaffRole>(claim.Value, out var role))
            {
                identity.AddClaim(new Claim(identity.RoleClaimType, role.ByPin.ToString()));
            }
        }
    }
}
