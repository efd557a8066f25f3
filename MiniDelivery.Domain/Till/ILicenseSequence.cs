using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Till;

/// <summary>
/// The numbering of licensed requests under a subscription licence (RK7 protocol digest, section 8): one instance guid is one
/// sequence is one request in flight, across all processes of the installation.
/// </summary>
public interface ILicenseSequence
{
    /// <summary>Takes the turn; null = somebody else holds it; ask again later. Dispose to let the next one in.</summary>
    Task<ILicenseTurn?> EnterAsync(RestaurantId restaurant, CancellationToken cancellationToken);

    /// <summary>
    /// The guid that all licensed requests of this installation carry. Whoever only asks about a licence names it, too: the licence
    /// allows so many different ones a day, perhaps one.
    /// </summary>
    Task<Guid> InstanceAsync(RestaurantId restaurant, CancellationToken cancellationToken);
}

/// <summary>The turn to send one licensed request.</summary>
public interface ILicenseTurn : IAsyncDisposable
{
    /// <summary>Made once for this installation and kept.</summary>
    Guid InstanceGuid { get; }

    /// <summary>The number for a new request.</summary>
    long NextNumber { get; }

    /// <summary>The request whose outcome nobody knows; null = there is none.</summary>
    PendingRequest? Pending { get; }

    /// <summary>Writes down what is about to be sent, before it is sent.</summary>
    Task IntendAsync(PendingRequest request);

    /// <summary>The outcome is known: nothing is pending any more, and a new request takes this number.</summary>
    Task SettleAsync(long nextNumber);
}

/// <summary>A licensed request exactly as it was sent.</summary>
/// <param name="Number">Its number.</param>
/// <param name="PackageGuid">The package of dishes that it carries: what makes a repeat a repeat.</param>
/// <param name="Xml">Its text; a repeat under the same number must be the same to the byte.</param>
public sealed record PendingRequest(long Number, Guid PackageGuid, string Xml);
