using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The words for a lost connection. Drawn with the document, because when they are needed nothing can be drawn.</summary>
public sealed partial class ConnectionLost(IStringLocalizer<Words> words) : ComponentBase;
