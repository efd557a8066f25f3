using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>A card in the middle: for pages outside the product's own door. Drawn once, so it holds nothing alive.</summary>
public sealed partial class AccountLayout(NavigationManager navigation, IStringLocalizer<Words> words) : LayoutComponentBase
{
    private static readonly (string Name, string Text)[] _languages = [("ru", "Русский"), ("en", "English")];

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private string LanguageLink(string name) =>
        $"preferences/language?name={name}&back={Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}")}";
}
