using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Simulator;

/// <summary>A switch with several positions, with the words of its type.</summary>
/// <typeparam name="T">The enum; its words are "TypeName" and "TypeName.Member".</typeparam>
public sealed partial class SimulatorChoice<T>(IStringLocalizer<SimulatorPage> localizer) : ComponentBase
    where T : struct, Enum
{
    /// <summary>The position.</summary>
    [Parameter, EditorRequired]
    public T Value { get; set; }

    /// <summary>Told the new position.</summary>
    [Parameter]
    public EventCallback<T> ValueChanged { get; set; }

    private string Word(T value) => localizer[$"{typeof(T).Name}.{value}"];
}
