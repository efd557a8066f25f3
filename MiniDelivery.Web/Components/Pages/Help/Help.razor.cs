using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>«Помощь»: what there is for whom, a search over all of it, and what support asks first.</summary>
public sealed partial class Help(IStringLocalizer<Help> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private static readonly (string Key, string Word)[] _keys =
        [("?", "list"), ("/", "search"), ("Tab", "tab"), ("Enter", "enter"), ("Esc", "escape")];

    private string _query = "";

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private IReadOnlyList<HelpHit>? Hits => string.IsNullOrWhiteSpace(_query) ? null : HelpBooks.Search(Language, _query);
}
