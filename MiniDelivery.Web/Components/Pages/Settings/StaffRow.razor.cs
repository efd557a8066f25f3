using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
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

    /// <summary>The person.</summary>
    [Parameter]
    [EditorRequired]
    public StaffView Person { get; set; } = null!;

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

    private Task ChooseAsync(ChangeEventArgs change) =>
        Enum.TryParse<StaffRole>((string?)change.Value, out var role) && role != Person.Role ? OnRole.InvokeAsync(role) : Task.CompletedTask;

    private Task DoAsync(StaffAct act)
    {
        _isAsking = false;
        return OnAct.InvokeAsync(act);
    }
}
