using Microsoft.AspNetCore.Components;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>A restaurant's mark, beside its name.</summary>
public sealed partial class Mark : ComponentBase
{
    /// <summary>Which; null = nothing is drawn.</summary>
    [Parameter]
    [EditorRequired]
    public RestaurantMark? Of { get; set; }
}
