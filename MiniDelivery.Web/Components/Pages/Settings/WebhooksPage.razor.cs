using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → События магазинам»: where shops are told of changes, and what became of each.</summary>
public sealed partial class WebhooksPage(
    WebhookDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    LiveSignal signal,
    IStringLocalizer<WebhooksPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(500);

    private IDisposable? _subscription;
    private WebhookList? _list;
    private WebhookView? _edited;
    private WebhookForm _form = new();
    private WebhookRefusal? _refusal;
    private Guid? _removing;
    private string? _secret;
    private string _said = "";
    private bool _mayAllow;
    private bool _isDenied;
    private bool _isBusy;

    private IStringLocalizer<WebhooksPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private IReadOnlyList<string> Types => _form.IsForCallbacks ? WebhookEvents.OfOrders : WebhookEvents.All;

    private string SourceText
    {
        get => _form.Source.ToString();
        set => _form.Source = Guid.TryParse(value, out var id) ? new SourceId(id) : default;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = signal.Subscribe(() => InvokeAsync(RedrawAsync), _rest);
        }

        _mayAllow = (await staff.GetAsync()).May(Permission.ChangeSettings, Restaurant.Id);
        await ReadAsync();
        Open(null);
    }

    private async Task RedrawAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _list = await desk.ListAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _list is null;
    }

    private void Open(WebhookView? endpoint)
    {
        (_edited, _refusal, _removing, _said) = (endpoint, null, null, "");
        _form = endpoint is null
            ? new WebhookForm { Source = (_list?.Sources is [var first, ..] ? first.Id : default) }
            : new WebhookForm
            {
                Source = endpoint.Source, IsForCallbacks = endpoint.IsForCallbacks, Url = endpoint.Url, Events = [.. endpoint.Events], AllowsPrivate = endpoint.AllowsPrivate,
            };
    }

    private void Choose(string type, bool isWanted) => _ = isWanted ? _form.Events.Add(type) : _form.Events.Remove(type);

    private async Task SaveAsync()
    {
        if (_form.IsForCallbacks)
        {
            _form.Events.IntersectWith(WebhookEvents.OfOrders);
            _form.AllowsPrivate = false;
        }

        if (await DoAsync(by => _edited is { } edited
            ? desk.ChangeAsync(Restaurant.Id, edited.Id, edited.Version, _form, by, CancellationToken.None)
            : desk.AddAsync(Restaurant.Id, _form, by, CancellationToken.None)))
        {
            Open(null);
            _said = L["Saved"];
        }
    }

    private async Task PingAsync(WebhookView endpoint)
    {
        if (await DoAsync(by => desk.PingAsync(Restaurant.Id, endpoint.Id, by, CancellationToken.None)))
        {
            _said = L["Pinged"];
        }
    }

    private Task<bool> SwitchAsync(WebhookView endpoint, bool on) =>
        DoAsync(by => desk.SwitchAsync(Restaurant.Id, endpoint.Id, endpoint.Version, on, by, CancellationToken.None));

    private async Task<bool> DoAsync(Func<Actor, Task<WebhookReply>> work)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            var reply = await work(await staff.GetAsync());
            (_refusal, _removing, _said) = (reply.Refusal, null, "");
            _secret = reply.ShownOnce ?? _secret;
            await ReadAsync();
            return reply.IsDone;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string AddressOf(WebhookView endpoint) => endpoint.IsForCallbacks ? L["Callbacks.Address"] : endpoint.Url;

    private string StateOf(WebhookView endpoint)
    {
        var state = endpoint switch
        {
            { Off: { } off } => L[$"Off.{off}", Format.DateTime(endpoint.OffAt!.Value, Restaurant.Zone)].Value,
            { FailingSince: { } since } => L["State.Failing", Format.DateTime(since, Restaurant.Zone)].Value,
            { LastTakenAt: { } at } => L["State.Taken", Format.DateTime(at, Restaurant.Zone)].Value,
            _ => L["State.Never"].Value,
        };
        var waiting = endpoint.Waiting > 0 ? $" {L["State.Waiting", endpoint.Waiting].Value}" : "";
        var old = endpoint.OldSecretUntil is { } until ? $" {L["State.OldSecret", Format.DateTime(until, Restaurant.Zone)].Value}" : "";
        return $"{state}{waiting}{old}";
    }
}
