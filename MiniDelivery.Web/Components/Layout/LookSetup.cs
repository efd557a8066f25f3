using MudBlazor;
using MudBlazor.Services;

namespace MiniDelivery.Web.Components.Layout;

internal static class LookSetup
{
    public static IServiceCollection AddLook(this IServiceCollection services) => services
        .AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter)
        .AddSingleton<ThemeSheet>();
}
