using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Docs;

/// <summary>Around pages for who programs a shop: open to everybody, drawn once, nothing alive in them.</summary>
public sealed partial class DocsLayout(NavigationManager navigation, IStringLocalizer<ProblemPage> localizer) : LayoutComponentBase
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private string LanguageLink(string name) =>
        $"preferences/language?name={name}&back={Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}")}";
}
