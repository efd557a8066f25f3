using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>A guest asks to be forgotten: found by phone, looked at, and erased.</summary>
public sealed partial class PersonalDataGuest(
    RetentionDesk desk, CurrentStaff staff, IStringLocalizer<PersonalDataPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private string _phone = "";
    private string _fault = "";
    private GuestTrace? _found;
    private GuestTrace? _erased;
    private bool _isAsked;
    private bool _isBusy;

    /// <summary>Whose guest.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<PersonalDataPage> L => localizer;

    // What was found belongs to the phone that was typed.
    private void Forget() => (_found, _erased, _fault, _isAsked) = (null, null, "", false);

    private string Found(GuestTrace found) => found is { LastAt: null, Unread: 0 } ? L["Guest.None"] : string.Join(
        ' ',
        new[]
        {
            found.LastAt is { } last ? L["Guest.Found", found.Erasable, Format.DateTime(last, Restaurant.Zone)].Value : "",
            found.InWork > 0 ? L["Guest.InWork", found.InWork] : "",
            found.Unread > 0 ? L["Guest.Unread", found.Unread] : "",
        }.Where(part => part is not ""));

    private async Task FindAsync()
    {
        Forget();
        _found = await AskAsync(desk.FindGuestAsync);
    }

    private async Task EraseAsync()
    {
        (_found, _isAsked) = (null, false);
        _erased = await AskAsync(desk.EraseGuestAsync);
        _phone = _erased is null ? _phone : "";
    }

    private async Task<GuestTrace?> AskAsync(Func<RestaurantId, string, Actor, CancellationToken, Task<EraseAnswer>> ask)
    {
        _isBusy = true;
        try
        {
            var answer = await ask(Restaurant.Id, _phone, await staff.GetAsync(), CancellationToken.None);
            _fault = answer.Outcome switch
            {
                { IsDone: true } => "",
                { Reason: Refusal.SettingsUnusable } => L["Guest.NoPhone", RetentionDesk.LeastDigits],
                var refused => words.Why(refused, Restaurant),
            };
            return answer.Trace;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
