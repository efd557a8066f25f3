namespace MiniDelivery.Web.Access;

/// <summary>Addresses that come in from outside and are to be followed: only those of this site.</summary>
public static class LocalUrl
{
    /// <summary>Whether the address cannot lead away: one slash, then neither another nor a backslash, and no control characters.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);

    /// <summary>The address when it is local, otherwise the first page.</summary>
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    /// <summary>The same for who goes there from a page: within the path under which the program stands, and never by another scheme.</summary>
    public static string InBase(string? url) => $".{OrHome(url)}";
}
