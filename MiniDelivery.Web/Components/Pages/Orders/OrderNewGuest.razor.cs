using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Who, where, when, and how it is paid: the fields of a new order.</summary>
public sealed partial class OrderNewGuest(OrderScript script, TimeProvider time, IStringLocalizer<OrderNew> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private const int MostAddresses = 4;

    // What operators promise most.
    private static readonly int[] _minutes = [30, 45, 60];

    // Online is paid at the shop; nobody pays so by phone.
    private static readonly PaymentMethod[] _methods = [PaymentMethod.Cash, PaymentMethod.Card];

    private ElementReference _phone;

    /// <summary>The order being written down.</summary>
    [Parameter]
    [EditorRequired]
    public required OrderDraft Draft { get; set; }

    /// <summary>What is to be put right.</summary>
    [Parameter]
    public IReadOnlyList<DraftFault> Faults { get; set; } = [];

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Who is known by the phone; null = nobody.</summary>
    [Parameter]
    public GuestDetails? Known { get; set; }

    /// <summary>Whether the person has just asked who it is.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    /// <summary>The phone is written: who is it?</summary>
    [Parameter]
    public EventCallback OnAsk { get; set; }

    /// <summary>Something is another now.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    /// <summary>An earlier order is wanted again.</summary>
    [Parameter]
    public EventCallback<OrderId> OnRepeat { get; set; }

    private IStringLocalizer<OrderNew> L => localizer;

    private string? Bad(DraftFault fault) => Faults.Contains(fault) ? "true" : null;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await script.FocusWithKeysAsync(_phone);
        }
    }

    private Task KeyAsync(KeyboardEventArgs key) => key is { Key: "Enter", CtrlKey: false } ? OnAsk.InvokeAsync() : Task.CompletedTask;

    private Task ChangedAsync() => OnChange.InvokeAsync();

    private Task BringToAsync(Address address)
    {
        Draft.BringTo(address);
        return OnChange.InvokeAsync();
    }

    private Task AsapAsync()
    {
        (Draft.IsAsap, Draft.Day, Draft.Time) = (true, null, null);
        return OnChange.InvokeAsync();
    }

    private Task PromiseInAsync(int minutes)
    {
        Draft.PromiseIn(minutes, Restaurant, time.GetUtcNow());
        return OnChange.InvokeAsync();
    }

    private Task AtTimeAsync()
    {
        Draft.IsAsap = false;
        Draft.Day ??= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Restaurant.Zone).DateTime);
        return OnChange.InvokeAsync();
    }
}
