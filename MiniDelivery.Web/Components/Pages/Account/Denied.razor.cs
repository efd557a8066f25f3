using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Pages.Errors;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>The person is known, but the address they opened is for others.</summary>
public sealed partial class Denied(IStringLocalizer<ErrorWords> localizer) : ComponentBase;
