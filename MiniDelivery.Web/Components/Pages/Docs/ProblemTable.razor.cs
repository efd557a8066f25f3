using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Docs;

/// <summary>The codes, each with its status and what it is.</summary>
public sealed partial class ProblemTable(IStringLocalizer<ProblemPage> localizer) : ComponentBase;
