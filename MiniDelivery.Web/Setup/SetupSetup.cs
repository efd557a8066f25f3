using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Setup;

internal static class SetupSetup
{
    /// <summary>The page of the set-up.</summary>
    public const string Page = "/setup";

    // What a page needs that must not lead back to the set-up.
    private static readonly PathString[] _open = [Page, "/error"];

    public static IServiceCollection AddSetup(this IServiceCollection services) => services
        .AddSingleton<SetupGate>()
        .AddSingleton(new SetupConsole(Console.Out))
        .AddSingleton(provider => new SetupDesk(
            provider.GetRequiredService<SetupGate>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<RestaurantDirectory>(),
            provider.GetRequiredService<TillSettingsStore>(),
            provider.GetRequiredService<LicenseWatch>(),
            provider.GetRequiredService<TimeProvider>()));

    /// <summary>Beyond Development, in an installation without people: says on the console where to begin, once the address is known.</summary>
    public static async Task OfferSetupAsync(this WebApplication app)
    {
        if (app.Environment.IsDevelopment()
            || await app.Services.GetRequiredService<SetupDesk>().OpenAsync(CancellationToken.None) is not { } token)
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
                + app.Configuration["Proxy:PathBase"];
            // To the console and not to the log: a log is kept, and sent to others.
            app.Services.GetRequiredService<SetupConsole>().Out.WriteLine(Invitation(address, token));
        });
    }

    /// <summary>Until it is set up every page leads to the set-up; afterwards the set-up leads nowhere.</summary>
    public static void UseSetup(this IApplicationBuilder app)
    {
        var desk = app.ApplicationServices.GetRequiredService<SetupDesk>();
        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (!desk.IsOpen && path.StartsWithSegments(Page))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            if (desk.IsOpen && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && !_open.Any(open => path.StartsWithSegments(open)))
            {
                context.Response.Redirect(context.Request.PathBase + Page);
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    private static string Invitation(string? address, string token) => $"""

        MiniDelivery has no staff yet. Open this once to make the first administrator (a new start makes a new link):
        Пока никто не может войти. Откройте один раз, чтобы завести первого администратора (новый запуск даст новую ссылку):

          {address}{Page}?token={token}

        """;
}

/// <summary>Where the one-time token is said.</summary>
/// <param name="Out">The program's console.</param>
internal sealed record SetupConsole(TextWriter Out);
