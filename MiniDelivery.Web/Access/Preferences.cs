namespace MiniDelivery.Web.Access;

/// <summary>A language of the screens.</summary>
/// <param name="Name">Culture name, for the cookie and <c>lang</c>.</param>
/// <param name="Text">In its own words: who needs it must be able to read it.</param>
public sealed record PageLanguage(string Name, string Text)
{
    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<PageLanguage> All { get; } = [new("ru", "Русский"), new("en", "English")];
}

/// <summary>Light, dark, or as the person's system is. Kept in a cookie, so that the first drawn page already has the right colours.</summary>
/// <param name="Name"><c>light</c>, <c>dark</c> or <c>system</c>.</param>
public sealed record PageTheme(string Name)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "md-theme";

    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = ["light", "dark", "system"];

    /// <summary>Value of <c>data-theme</c>; null = none, and CSS asks the system.</summary>
    public string? Attribute => Name is "system" ? null : Name;

    /// <summary>What a restaurant wants for new terminals.</summary>
    public static PageTheme Of(Domain.Restaurants.ScreenTheme theme) => new(theme switch
    {
        Domain.Restaurants.ScreenTheme.Light => "light",
        Domain.Restaurants.ScreenTheme.Dark => "dark",
    });

    /// <summary>Reads the cookie; whatever it says that is not a theme means the system's.</summary>
    public static PageTheme From(string? cookie) => new(cookie is { } name && Names.Contains(name) ? name : "system");
}
