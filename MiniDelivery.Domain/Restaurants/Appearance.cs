namespace MiniDelivery.Domain.Restaurants;

/// <summary>Colours of the screens, where they are not the system's.</summary>
public enum ScreenTheme
{
    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}

/// <summary>Tells restaurants apart at a glance; stands beside the name, never instead of it.</summary>
public enum RestaurantMark
{
    /// <summary>Teal.</summary>
    Teal,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Violet.</summary>
    Violet,

    /// <summary>Red.</summary>
    Red,

    /// <summary>Amber.</summary>
    Amber,

    /// <summary>Lime.</summary>
    Lime,
}

/// <summary>How a restaurant's screens look to somebody who has chosen nothing yet.</summary>
/// <param name="Language">Language of a new terminal, as a culture's name; null = as its browser asks for.</param>
/// <param name="Theme">Colours of a new terminal; null = as its system has them.</param>
/// <param name="Mark">The restaurant's own colour in the header and the switcher; null = none.</param>
public sealed record Appearance(string? Language, ScreenTheme? Theme, RestaurantMark? Mark)
{
    /// <summary>Nobody has said anything.</summary>
    public static Appearance Plain { get; } = new(null, null, null);

    /// <summary>The languages that there are.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["ru", "en"];

    /// <summary>Whether every value is one that there is.</summary>
    public bool IsUsable() =>
        (Language is null || Languages.Contains(Language))
        && (Theme is not { } theme || Enum.IsDefined(theme))
        && (Mark is not { } mark || Enum.IsDefined(mark));
}
