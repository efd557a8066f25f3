using Microsoft.AspNetCore.Components;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components;

/// <summary>Which page an address shows, and to whom.</summary>
public sealed partial class Routes(CurrentStaff staff, CurrentRestaurant here) : ComponentBase
{
    /// <summary>The colours that the person chose; crosses from the request into the circuit.</summary>
    [Parameter]
    [EditorRequired]
    public PageTheme Theme { get; set; } = null!;

    /// <summary>The browser's address; crosses as the colours do.</summary>
    [Parameter]
    public string? Address { get; set; }

    /// <summary>The restaurant that the browser shows; null = the person works in none. Crosses as the colours do.</summary>
    [Parameter]
    public Guid? Restaurant { get; set; }

    /// <summary>Somebody is signed in who works in no restaurant: no page has anything to show.</summary>
    [Parameter]
    public bool IsNowhere { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        (staff.Address, here.Id) = (Address, Restaurant is { } restaurant ? new RestaurantId(restaurant) : null);
}
