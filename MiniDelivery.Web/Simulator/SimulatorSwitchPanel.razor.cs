using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Simulator;

/// <summary>Everything about the till that can be switched.</summary>
public sealed partial class SimulatorSwitchPanel(IStringLocalizer<SimulatorPage> localizer) : ComponentBase
{
    private FaultKind _kind = FaultKind.DropAfter;
    private string? _command;
    private int? _times = 1;
    private double _seconds = 60;
    private bool _changingOnly = true;

    /// <summary>The till.</summary>
    [Parameter, EditorRequired]
    public SimulatedTill Till { get; set; } = null!;

    /// <summary>Its switches as they are now.</summary>
    [Parameter, EditorRequired]
    public SimulatorSwitches Switches { get; set; } = null!;

    private IStringLocalizer<SimulatorPage> L => localizer;

    private IEnumerable<(string Word, double Value, Action<double> Change)> Numbers =>
    [
        ("PrintingSeconds", Switches.PrintingSeconds, value => Set(Switches with { PrintingSeconds = value })),
        ("HookSeconds", Switches.HookSeconds, value => Set(Switches with { HookSeconds = value })),
        ("LockDelaySeconds", Switches.LockDelaySeconds, value => Set(Switches with { LockDelaySeconds = value })),
        ("StationHoldSeconds", Switches.StationHoldSeconds, value => Set(Switches with { StationHoldSeconds = value })),
        ("StationLiftSeconds", Switches.StationLiftSeconds, value => Set(Switches with { StationLiftSeconds = value })),
        ("ShiftCloseSeconds", Switches.ShiftCloseSeconds, value => Set(Switches with { ShiftCloseSeconds = value })),
        ("DeliveryPricePercent", Switches.DeliveryPricePercent, value => Set(Switches with { DeliveryPricePercent = (int)value })),
        ("InstancesPerDay", Switches.InstancesPerDay, value => Set(Switches with { InstancesPerDay = (int)value })),
    ];

    private IEnumerable<(string Word, bool Value, Action<bool> Change)> Flags =>
    [
        ("GuestsMandatory", Switches.GuestsMandatory, value => Set(Switches with { GuestsMandatory = value })),
        ("ModifierLimits", Switches.ModifierLimits, value => Set(Switches with { ModifierLimits = value })),
        ("PartialSave", Switches.PartialSave, value => Set(Switches with { PartialSave = value })),
        ("FailureUsesNumber", Switches.FailureUsesNumber, value => Set(Switches with { FailureUsesNumber = value })),
        ("AnswersForgotten", Switches.AnswersForgotten, value => Set(Switches with { AnswersForgotten = value })),
        ("PropsForgotten", Switches.PropsForgotten, value => Set(Switches with { PropsForgotten = value })),
        ("NoArrival", Switches.NoArrival, value => Set(Switches with { NoArrival = value })),
        ("ShiftCloseNumber", Switches.ShiftCloseNumber, value => Set(Switches with { ShiftCloseNumber = value })),
        ("ShiftTooOld", Switches.ShiftTooOld, value => Set(Switches with { ShiftTooOld = value })),
        ("EmptyOrdersVanish", Switches.EmptyOrdersVanish, value => Set(Switches with { EmptyOrdersVanish = value })),
        ("ListVersionRestarts", Switches.ListVersionRestarts, value => Set(Switches with { ListVersionRestarts = value })),
    ];

    // The till answers by ringing the page, which brings the new switches down as a parameter.
    private void Set(SimulatorSwitches switches) => Till.Switches = switches;

    private void AddFault() => Set(Switches with
    {
        Faults =
        [
            .. Switches.Faults,
            new SimulatorFault
            {
                Kind = _kind,
                Command = string.IsNullOrWhiteSpace(_command) ? null : _command.Trim(),
                Times = _times,
                Seconds = _seconds,
                ChangingOnly = _changingOnly,
            },
        ],
    });

    private void RemoveFault(SimulatorFault fault) =>
        Set(Switches with { Faults = [.. Switches.Faults.Where(one => !ReferenceEquals(one, fault))] });
}
