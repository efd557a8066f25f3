using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>Every event that was, or is to be, sent; with what was said on both sides.</summary>
public sealed partial class WebhookLog(WebhookDesk desk, CurrentStaff staff, LiveSignal signal, TimeProvider time) : ComponentBase, IDisposable
{
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(500);

    // As people read it, and not as it goes over the wire.
    private static readonly JsonSerializerOptions _pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private IDisposable? _subscription;
    private IReadOnlyList<DeliveryLine> _lines = [];
    private DeliveryView? _open;
    private WebhookRefusal? _refusal;
    private Guid? _endpoint;
    private bool _troubleOnly;
    private bool _isMore;
    private int _pages = 1;

    /// <summary>Whose log.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>The endpoints.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<WebhookView> Endpoints { get; set; }

    /// <summary>The page's words.</summary>
    [Parameter]
    [EditorRequired]
    public required IStringLocalizer<WebhooksPage> L { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = signal.Subscribe(() => InvokeAsync(RedrawAsync), _rest);
        }

        return ReadAsync();
    }

    private static bool IsBad(DeliveryLine line) => line.State is DeliveryState.Failed || line.Last is { Trouble: not null };

    private static string Pretty(string body) => JsonNode.Parse(body)!.ToJsonString(_pretty);

    private async Task RedrawAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        var by = await staff.GetAsync();
        var lines = new List<DeliveryLine>();
        for (var page = 0; page < _pages; page++)
        {
            var read = await desk.LogAsync(Restaurant.Id, _endpoint, _troubleOnly, lines is [.., var last] ? last.Id : null, by, CancellationToken.None) ?? [];
            lines.AddRange(read);
            _isMore = read.Count is WebhookDesk.PageSize;
            if (!_isMore)
            {
                break;
            }
        }

        _lines = lines;
        if (_open is { } open)
        {
            _open = await desk.ShowAsync(Restaurant.Id, open.Id, by, CancellationToken.None);
        }
    }

    private Task ChooseAsync(ChangeEventArgs change)
    {
        (_endpoint, _pages) = (Guid.TryParse(change.Value as string, out var id) ? id : null, 1);
        return ReadAsync();
    }

    private Task ChooseTroubleAsync(ChangeEventArgs change)
    {
        (_troubleOnly, _pages) = (change.Value is true, 1);
        return ReadAsync();
    }

    private Task MoreAsync()
    {
        _pages++;
        return ReadAsync();
    }

    private async Task OpenAsync(long id) =>
        _open = _open?.Id == id ? null : await desk.ShowAsync(Restaurant.Id, id, await staff.GetAsync(), CancellationToken.None);

    private async Task AgainAsync(long id)
    {
        _refusal = (await desk.ResendAsync(Restaurant.Id, id, await staff.GetAsync(), CancellationToken.None)).Refusal;
        await ReadAsync();
    }

    private string NameOf(Guid id) =>
        Endpoints.FirstOrDefault(endpoint => endpoint.Id == id) is { } found ? found.IsForCallbacks ? L["Callbacks.Address"] : found.Url : "";

    private string StateOf(DeliveryLine line) => line.State switch
    {
        DeliveryState.Sent => L["Delivery.Sent", line.Last is { } last ? WordsOf(last) : "", line.Attempts],
        DeliveryState.Sending => L["Delivery.Sending"],
        DeliveryState.Due when line.Last is { } last => L["Delivery.Again", WordsOf(last), Format.TimeOrDay(line.DueAt, time.GetUtcNow(), Restaurant.Zone)],
        DeliveryState.Due => L["Delivery.Due"],
        DeliveryState.Failed => L["Delivery.Failed", line.Last is { } last ? WordsOf(last) : "", line.Attempts],
        DeliveryState.Dropped => L["Delivery.Dropped"],
    };

    private string WordsOf(AttemptLine attempt) => (attempt.Status, attempt.Trouble) switch
    {
        ({ } status, null) => L["Attempt.Taken", status],
        ({ } status, { } trouble) => L["Attempt.Status", L[$"Trouble.{trouble}"].Value, status],
        (null, { } trouble) => L[$"Trouble.{trouble}"],
        _ => "",
    };
}
