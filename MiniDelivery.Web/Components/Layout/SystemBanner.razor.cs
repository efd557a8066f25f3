using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Health;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that a part of the system does not work, to whoever can do something about it.</summary>
public sealed partial class SystemBanner(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>What does not work.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Finding> Troubles { get; set; } = [];

    private string Places => string.Join(", ", Troubles.Select(finding => words[$"System.{finding.Part}"].Value).Distinct());
}
