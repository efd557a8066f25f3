using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>The person may sign in, but works in no restaurant that is open.</summary>
public sealed partial class Nowhere(IStringLocalizer<ErrorWords> localizer) : ComponentBase;
