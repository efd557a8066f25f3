namespace MiniDelivery.Web.Data;

/// <summary>What this installation calls itself by at push services (VAPID, RFC 8292): made once, at the first start.</summary>
public sealed class PushKey
{
    /// <summary>The only one there is.</summary>
    public const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>: of two instances that start at once one keeps its key.</summary>
    public int Id { get; init; } = TheOne;

    /// <summary>The private key (PKCS #8), encrypted.</summary>
    public required string Secret { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
