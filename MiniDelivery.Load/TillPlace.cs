using System.Globalization;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Load;

/// <summary>Tells a process where a simulated till of somebody else's is.</summary>
internal static class TillPlace
{
    /// <summary>The settings, as environment variables.</summary>
    public static Dictionary<string, string> SettingsOf(SimulatedTillServer till)
    {
        var options = new SimulatedTillOptions();
        return new()
        {
            ["Till__Url"] = till.Address.ToString(),
            ["Till__User"] = options.User,
            ["Till__Password"] = options.Password,
            ["Till__Station"] = Code(SimulatorMenu.DeliveryStation),
            ["Till__Table"] = Code(SimulatorMenu.DeliveryTable),
            ["Till__OrderCategory"] = Code(SimulatorMenu.DeliveryCategory),
            ["Till__OrderType"] = Code(SimulatorMenu.OrdinaryType),
            ["Till__GuestType"] = Code(SimulatorMenu.WebGuest),
            ["Till__Waiter"] = Code(SimulatorMenu.WebEmployee),
            ["Till__Manager"] = Code(SimulatorMenu.ManagerEmployee),
            ["Till__DeleteReason"] = Code(SimulatorMenu.GuestRefused),
        };

        static string Code(int code) => code.ToString(CultureInfo.InvariantCulture);
    }
}
