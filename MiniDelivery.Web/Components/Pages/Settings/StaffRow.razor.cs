using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>What can be done about a person with one press.</summary>
public enum StaffAct
{
    /// <summary>Give a one-time password.</summary>
    ResetPassword,

    /// <summary>End the wait after wrong passwords.</summary>
    Unlock,

    /// <summary>Close the account.</summary>
    Deactivate,

    /// <summary>Open it again.</summary>
    Activate,
}

/// <summary>One person, with what can be done about them.</summary>
public sealed partial class StaffRow(IStringLocalizer<StaffPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private bool _isAsking;
    private StaffView? _shown;
    private Dictionary<RestaurantId, StaffRole> _posts = [];

    /// <summary>The person.</summary>
    [Parameter]
    [EditorRequired]
    public StaffView Person { get; set; } = null!;

    /// <summary>The restaurants there are.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<RestaurantInfo> Restaurants { get; set; } = [];

    /// <summary>Where the person works was chosen.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<IReadOnlyDictionary<RestaurantId, StaffRole>> OnPosts { get; set; }

    /// <summary>Another role was chosen.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<StaffRole> OnRole { get; set; }

    /// <summary>One of the buttons was pressed.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<StaffAct> OnAct { get; set; }

    private IEnumerable<string> Notes
    {
        get
        {
            (string Word, bool IsSo)[] notes =
            [
                ("Note.Off", Person.IsDisabled),
                ("Note.New", Person is { MustChangePassword: true, IsDisabled: false }),
                ("Note.Locked", Person.LockedUntil is not null),
                ("Note.Passkeys", Person.Passkeys > 0),
            ];
            return notes.Where(note => note.IsSo).Select(note => localizer[note.Word, Person.Passkeys].Value);
        }
    }

    private StaffRole? Everywhere => Person.Posts.Count > 0 ? null : Person.Role;

    private string Places => Person.Posts.Count == 0
        ? localizer["Where.Everywhere"]
        : string.Join(", ", Restaurants.Where(place => Person.Posts.ContainsKey(place.Id)).Select(place => $"{place.Name} ({words.Of(Person.Posts[place.Id])})"));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_shown, Person))
        {
            (_shown, _posts) = (Person, Person.Posts.ToDictionary());
        }
    }

    private StaffRole? Chosen(RestaurantId restaurant) => _posts.TryGetValue(restaurant, out var role) ? role : null;

    private void Choose(RestaurantId restaurant, ChangeEventArgs change)
    {
        _posts.Remove(restaurant);
        if (Enum.TryParse<StaffRole>((string?)change.Value, out var role))
        {
            _posts.Add(restaurant, role);
        }
    }

    private Task ChooseAsync(ChangeEventArgs change) =>
        Enum.TryParse<StaffRole>((string?)change.Value, out var role) && role != Everywhere ? OnRole.InvokeAsync(role) : Task.CompletedTask;

    private Task DoAsync(StaffAct act)
    {
        _isAsking = false;
        return OnAct.InvokeAsync(act);
    }
}
