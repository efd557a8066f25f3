using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>
/// The display name, and where a person works, travel with the cookie, so no page has to look them up: a change of either ends the
/// sessions. Who must change the password first has no role until then.
/// </summary>
internal sealed class StaffClaims(
    UserManager<StaffMember> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, DeliveryDb db)
    : UserClaimsPrincipalFactory<StaffMember, IdentityRole<Guid>>(users, roles, options)
{
    /// <summary>The claim of whoever signed in with a one-time password.</summary>
    public const string MustChangePassword = "minidelivery:must-change-password";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffMember user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(CurrentStaff.DisplayNameClaim, user.DisplayName));
        if (user.MustChangePassword)
        {
            foreach (var role in identity.FindAll(identity.RoleClaimType).ToList())
            {
                identity.RemoveClaim(role);
            }

            identity.AddClaim(new Claim(MustChangePassword, "1"));
            return identity;
        }

        var posts = await db.StaffPosts.AsNoTracking().Where(post => post.PersonId == user.Id).ToListAsync();
        identity.AddClaims(posts.Select(post => new Claim(CurrentStaff.PostClaim, CurrentStaff.PostText(post.RestaurantId, post.Role))));

        return identity;
    }
}
