using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>Lets this browser be notified while it is closed. Everything is done by push.js: only the browser itself can ask.</summary>
public sealed partial class PushToggle(IStringLocalizer<Words> words) : ComponentBase;
