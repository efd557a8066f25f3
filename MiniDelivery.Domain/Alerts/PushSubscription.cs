using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Alerts;

/// <summary>A browser that asked to be notified of waiting orders even while it is closed (Push API, W3C).</summary>
public sealed class PushSubscription
{
    /// <summary>Longest address at a push service.</summary>
    public const int LongestEndpoint = 2000;

    /// <summary>Longest key, base64url: 65 bytes are 87 letters.</summary>
    public const int LongestKey = 100;

    /// <summary>Identity, a UUIDv7.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose orders.</summary>
    public required RestaurantId RestaurantId { get; set; }

    /// <summary>Sign-in name of the person who asked; one whose account is closed is told nothing.</summary>
    public required string SignIn { get; set; }

    /// <summary>The browser's address at its push service: whoever has it can reach the browser, so it is kept to ourselves.</summary>
    public required string Endpoint { get; init; }

    /// <summary>SHA-256 of <see cref="Endpoint"/>, hexadecimal: unique, and short enough for an index.</summary>
    public required string EndpointHash { get; init; }

    /// <summary>The browser's public key, an uncompressed P-256 point, base64url.</summary>
    public required string P256dh { get; set; }

    /// <summary>The browser's authentication secret, 16 bytes, base64url.</summary>
    public required string Auth { get; set; }

    /// <summary>Two-letter language of its messages.</summary>
    public required string Language { get; set; }

    /// <summary>When it first asked.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
