using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Simulator;

/// <summary>The last requests and answers; each opens to its XML.</summary>
public sealed partial class SimulatorLog(IStringLocalizer<SimulatorPage> localizer) : ComponentBase
{
    private readonly HashSet<long> _opened = [];

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TillLogEntry> Entries { get; set; } = [];

    private IStringLocalizer<SimulatorPage> L => localizer;

    private void Toggle(long number)
    {
        if (!_opened.Remove(number))
        {
            _opened.Add(number);
        }
    }
}
