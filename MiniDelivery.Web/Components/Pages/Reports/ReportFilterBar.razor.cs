using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>Dates, source, courier, restaurant: a plain form, whose answer is an address.</summary>
public sealed partial class ReportFilterBar(IStringLocalizer<Reports> localizer) : ComponentBase
{
    /// <summary>What is shown.</summary>
    [Parameter]
    [EditorRequired]
    public ReportView View { get; set; } = null!;

    /// <summary>What was found; null = not read yet.</summary>
    [Parameter]
    public Report? Report { get; set; }

    /// <summary>The person reads reports of several restaurants.</summary>
    [Parameter]
    public bool IsManyPossible { get; set; }

    private IEnumerable<(SourceId Id, string Name)> Sources =>
        (Report?.SourceNames ?? new Dictionary<SourceId, string>()).Select(source => (source.Key, source.Value)).OrderBy(source => source.Value, StringComparer.CurrentCulture);

    private IEnumerable<(Guid Id, string Name)> Couriers =>
        (Report?.CourierNames ?? new Dictionary<Guid, string>()).Select(courier => (courier.Key, courier.Value)).OrderBy(courier => courier.Value, StringComparer.CurrentCulture);
}
