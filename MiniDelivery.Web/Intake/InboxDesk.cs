using System.Text;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>What a body says, or what is wrong with it.</summary>
/// <param name="Draft">The order; null = it says none.</param>
/// <param name="Problem">Code of what is wrong with the whole; null = nothing.</param>
/// <param name="Faults">What is wrong with it.</param>
public sealed record BodyReading(NewOrder? Draft, string? Problem, IReadOnlyList<InboxFault> Faults);

/// <summary>Reads a body as the sources' own door does; given by whoever opens that door.</summary>
public delegate BodyReading ReadBody(ReadOnlyMemory<byte> body);

/// <summary>One body as the list shows it.</summary>
/// <param name="Item">What is kept of it.</param>
/// <param name="Source">Name of who sent it.</param>
/// <param name="Glance">The phone, and what is wrong.</param>
/// <param name="OrderNumber">«№» of the order that it became; null = none.</param>
public sealed record InboxEntry(InboxItem Item, string Source, InboxGlance Glance, int? OrderNumber);

/// <summary>What became of reading or accepting a body.</summary>
/// <param name="Outcome">Whether it is done.</param>
/// <param name="Answer">What the intake said; null = it was not asked.</param>
/// <param name="Faults">What is wrong with the body.</param>
public sealed record InboxAnswer(Outcome Outcome, IntakeAnswer? Answer = null, IReadOnlyList<InboxFault>? Faults = null);

/// <summary>What managers do with bodies that could not become orders. Each method is one use case.</summary>
public sealed class InboxDesk(
    IDbContextFactory<DeliveryDb> contexts, InboxVault vault, InboxWatch watch, OrderIntake intake, ReadBody read, TimeProvider time)
{
    /// <summary>The most that a list shows.</summary>
    public const int MostShown = 100;

    private const int Tries = 5;

    /// <summary>The bodies, those that came last first; null for who may not see them.</summary>
    /// <param name="settled">Those that somebody has looked after, instead of those that need help.</param>
    public async Task<IReadOnlyList<InboxEntry>?> ListAsync(RestaurantId restaurant, bool settled, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepInbox, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (from item in db.InboxItems.AsNoTracking()
                           join source in db.Sources on item.SourceId equals source.Id
                           where item.RestaurantId == restaurant && (item.State != InboxState.Open) == settled
                           orderby item.LastAt descending, item.Id
                           select new
                           {
                               Item = item,
                               source.Name,
                               Number = db.Orders.Where(order => order.Id == item.OrderId).Select(order => (int?)order.Number).FirstOrDefault(),
                           }).Take(MostShown).ToListAsync(cancellationToken);
        return [.. found.Select(one => new InboxEntry(one.Item, one.Name, vault.OpenGlance(one.Item.Glance), one.Number))];
    }

    /// <summary>A body as it came, as text; whoever reads it is noted. Null = there is none such, or the caller may not.</summary>
    public async Task<string?> ReadAsync(RestaurantId restaurant, Guid id, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepInbox, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, restaurant, id, cancellationToken) is not { } item || vault.Open(item.Body) is not { } body)
        {
            return null;
        }

        db.Audit(by, time.GetUtcNow(), AuditActs.InboxRead, item.Id.ToString(), restaurant: restaurant);
        await db.SaveChangesAsync(cancellationToken);
        return InboxVault.TextOf(body);
    }

    /// <summary>
    /// «Принять снова»: goes the way that every order of its source goes. Twice is once, by the source's own number; after a crash in
    /// between the order is found there, and the body settled with it.
    /// </summary>
    /// <param name="text">As a person put it right; null = as it came.</param>
    public async Task<InboxAnswer> AcceptAsync(RestaurantId restaurant, Guid id, string? text, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepInbox, restaurant))
        {
            return new InboxAnswer(Outcome.Refused(Refusal.NotPermitted));
        }

        BodyReading said;
        SourceId source;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await FindAsync(db, restaurant, id, cancellationToken) is not { } item)
            {
                return new InboxAnswer(Outcome.Refused(Refusal.InboxUnknown));
            }

            if (item.MaySettle(by) is { IsDone: false } settled)
            {
                return new InboxAnswer(settled);
            }

            // In UTF-8 whatever it came in: that much of a fix needs no person.
            var body = text ?? (vault.Open(item.Body) is { } kept ? InboxVault.TextOf(kept) : "");
            (said, source) = (read(Encoding.UTF8.GetBytes(body)), item.SourceId);
        }

        if (said.Draft is not { } draft)
        {
            return new InboxAnswer(Outcome.Refused(Refusal.InboxUnreadable), Faults: said.Faults);
        }

        var answer = await intake.TakeAsync(draft, restaurant, source, by, null, cancellationToken);
        return answer switch
        {
            IntakeAnswer.Taken taken => new InboxAnswer(await AcceptedAsync(taken.Id, taken.Number), answer),
            IntakeAnswer.AlreadyKnown known => new InboxAnswer(await AcceptedAsync(known.Id, known.Number), answer),
            _ => new InboxAnswer(Outcome.Refused(Refusal.InboxNotTaken), answer),
        };

        Task<Outcome> AcceptedAsync(OrderId order, int number) => SettleAsync(
            restaurant, id, AuditActs.InboxAccepted, $"№ {number}", by, (item, now) => item.Accept(order, by, now), cancellationToken);
    }

    /// <summary>«Отклонить».</summary>
    public Task<Outcome> DeclineAsync(RestaurantId restaurant, Guid id, string reason, Actor by, CancellationToken cancellationToken) =>
        SettleAsync(restaurant, id, AuditActs.InboxDeclined, null, by, (item, now) => item.Decline(reason, by, now), cancellationToken);

    private async Task<Outcome> SettleAsync(
        RestaurantId restaurant, Guid id, string act, string? now, Actor by, Func<InboxItem, DateTimeOffset, Outcome> settle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepInbox, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await FindAsync(db, restaurant, id, cancellationToken) is not { } item)
            {
                return Outcome.Refused(Refusal.InboxUnknown);
            }

            var at = time.GetUtcNow();
            var outcome = settle(item, at);
            if (!outcome.IsDone)
            {
                return outcome;
            }

            db.Audit(by, at, act, item.Id.ToString(), now: now, restaurant: restaurant);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await watch.ReadAsync(cancellationToken);
                return outcome;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // It came once more, or somebody was quicker: the rules look at it again.
            }
        }
    }

    private static Task<InboxItem?> FindAsync(DeliveryDb db, RestaurantId restaurant, Guid id, CancellationToken cancellationToken) =>
        db.InboxItems.SingleOrDefaultAsync(item => item.Id == id && item.RestaurantId == restaurant, cancellationToken);
}
