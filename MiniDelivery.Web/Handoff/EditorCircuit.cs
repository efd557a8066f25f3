using Microsoft.AspNetCore.Components.Server.Circuits;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// Tells the editor that its window lost or found its connection. The framework keeps a lost window for minutes; an order must
/// not stay locked for it so long.
/// </summary>
public sealed class EditorCircuit : CircuitHandler
{
    /// <summary>The session that ends with the connection; null = nothing is being edited in this window.</summary>
    internal EditorSession? Session { get; set; }

    /// <summary>The window is there again.</summary>
    internal Func<Task>? Back { get; set; }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) =>
        Session?.DisconnectAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Back?.Invoke() ?? Task.CompletedTask;
}
