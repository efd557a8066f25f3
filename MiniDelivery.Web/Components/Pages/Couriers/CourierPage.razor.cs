using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Couriers;

/// <summary>
/// The courier's own page, for a phone in one hand on the stairs: a plain page without a circuit, which a tunnel does not break.
/// </summary>
public sealed partial class CourierPage(
    CourierDoor door,
    RestaurantDirectory restaurants,
    IOptions<CourierOptions> options,
    TimeProvider time,
    IStringLocalizer<CouriersPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private CourierPicture? _picture;
    private RestaurantInfo? _restaurant;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>«Доставлен» was said of an order that is not theirs any more.</summary>
    [SupplyParameterFromQuery(Name = "gone")]
    public string? Gone { get; set; }

    private bool IsGone => Gone is not null;

    private IStringLocalizer<CouriersPage> L => localizer;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        _picture = await door.LookAsync(HttpContext.Request.Cookies[CourierDoor.Cookie], HttpContext.RequestAborted);
        _restaurant = _picture is null ? null : restaurants.Find(_picture.Restaurant);
    }

    private string Details(Address address) => string.Join(", ", new[]
    {
        Part("Own.Entrance", address.Entrance), Part("Own.Floor", address.Floor), Part("Own.Apartment", address.Apartment), Part("Own.Intercom", address.Intercom),
    }.Where(part => part is not ""));

    private string Part(string word, string? value) => string.IsNullOrWhiteSpace(value) ? "" : L[word, value];

    private string Pay(CarriedOrder order, string currency) => order switch
    {
        { ToTake: var sum } when sum > Money.Zero => order.ChangeFrom is { } note && note > sum
            ? L["Own.TakeChange", Format.Money(sum, currency, always: true), Format.Money(note, currency), Format.Money(note - sum, currency, always: true)]
            : L["Own.Take", Format.Money(sum, currency, always: true)],
        { Payment.Paid: true } => L["Own.Paid"],
        _ => L["Own.Card"],
    };
}
