using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>One reference: a list to choose from, or a code to type while the till gives no list.</summary>
public sealed partial class TillCodeField(IStringLocalizer<TillSettingsPage> localizer) : ComponentBase
{
    /// <summary>Which.</summary>
    [Parameter]
    [EditorRequired]
    public TillReferenceKind Kind { get; set; }

    /// <summary>The code that is set.</summary>
    [Parameter]
    [EditorRequired]
    public string Code { get; set; } = "";

    /// <summary>The till's lists; null = not read.</summary>
    [Parameter]
    public TillReferences? References { get; set; }

    /// <summary>What is wrong with it.</summary>
    [Parameter]
    public TillFault? Fault { get; set; }

    /// <summary>Another code.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<string> OnChange { get; set; }

    private string Label => localizer[$"Field.{Kind.Field}"];

    private string TestId => $"ts-{Kind}".ToLowerInvariant();

    private bool IsUnknown => Code is not "" && References?.Find(Kind, Code) is null;

    private IEnumerable<IGrouping<string?, TillReference>> Groups => References!.Of(Kind)
        .Where(one => one.Code is not "")
        .GroupBy(one => one.IsSuitable ? one.Group : localizer["Unsuitable"].Value);

    private static string Text(TillReference one) => $"{one.Name} · {one.Code}";

    private Task ChangeAsync(ChangeEventArgs change) => OnChange.InvokeAsync((string?)change.Value ?? "");
}
