using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Access;

/// <summary>Who sits at this page.</summary>
public sealed class CurrentStaff(AuthenticationStateProvider authentication)
{
    /// <summary>The claim that carries <see cref="Data.StaffMember.DisplayName"/>.</summary>
    public const string DisplayNameClaim = "minidelivery:name";

    /// <summary>The browser's address, as the request said that opened the page.</summary>
    public string? Address { get; set; }

    /// <summary>The claim that carries the terminal's id, added to each request by its cookie.</summary>
    public const string TerminalClaim = "minidelivery:terminal";

    /// <summary>The claim that carries the terminal's name.</summary>
    public const string TerminalNameClaim = "minidelivery:terminal-name";

    /// <summary>The claim that carries the restaurant that this browser shows; there is none where the person works nowhere.</summary>
    public const string RestaurantClaim = "minidelivery:shown-restaurant";

    /// <summary>The claim that says where a person works and as what, once for each restaurant; none = everywhere.</summary>
    public const string PostClaim = "minidelivery:post";

    /// <summary>The claim of a terminal that an administrator has marked as shared.</summary>
    public const string SharedClaim = "minidelivery:shared";

    /// <summary>The claim that carries after how many minutes without a touch the terminal locks itself.</summary>
    public const string IdleClaim = "minidelivery:idle-minutes";

    /// <summary>The claim that says how somebody signed in (RFC 8176).</summary>
    public const string MethodClaim = "amr";

    /// <summary>What it says of a PIN.</summary>
    public const string ByPin = "pin";

    /// <summary>The claim that carries the terminal which took the PIN.</summary>
    public const string PinTerminalClaim = "minidelivery:pin-terminal";

    /// <summary>Whether somebody signed in with a PIN.</summary>
    public static bool IsByPin(ClaimsPrincipal user) => user.HasClaim(MethodClaim, ByPin);

    /// <summary>The person as the history will name them.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; the page should have demanded it.</exception>
    public async Task<Actor> GetAsync() => Of((await authentication.GetAuthenticationStateAsync()).User, Address);

    /// <summary>The terminal of this page; null = the browser has none.</summary>
    public async Task<Guid?> TerminalAsync() => TerminalOf((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>The terminal of a request; null = the browser has none.</summary>
    public static Guid? TerminalOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(TerminalClaim), out var id) ? id : null;

    /// <summary>The restaurant that a browser shows; null = the person works nowhere, or nobody is signed in.</summary>
    public static RestaurantId? RestaurantOf(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(RestaurantClaim), out var id) ? new RestaurantId(id) : null;

    /// <summary>What <see cref="PostClaim"/> says of one restaurant.</summary>
    public static string PostText(RestaurantId restaurant, StaffRole role) => $"{restaurant}:{role}";

    /// <summary>The same for a request.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; the endpoint should have demanded it.</exception>
    public static Actor Of(ClaimsPrincipal user, string? address = null)
    {
        var role = Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).Cast<StaffRole?>().Max();
        return user.Identity is { IsAuthenticated: true, Name: { } signIn }
            ? new Actor(user.FindFirstValue(DisplayNameClaim) ?? signIn, role, user.FindFirstValue(TerminalNameClaim), address, IsByPin(user)) { Posts = PostsOf(user) }
            : throw new InvalidOperationException("Nobody is signed in.");
    }

    // A claim that cannot be read opens nothing.
    private static Dictionary<RestaurantId, StaffRole>? PostsOf(ClaimsPrincipal user)
    {
        var claims = user.FindAll(PostClaim).Select(claim => claim.Value.Split(':')).ToList();
        return claims is []
            ? null
            : claims.Where(parts => parts is [var id, var role] && Guid.TryParse(id, out _) && Enum.TryParse<StaffRole>(role, out _))
                .ToDictionary(parts => new RestaurantId(Guid.Parse(parts[0])), parts => Enum.Parse<StaffRole>(parts[1]));
    }
}
