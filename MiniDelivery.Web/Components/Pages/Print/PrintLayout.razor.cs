using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Pages.Print;

/// <summary>Nothing around the page but paper.</summary>
public sealed partial class PrintLayout : LayoutComponentBase;
