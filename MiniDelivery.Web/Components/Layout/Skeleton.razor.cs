using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The outline of a page, so that the first second is not white.</summary>
public sealed partial class Skeleton(IStringLocalizer<Words> words) : ComponentBase;
