using System.Security.Cryptography;
using System.Text;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Intake;

/// <summary>The first answer to a call that carried an Idempotency-Key: whoever calls again with the key gets it once more.</summary>
public sealed class KeptAnswer
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Whose key it is: two shops may think of the same.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>The key, as the shop sent it.</summary>
    public required string Key { get; init; }

    /// <summary>What was asked with it: <see cref="IdempotentCall.Fingerprint"/>.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; set; }

    /// <summary>The body, in JSON.</summary>
    public required string Body { get; set; }

    /// <summary>The order's version as the ETag said it.</summary>
    public required int Version { get; set; }

    /// <summary>The order that the answer is about.</summary>
    public required OrderId OrderId { get; set; }

    /// <summary>Whether it still counts.</summary>
    public bool HoldsAt(DateTimeOffset now) => now - At < KeptFor;
}

/// <summary>A call that carries an Idempotency-Key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">What is asked; the same key must ask the same.</param>
/// <param name="Write">Writes the answer's body for an order as it will be stored.</param>
public sealed record IdempotentCall(string Key, string Fingerprint, Func<Order, string> Write)
{
    /// <summary>The fingerprint of some words.</summary>
    public static string FingerprintOf(params IEnumerable<string?> words) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words.Select(word => word is null ? "-" : $"{word.Length}:{word}")))));

    /// <summary>The answer to keep.</summary>
    public KeptAnswer Answer(Order order, int status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new KeptAnswer
        {
            SourceId = order.SourceId,
            Key = Key,
            Fingerprint = Fingerprint,
            At = now,
            Status = status,
            Body = Write(order),
            Version = order.Version,
            OrderId = order.Id,
        };
    }
}
