using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>An address that leads nowhere.</summary>
public sealed partial class NotFound(IStringLocalizer<ErrorWords> localizer) : ComponentBase;
