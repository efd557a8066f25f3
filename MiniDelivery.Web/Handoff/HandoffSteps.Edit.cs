using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Handoff;

/// <content>What a person changed in the editor (RK7 protocol digest, section 10.3, 8).</content>
public sealed partial class HandoffSteps
{
    private Task<Lesson> EditAsync(ITill till, Claimed claimed, Func<Lesson, Task<bool>> save, CancellationToken cancellationToken) =>
        LockedAsync(till, claimed, () => EditLockedAsync(till, claimed, save, cancellationToken), cancellationToken);

    private async Task<Lesson> EditLockedAsync(ITill till, Claimed claimed, Func<Lesson, Task<bool>> save, CancellationToken cancellationToken)
    {
        var plan = claimed.Handoff.Edit!;
        var read = await till.FindOrderAsync(claimed.Handoff.Key, cancellationToken);
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } before })
        {
            return read is TillAnswer<TillOrder?>.Done ? Lost() : Later(read.TroubleOrNull!, claimed);
        }

        if (Closed(before) is { } closed)
        {
            return Refused(closed);
        }

        // Only what was sent can have arrived: the cashier may have added the very same.
        if (claimed.Handoff.SentAt is not null && plan.IsIn(before))
        {
            return await RemarkAsync(till, claimed, before, cancellationToken);
        }

        if (!plan.StartsFrom(before))
        {
            return Changed();
        }

        // Written down before it is sent: after a crash this tells that it may have arrived.
        if (!await save((o, now) => o.AboutToFill(before, now)))
        {
            return (_, _) => { };
        }

        if (plan.Writes is [])
        {
            return await RemarkAsync(till, claimed, before, cancellationToken);
        }

        var saved = await till.SavePackagesAsync(before.Key, claimed.Handoff.LockGuid, plan, cancellationToken);
        if (saved is not TillAnswer<TillOrder>.Done { Value: var edited })
        {
            return Trouble(saved, claimed);
        }

        var after = await till.FindOrderAsync(before.Key, cancellationToken);
        var final = after is TillAnswer<TillOrder?>.Done { Value: { } reread } ? reread : edited;
        return await RemarkAsync(till, claimed, final, cancellationToken);
    }

    // The dishes are in. What is wished about them stands in the order's comment; as it is looked for there first, a repeat says nothing twice.
    private async Task<Lesson> RemarkAsync(ITill till, Claimed claimed, TillOrder edited, CancellationToken cancellationToken)
    {
        if (claimed.Handoff.Edit!.CommentFor(edited) is not { } comment)
        {
            return (o, now) => o.TillHasEdited(edited, now);
        }

        var answer = await till.CommentOrderAsync(edited.Key, claimed.Handoff.LockGuid, comment, cancellationToken);
        return answer switch
        {
            TillAnswer<TillNothing>.Done => (o, now) => o.TillHasEdited(edited with { Comment = comment }, now),
            TillAnswer<TillNothing>.Refused refused => Refused(refused.Trouble),
            // Looking at the order tells both: that the dishes are in, and whether the comment is.
            _ => InDoubt(answer.TroubleOrNull!, claimed),
        };
    }

    private async Task<Lesson> LookForEditedAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        if (claimed.Handoff is not { SentAt: not null, Edit: { } plan })
        {
            // Claimed, but the process ended before anything was sent.
            return (o, now) => o.TillHasNotFilled(now);
        }

        var read = await till.FindOrderAsync(claimed.Handoff.Key, cancellationToken);
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } found })
        {
            return read is TillAnswer<TillOrder?>.Done ? Lost() : InDoubt(read.TroubleOrNull!, claimed);
        }

        if (plan.IsIn(found))
        {
            return await RemarkAsync(till, claimed, found, cancellationToken);
        }

        if (Grace(till, claimed) is { } wait)
        {
            return StillInDoubt(claimed, wait);
        }

        return plan.StartsFrom(found) ? (o, now) => o.TillHasNotFilled(now) : Changed();
    }

    private static Lesson Changed() =>
        Refused(new TillTrouble(TillTroubles.OrderChanged, "The order at the till is not what it was when it was read for editing."));
}
