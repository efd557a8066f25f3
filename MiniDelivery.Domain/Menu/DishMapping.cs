using System.Globalization;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Menu;

/// <summary>What a person once said a source's dish (or addition) is in the till's menu. Remembered for every later order of that source.</summary>
public sealed class DishMapping
{
    /// <summary>Whose dish.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>How the source names it: <see cref="KeyOf"/> or <see cref="ModifierKeyOf"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Ident in the till's menu.</summary>
    public required int MenuIdent { get; set; }

    /// <summary>The source's name of it, for people.</summary>
    public required string Name { get; set; }

    /// <summary>Who said so.</summary>
    public required string ChosenBy { get; set; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChosenAt { get; set; }

    /// <summary>The key of a dish: its code where the source sends one, else its name, however it is spelled.</summary>
    public static string KeyOf(string? code, string? name) => "dish:" + Named(code, name);

    /// <summary>The key of an addition to any dish.</summary>
    public static string ModifierKeyOf(string? code, string? name) => "modifier:" + Named(code, name);

    /// <summary>Whether it is an addition rather than a dish.</summary>
    public bool IsModifier => Key.StartsWith("modifier:", StringComparison.Ordinal);

    /// <summary>The source's code of it, in lower case; null = the source names it only.</summary>
    public string? Code => Key.Split(':', 3) is [_, "code", var code] ? code : null;

    private static string Named(string? code, string? name) => code is null
        ? "name:" + RestaurantMenu.Plain(name ?? "")
        : "code:" + code.Trim().ToLower(CultureInfo.InvariantCulture);
}
