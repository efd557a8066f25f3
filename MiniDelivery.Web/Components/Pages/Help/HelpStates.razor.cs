using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>Each state as the list draws it, what it means, and what to press.</summary>
public sealed partial class HelpStates(IStringLocalizer<Help> localizer, IStringLocalizer<Words> words) : ComponentBase;
