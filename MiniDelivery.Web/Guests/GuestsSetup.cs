namespace MiniDelivery.Web.Guests;

internal static class GuestsSetup
{
    public static IServiceCollection AddGuests(this IServiceCollection services) => services.AddSingleton<GuestDesk>();
}
