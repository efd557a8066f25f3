using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Люди»: who may sign in, and as what.</summary>
public sealed partial class StaffPage(
    StaffDesk desk, CurrentStaff staff, RestaurantDirectory restaurants, CurrentRestaurant here, IStringLocalizer<StaffPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private IReadOnlyList<StaffView>? _people;
    private (string Name, string Password)? _shown;
    private StaffRefusal? _refusal;
    private bool _isDenied;
    private bool _isBusy;
    private string _name = "";
    private string _signInName = "";
    private StaffRole _role;
    private string _only = "";

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        // The least that makes sense: who is to work everywhere is said to.
        _only = restaurants.All is [_, _, ..] ? here.Info.Id.ToString() : "";
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        _people = await desk.ListAsync(await staff.GetAsync(), CancellationToken.None);
        _isDenied = _people is null;
    }

    private async Task CreateAsync()
    {
        var name = _name;
        if (await DoAsync(name, by => desk.CreateAsync(_signInName, name, _role, Only, by, CancellationToken.None)))
        {
            (_name, _signInName, _role) = ("", "", StaffRole.Operator);
        }
    }

    private RestaurantId? Only => Guid.TryParse(_only, out var id) ? new RestaurantId(id) : null;

    private async Task ChangePostsAsync(StaffView person, IReadOnlyDictionary<RestaurantId, StaffRole> posts) =>
        await DoAsync(person.Name, by => desk.ChangePostsAsync(person.Id, posts, by, CancellationToken.None));

    private async Task ChangeRoleAsync(StaffView person, StaffRole role) =>
        await DoAsync(person.Name, by => desk.ChangeRoleAsync(person.Id, role, by, CancellationToken.None));

    private async Task ActAsync(StaffView person, StaffAct act) => await DoAsync(person.Name, by => act switch
    {
        StaffAct.ResetPassword => desk.ResetPasswordAsync(person.Id, by, CancellationToken.None),
        StaffAct.Unlock => desk.UnlockAsync(person.Id, by, CancellationToken.None),
        StaffAct.Deactivate => desk.DeactivateAsync(person.Id, by, CancellationToken.None),
        StaffAct.Activate => desk.ActivateAsync(person.Id, by, CancellationToken.None),
    });

    private async Task<bool> DoAsync(string name, Func<Actor, Task<StaffAnswer>> work)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            var answer = await work(await staff.GetAsync());
            _refusal = answer.Refusal;
            _shown = answer.OneTimePassword is { } password ? (name, password) : null;
            // One's own account may just have been closed: then there is nobody left to read for.
            await ReadAsync();
            return answer.IsDone;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
