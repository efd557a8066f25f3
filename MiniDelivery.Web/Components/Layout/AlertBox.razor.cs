using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The words and the places of the alert. Drawn once with the document; everything else is done by alert.js.</summary>
public sealed partial class AlertBox(IStringLocalizer<Words> words) : ComponentBase
{
    // As alert.js calls them.
    private static readonly string[] _said =
        ["Waiting", "None", "Number", "Lost", "Title", "Said", "Accepted", "Refused", "NotSent"];

    /// <summary>Whether the alert is all that the window shows.</summary>
    [Parameter]
    public bool IsHover { get; set; }

    /// <summary>Whether nobody is signed in: it rings, and offers nothing to press.</summary>
    [Parameter]
    public bool IsLocked { get; set; }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private string WordsJson => JsonSerializer.Serialize(
        _said.ToDictionary(JsonNamingPolicy.CamelCase.ConvertName, name => words[$"Alert.{name}"].Value));
}
