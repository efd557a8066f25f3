namespace MiniDelivery.Web.Simulator;

/// <summary>Where a simulated till listens and what it remembers.</summary>
public sealed record SimulatedTillOptions
{
    /// <summary>
    /// Scheme and port to listen on, always on the loopback address; port 0 = any free one. With https the server makes
    /// itself a self-signed certificate, as a real one does.
    /// </summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Name of the employee with the XML privilege: the user of the Basic authentication.</summary>
    public string User { get; init; } = "Web";

    /// <summary>Password of that employee.</summary>
    public string Password { get; init; } = "1";

    /// <summary>JSON file that keeps the till's memory over restarts; null = it forgets.</summary>
    public string? File { get; init; }

    /// <summary>The zone of "server local time", which all dates in the XML are in.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Base address of the delivery service that the form script calls; null = the till has no script.</summary>
    public Func<Uri?> HookUrl { get; init; } = () => null;

    /// <summary>Key length of the generated certificate, bits. Real tills often have 1024.</summary>
    public int CertificateBits { get; init; } = 2048;
}
