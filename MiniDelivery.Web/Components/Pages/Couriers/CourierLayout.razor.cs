using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Pages.Couriers;

/// <summary>Nothing around the page: a phone is narrow.</summary>
public sealed partial class CourierLayout : LayoutComponentBase;
