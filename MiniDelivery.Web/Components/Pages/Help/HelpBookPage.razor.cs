using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>The help for one kind of work: its tasks, one after another.</summary>
public sealed partial class HelpBookPage(IStringLocalizer<Help> localizer, NavigationManager navigation) : ComponentBase
{
    private static readonly HelpBook _none = new("", "", "", []);

    /// <summary>Whose help.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    private HelpBook Book { get; set; } = _none;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Book = HelpBooks.Find(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Name) ?? _none;
        if (Book == _none)
        {
            navigation.NotFound();
        }
    }
}
