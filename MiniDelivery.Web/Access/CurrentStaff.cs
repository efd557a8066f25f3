using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using MiniDelivery.Domain.Access;

namespace MiniDelivery.Web.Access;

/// <summary>Who sits at this page.</summary>
public sealed class CurrentStaff(AuthenticationStateProvider authentication)
{
    /// <summary>The claim that carries <see cref="Data.StaffMember.DisplayName"/>.</summary>
    public const string DisplayNameClaim = "minidelivery:name";

    /// <summary>The browser's address, as the request said that opened the page.</summary>
    public string? Address { get; set; }

    /// <summary>The person as the history will name them.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; the page should have demanded it.</exception>
    public async Task<Actor> GetAsync() => ToActor((await authentication.GetAuthenticationStateAsync()).User);

    private Actor ToActor(ClaimsPrincipal user)
    {
        var role = Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).Cast<StaffRole?>().Max();
        return user.Identity is { IsAuthenticated: true, Name: { } signIn }
            ? new Actor(user.FindFirstValue(DisplayNameClaim) ?? signIn, role, Address: Address)
            : throw new InvalidOperationException("Nobody is signed in.");
    }
}
