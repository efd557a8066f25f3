using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Docs;

/// <summary>Everything that the API refuses with.</summary>
public sealed partial class ProblemList(IStringLocalizer<ProblemPage> localizer) : ComponentBase;
