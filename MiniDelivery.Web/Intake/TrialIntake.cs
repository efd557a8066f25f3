using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Menu;

namespace MiniDelivery.Web.Intake;

/// <summary>Why there was no try.</summary>
public enum TrialRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>There is no such source, or it is the staff's own.</summary>
    Unknown,

    /// <summary>The till's menu is not known yet, or has nothing that could be ordered just so.</summary>
    NoDishes,
}

/// <summary>What became of a try.</summary>
/// <param name="Refusal">Why there was none; null = it was handed in.</param>
/// <param name="Intake">What intake answered.</param>
public sealed record TrialAnswer(TrialRefusal? Refusal, IntakeAnswer? Intake);

/// <summary>«Отправить пробный заказ»: an order of a source's own making, on the way that its real ones take.</summary>
public sealed class TrialIntake(OrderIntake intake, MenuCache menus, IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Hands in a try of a source. Limits, pauses and the licence hold for it as for any order: that is what is tried.</summary>
    /// <param name="goesToTill">The till gets it, too.</param>
    public async Task<TrialAnswer> SendAsync(
        RestaurantId restaurant, SourceId source, TrialKind kind, bool goesToTill, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepConnections, restaurant))
        {
            return new TrialAnswer(TrialRefusal.NotPermitted, null);
        }

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await db.Sources.AnyAsync(found => found.Id == source && found.RestaurantId == restaurant && !found.IsStaff, cancellationToken))
            {
                return new TrialAnswer(TrialRefusal.Unknown, null);
            }
        }

        return menus.For(restaurant) is { } menu && TrialOrder.Draft(kind, menu, $"TEST-{RandomNumberGenerator.GetHexString(8)}", goesToTill) is { } draft
            ? new TrialAnswer(null, await intake.TakeAsync(draft, restaurant, source, by, null, cancellationToken))
            : new TrialAnswer(TrialRefusal.NoDishes, null);
    }
}
