using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>«Нет прав»: the person is known, but the page is for others.</summary>
public sealed partial class NoAccess(IStringLocalizer<ErrorWords> localizer) : ComponentBase;
