using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

internal static class AccessSetup
{
    private const string Account = "/account";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
            {
                cookie.LoginPath = "/account/sign-in";
                cookie.LogoutPath = "/account/sign-out";
                cookie.AccessDeniedPath = "/account/denied";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.Cookie.Name = "minidelivery";
                cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
                // What is wanted is told within the path under which the program stands, as by all others that send people here.
                cookie.Events.OnRedirectToLogin = Within(cookie, cookie.Events.OnRedirectToLogin, () => cookie.LoginPath);
                cookie.Events.OnRedirectToAccessDenied = Within(cookie, cookie.Events.OnRedirectToAccessDenied, () => cookie.AccessDeniedPath);
                cookie.Events.OnValidatePrincipal = async context =>
                {
                    var stamps = context.HttpContext.RequestServices.GetRequiredService<StaffStamps>();
                    if (!await stamps.IsCurrentAsync(context.Principal!, context.HttpContext.RequestAborted))
                    {
                        context.RejectPrincipal();
                        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
                    }
                };
            }));
        services.AddOptions<RequestLimitOptions>().BindConfiguration(RequestLimitOptions.Section)
            .Validate(limit => limit.RequestsPerMinute is > 0 and <= 1_000_000, "Api:RequestsPerMinute: must be between 1 and 1000000.")
            .Validate(limit => limit.BadKeysPerMinute is > 0 and <= 1_000_000, "Api:BadKeysPerMinute: must be between 1 and 1000000.")
            .ValidateOnStart();
        services.AddSingleton<LocalRequestLimit>().AddSingleton<IRequestLimit, SharedRequestLimit>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyLookup>();
        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddIdentityCore<StaffMember>(identity =>
            {
                // Beyond this, PasswordRules say no; wrong passwords are answered by StaffRules.WaitAfter.
                identity.Password.RequiredLength = PasswordRules.Shortest;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireDigit = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<DeliveryDb>()
            .AddUserStore<StaffStore>()
            .AddClaimsPrincipalFactory<StaffClaims>()
            .AddSignInManager<StaffSignIn>()
            .AddDefaultTokenProviders();

        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // It stands alone for name and password: so it must be found without a name, and its owner must be proven.
            passkeys.ResidentKeyRequirement = "required";
            passkeys.UserVerificationRequirement = "required";
        });

        // Nobody unknown gets in: what is open to all says so itself.
        services.AddAuthorizationBuilder()
            .AddScopes()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddSingleton<StaffStamps>();
        services.AddSingleton<Seats>();
        services.AddScoped<PinKeeper>();
        services.AddScoped(provider => new PinDoor(
            provider.GetRequiredService<UserManager<StaffMember>>(),
            provider.GetRequiredService<SignInManager<StaffMember>>(),
            provider.GetRequiredService<DeliveryDb>(),
            provider.GetRequiredService<PinKeeper>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PinDoor>>()));
        services.AddScoped<AuthenticationStateProvider, StaffSession>();
        services.AddScoped(provider => new StaffDoor(
            provider.GetRequiredService<UserManager<StaffMember>>(),
            provider.GetRequiredService<SignInManager<StaffMember>>(),
            provider.GetRequiredService<DeliveryDb>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StaffDoor>>()));
        services.AddScoped(provider => new AccountDesk(
            provider.GetRequiredService<UserManager<StaffMember>>(),
            provider.GetRequiredService<SignInManager<StaffMember>>(),
            provider.GetRequiredService<DeliveryDb>(),
            provider.GetRequiredService<PinKeeper>(),
            provider.GetRequiredService<StaffStamps>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new StaffDesk(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<StaffStamps>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditQueries>();
        return services.AddScoped<CurrentStaff>();
    }

    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Within(
        CookieAuthenticationOptions cookie, Func<RedirectContext<CookieAuthenticationOptions>, Task> go, Func<PathString> page) => context =>
    {
        var request = context.Request;
        context.RedirectUri = QueryHelpers.AddQueryString(UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, page()), cookie.ReturnUrlParameter, $"{request.Path}{request.QueryString}");
        return go(context);
    };

    /// <summary>Who signed in with a one-time password sees nothing but the page that changes it.</summary>
    public static void UsePasswordChange(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.HasClaim(claim => claim.Type is StaffClaims.MustChangePassword)
            && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && !context.Request.Path.StartsWithSegments(Account))
        {
            context.Response.Redirect(context.Request.PathBase + Account);
            return Task.CompletedTask;
        }

        return next(context);
    });
}
