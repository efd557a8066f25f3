using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Pages.Hover;

/// <summary>Nothing around the page: the window is small.</summary>
public sealed partial class HoverLayout : LayoutComponentBase;
