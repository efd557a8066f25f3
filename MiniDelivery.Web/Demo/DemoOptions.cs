namespace MiniDelivery.Web.Demo;

/// <summary>Section <c>Demo</c> of the settings; used in the Development environment only.</summary>
public sealed class DemoOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Demo";

    /// <summary>A fixed key of the demo shop, of the form <c>md_…_…</c>, with all scopes; generated when unset.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A fixed password of the demo staff; generated when unset.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the console says how to sign in and how to send a first order.</summary>
    public bool Welcome { get; init; } = true;

    /// <summary>Where the generated ones are kept, relative to the content root.</summary>
    public string Folder { get; init; } = "data";
}
