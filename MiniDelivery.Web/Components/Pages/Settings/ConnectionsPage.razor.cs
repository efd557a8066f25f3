using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Подключения»: where orders come from, and the keys that shops call with.</summary>
public sealed partial class ConnectionsPage(
    ConnectionDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    IJSRuntime js,
    IStringLocalizer<ConnectionsPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private IReadOnlyList<SourceView>? _sources;
    private SourceView? _edited;
    private SourceForm _form = new();
    private ConnectionAnswer? _answer;
    private (string Source, string Text)? _shown;
    private string _said = "";
    private bool _isCopied;
    private bool _isDenied;
    private bool _isBusy;

    private IStringLocalizer<ConnectionsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _sources = await desk.ListAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _sources is null;
    }

    private void Open(SourceView? source)
    {
        (_edited, _answer, _said) = (source, null, "");
        var from = source?.Form ?? new SourceForm();
        _form = new SourceForm
        {
            Name = from.Name,
            Colour = from.Colour,
            DefaultPayment = from.DefaultPayment,
            OrdersPerHour = from.OrdersPerHour,
            MaxTotal = from.MaxTotal,
            IsAutoAccepted = from.IsAutoAccepted,
            IsForKnownGuests = from.IsForKnownGuests,
            AutoAcceptUpTo = from.AutoAcceptUpTo,
        };
    }

    private async Task SaveAsync()
    {
        if (await DoAsync(by => _edited is { } edited
            ? desk.SaveAsync(Restaurant.Id, edited.Id, edited.Version, _form, by, CancellationToken.None)
            : desk.AddAsync(Restaurant.Id, _form, by, CancellationToken.None)))
        {
            Open(null);
            _said = L["Saved"];
        }
    }

    private async Task IssueAsync(SourceView source, KeyWish wish)
    {
        if (await DoAsync(by => desk.IssueAsync(Restaurant.Id, source.Id, wish.Label, wish.Scopes, wish.LastDay, by, CancellationToken.None)))
        {
            (_shown, _isCopied) = ((source.Form.Name, _answer!.ShownOnce!), false);
            _answer = null;
        }
    }

    private async Task CopyAsync()
    {
        await using var script = await js.InvokeAsync<IJSObjectReference>("import", "./js/copy.js");
        await script.InvokeVoidAsync("copyText", _shown!.Value.Text);
        _isCopied = true;
    }

    private async Task<bool> DoAsync(Func<Actor, Task<ConnectionAnswer>> work)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            _answer = await work(await staff.GetAsync());
            _said = "";
            await ReadAsync();
            return _answer.IsDone;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string State(SourceView source) => source switch
    {
        { IsStaff: true } => L["OfStaff"],
        { IsActive: false } => L["Off"],
        _ => L["Keys.InForce", source.Keys.Count(key => key.IsInForce)],
    };

    private string Settings(SourceView source) => string.Join(" · ", new[]
    {
        source.Form.DefaultPayment is { } method ? words.Of(method) : null,
        source.Form.OrdersPerHour is { } orders ? L["PerHour", orders].Value : null,
        source.Form.MaxTotal is { } sum ? L["UpTo", Format.Money(Domain.Orders.Money.From(sum), Restaurant.Currency)].Value : null,
        source.Form.IsAutoAccepted ? L["AutoAccept"].Value : null,
    }.OfType<string>());

    private string IsWrong(SourceField field) => _answer?.Faults.Contains(field) is true ? "true" : "false";
}
