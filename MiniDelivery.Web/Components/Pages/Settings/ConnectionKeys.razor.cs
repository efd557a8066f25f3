using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>A key that somebody wants.</summary>
/// <param name="Label">What to call it; null = nothing.</param>
/// <param name="Scopes">What it is to open.</param>
/// <param name="LastDay">The last day on which it is taken; null = every day.</param>
public sealed record KeyWish(string? Label, IReadOnlyList<string> Scopes, DateOnly? LastDay);

/// <summary>A source's keys, and one more.</summary>
public sealed partial class ConnectionKeys(IStringLocalizer<ConnectionsPage> localizer) : ComponentBase
{
    private HashSet<string> _scopes = [.. Scopes.All];
    private string? _label;
    private DateOnly? _lastDay;
    private string? _asked;

    /// <summary>Whose keys.</summary>
    [Parameter]
    [EditorRequired]
    public required SourceView Source { get; set; }

    /// <summary>By whose clock.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>«Выпустить ключ».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<KeyWish> OnIssue { get; set; }

    /// <summary>«Отозвать».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<KeyView> OnRevoke { get; set; }

    private IStringLocalizer<ConnectionsPage> L => localizer;

    private void Choose(string scope, bool isOn) => _ = isOn ? _scopes.Add(scope) : _scopes.Remove(scope);

    private async Task IssueAsync()
    {
        // In the order in which they are known, whatever was pressed first.
        await OnIssue.InvokeAsync(new KeyWish(string.IsNullOrWhiteSpace(_label) ? null : _label.Trim(), [.. Scopes.All.Where(_scopes.Contains)], _lastDay));
        (_label, _lastDay, _scopes) = (null, null, [.. Scopes.All]);
    }

    private async Task RevokeAsync(KeyView key)
    {
        _asked = null;
        await OnRevoke.InvokeAsync(key);
    }

    private string State(KeyView key) => key switch
    {
        { RevokedAt: { } revoked } => L["Key.Revoked", Format.DateTime(revoked, Restaurant.Zone)],
        { IsInForce: false, ExpiresAt: { } over } => L["Key.Expired", Format.DateTime(over, Restaurant.Zone)],
        { ExpiresAt: { } end } => L["Key.Until", Format.DateTime(end, Restaurant.Zone)],
        _ => L["Key.Since", Format.DateTime(key.CreatedAt, Restaurant.Zone)],
    };
}
