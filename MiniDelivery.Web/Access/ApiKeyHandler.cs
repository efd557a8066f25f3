using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Signs a shop in by its API key: <c>Authorization: Bearer md_…</c> or <c>X-Api-Key: md_…</c>. The key's row is read for every call
/// and kept nowhere, so a revoked key is refused at once by every instance.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KeyLookup keys,
    IRequestLimit limit,
    KeyUses uses,
    IOptions<RequestLimitOptions> limits)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";
    private static readonly object _refused = new();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented() is not { } presented)
        {
            return AuthenticateResult.NoResult();
        }

        if (!ApiKey.TrySplit(presented, out var id, out var secret))
        {
            return await RefuseAsync();
        }

        var found = await keys.FindAsync(id, Context.RequestAborted);
        var now = TimeProvider.GetUtcNow();
        if (found is null || !found.Key.Accepts(secret, now))
        {
            return await RefuseAsync();
        }

        uses.Note(found.Key, now);
        var lease = await limit.TakeAsync(id, limits.Value.RequestsPerMinute, Context.RequestAborted);
        lease.Say(Response.Headers);
        if (!lease.IsGranted)
        {
            Context.Items[_refused] = lease;
            return AuthenticateResult.Fail("Too many calls");
        }

        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.Name, found.Shop.Name),
                new(Shop.KeyClaim, id),
                new(Shop.SourceClaim, found.Shop.Source.ToString()),
                new(Shop.RestaurantClaim, found.Shop.Restaurant.ToString()),
                .. found.Key.Grants.Select(scope => new Claim(Shop.ScopeClaim, scope)),
            ],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items.TryGetValue(_refused, out var refused) && refused is RequestLease lease)
        {
            return Problems.ApiProblems.TooManyRequests(lease.Limit, lease.RetryAfter).ExecuteAsync(Context);
        }

        Response.Headers.WWWAuthenticate = "Bearer realm=\"MiniDelivery\"";
        return Problems.ApiProblems.Unauthenticated.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.ApiProblems.ScopeMissing.ExecuteAsync(Context);

    // One answer for "no such key" and "wrong secret": neither tells a guesser anything. Only wrong keys count for the address, so a
    // guesser behind the same address as a shop does not lock the shop out.
    private async Task<AuthenticateResult> RefuseAsync()
    {
        var lease = await limit.TakeAsync(
            "address " + DoorLimit.NetworkOf(Context.Connection.RemoteIpAddress), limits.Value.BadKeysPerMinute, Context.RequestAborted);
        if (!lease.IsGranted)
        {
            lease.Say(Response.Headers, "address");
            Context.Items[_refused] = lease;
        }

        return AuthenticateResult.Fail("Unknown key");
    }

    private string? Presented() => (Request.Headers.Authorization, Request.Headers["X-Api-Key"]) switch
    {
        ([{ } header], _) when header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) => header[Bearer.Length..].Trim(),
        (_, [{ } header]) => header.Trim(),
        _ => null,
    };
}

/// <summary>The shop that calls, as its key says.</summary>
/// <param name="Source">Whose orders it may touch.</param>
/// <param name="Restaurant">Which restaurant it belongs to.</param>
/// <param name="Name">Name of the source.</param>
internal sealed record Shop(SourceId Source, RestaurantId Restaurant, string Name)
{
    public const string KeyClaim = "minidelivery:key";
    public const string ScopeClaim = "minidelivery:scope";
    public const string SourceClaim = "minidelivery:source";
    public const string RestaurantClaim = "minidelivery:restaurant";

    /// <summary>What the history says of it.</summary>
    public Actor Actor => new(Name);

    public static Shop Of(ClaimsPrincipal caller) => new(
        new SourceId(Guid.Parse(caller.FindFirstValue(SourceClaim)!)),
        new RestaurantId(Guid.Parse(caller.FindFirstValue(RestaurantClaim)!)),
        caller.Identity!.Name!);
}

internal static class ScopePolicies
{
    extension(AuthorizationBuilder authorization)
    {
        /// <summary>One policy for each scope, named as the scope.</summary>
        public AuthorizationBuilder AddScopes() => Scopes.All.Aggregate(authorization, (all, scope) => all.AddPolicy(
            scope,
            policy => policy
                .AddAuthenticationSchemes(ApiKeyHandler.SchemeName)
                .RequireAuthenticatedUser()
                .RequireClaim(Shop.ScopeClaim, scope)));
    }
}
