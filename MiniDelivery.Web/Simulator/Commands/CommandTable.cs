using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>What a command answers inside the envelope.</summary>
/// <param name="Content">Attributes and elements of the result element, in order.</param>
internal sealed record CommandAnswer(params object?[] Content)
{
    /// <summary>Ok, or "No changes".</summary>
    public string Status { get; init; } = "Ok";
}

/// <summary>One command of the server.</summary>
/// <param name="Changing">Whether it changes the till: such requests are the ones faults aim at.</param>
/// <param name="Run">Executes it; refuses by <see cref="TillRefusedException"/> before it has changed anything.</param>
internal sealed record Command(bool Changing, Func<TillBook, XElement, CommandAnswer> Run);

/// <summary>All commands the simulated server knows, by their case-sensitive names.</summary>
internal static class CommandTable
{
    private static readonly Dictionary<string, Command> _commands = new()
    {
        ["GetSystemInfo"] = Reading(SystemCommands.GetSystemInfo),
        ["GetSystemInfo2"] = Reading(SystemCommands.GetSystemInfo2),
        ["GetFunctions"] = Reading(SystemCommands.GetFunctions),
        ["GetRefList"] = Reading(ReferenceCommands.GetRefList),
        ["GetRefData"] = Reading(ReferenceCommands.GetRefData),
        ["GetOrderMenu"] = Reading(MenuCommands.GetOrderMenu),
        ["GetOrderMenu2"] = Reading(MenuCommands.GetOrderMenu2),
        ["GetDishRests"] = Reading(StopListCommands.GetDishRests),
        ["GetDishRest"] = Reading(StopListCommands.GetDishRest),
        ["SetDishRests"] = Changing(StopListCommands.SetDishRests),
        ["GetModifierStopList"] = Reading(StopListCommands.GetModifierStopList),
        ["AddModifierToStopList"] = Changing(StopListCommands.AddModifierToStopList),
        ["DeleteModifierFromStopList"] = Changing(StopListCommands.DeleteModifierFromStopList),
        ["GetOrder"] = Reading(OrderCommands.GetOrder),
        ["GetOrderList"] = Reading(ListCommands.GetOrderList),
        ["GetOrderList2"] = Reading(ListCommands.GetOrderList2),
        ["GetReceiptList"] = Reading(ListCommands.GetReceiptList),
        ["CreateOrder"] = Changing(CreateOrderCommand.Run),
        ["UpdateOrder"] = Changing(OrderCommands.UpdateOrder),
        ["LockOrder"] = Changing(OrderCommands.LockOrder),
        ["VoidOrder"] = Changing(OrderCommands.VoidOrder),
        ["CloseVisit"] = Changing(OrderCommands.CloseVisit),
        ["SaveOrder"] = Changing(SaveOrderCommand.Run),
        ["ValidateOrder"] = Reading(SaveOrderCommand.Validate),
        ["CheckLicense"] = Reading(LicenceCommands.CheckLicense),
        ["GetXMLLicenseInstanceSeqNumber"] = Reading(LicenceCommands.GetSeqNumber),
        ["WaiterMessage"] = Changing(MessageCommands.WaiterMessage),
        ["GetWaiterMessages"] = Reading(MessageCommands.GetWaiterMessages),
        ["DelWaiterMessages"] = Changing(MessageCommands.DelWaiterMessages),
    };

    // Works, but is not announced: GetFunctions is not complete [skill].
    private static readonly HashSet<string> _unannounced = ["GetSystemInfo", "CheckLicense"];

    public static IEnumerable<string> Announced(ServerHabits habits) =>
        _commands.Keys.Where(name => !_unannounced.Contains(name) && !habits.Unknown.Contains(name)).Order();

    public static Command? Find(string? name, ServerHabits habits) =>
        name is not null && !habits.Unknown.Contains(name) ? _commands.GetValueOrDefault(name) : null;

    public static bool IsChanging(string? name) => name is not null && _commands.GetValueOrDefault(name) is { Changing: true };

    private static Command Reading(Func<TillBook, XElement, CommandAnswer> run) => new(false, run);

    private static Command Changing(Func<TillBook, XElement, CommandAnswer> run) => new(true, run);
}
