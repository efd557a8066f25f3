using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Пробный заказ» of a source.</summary>
public sealed partial class ConnectionTrial(TrialIntake intake, CurrentStaff staff, IStringLocalizer<ConnectionsPage> localizer) : ComponentBase
{
    private TrialKind _kind;
    private bool _goesToTill;
    private bool _isBusy;
    private TrialAnswer? _answer;

    /// <summary>Whose order it is to be.</summary>
    [Parameter]
    [EditorRequired]
    public required SourceId Source { get; set; }

    /// <summary>Where it is to come in.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantId Restaurant { get; set; }

    private IStringLocalizer<ConnectionsPage> L => localizer;

    private async Task SendAsync()
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _answer) = (true, null);
        try
        {
            _answer = await intake.SendAsync(Restaurant, Source, _kind, _goesToTill, await staff.GetAsync(), CancellationToken.None);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
