using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>What managers do about a restaurant's intake. It holds at once, in every instance: each order asks the database.</summary>
public sealed class IntakeDesk(IDbContextFactory<DeliveryDb> contexts, IntakeWatch watch, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>What was said, with the limit of a slot; null for who may not change it.</summary>
    public async Task<IntakeState?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.PauseIntake, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IntakeOfAsync(restaurant, cancellationToken);
    }

    /// <summary>«Пауза»: until a moment no orders come in but those that staff write down.</summary>
    public Task<Outcome> PauseAsync(RestaurantId restaurant, DateTimeOffset until, PauseReason reason, Actor by, CancellationToken cancellationToken) =>
        SayAsync(restaurant, by, (state, now) => IntakeState.CanLastUntil(until, now) ? state.Say(IntakeMode.Paused, until, 0, reason, by.Name, now) : null, cancellationToken);

    /// <summary>«Заняты»: until a moment guests are told to wait longer.</summary>
    public Task<Outcome> BusyAsync(RestaurantId restaurant, int addedMinutes, DateTimeOffset until, Actor by, CancellationToken cancellationToken) =>
        SayAsync(
            restaurant, by,
            (state, now) => IntakeState.CanAdd(addedMinutes) && IntakeState.CanLastUntil(until, now) ? state.Say(IntakeMode.Busy, until, addedMinutes, null, by.Name, now) : null,
            cancellationToken);

    /// <summary>«Открыть приём».</summary>
    public Task<Outcome> ResumeAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken) =>
        SayAsync(restaurant, by, (state, now) => state.Say(IntakeMode.Open, null, 0, null, by.Name, now), cancellationToken);

    /// <summary>How many orders may come in during a slot.</summary>
    /// <param name="limit">Null = as many as come.</param>
    public Task<Outcome> LimitAsync(RestaurantId restaurant, int? limit, int minutes, Actor by, CancellationToken cancellationToken) =>
        SayAsync(restaurant, by, (state, _) => IntakeState.CanLimit(limit, minutes) ? state with { SlotLimit = limit, SlotMinutes = minutes } : null, cancellationToken);

    private async Task<Outcome> SayAsync(
        RestaurantId restaurant, Actor by, Func<IntakeState, DateTimeOffset, IntakeState?> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.PauseIntake, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var before = await db.IntakeOfAsync(restaurant, cancellationToken);
            if (say(before, now) is not { } said)
            {
                return Outcome.Refused(Refusal.SettingsUnusable);
            }

            if (said == before)
            {
                return Outcome.Done;
            }

            db.SayIntake(before, said, by, now);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await watch.ReadAsync(cancellationToken);
                return Outcome.Done;
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // Somebody was quicker: what they said is the new beginning.
            }
        }
    }
}

internal static class IntakeSaying
{
    extension(DeliveryDb db)
    {
        /// <summary>Adds what was said about intake, with its audit and, where the mode is said anew, the change that shops are told of.</summary>
        public void SayIntake(IntakeState before, IntakeState said, Actor by, DateTimeOffset now)
        {
            var stored = said with { Version = before.Version + 1 };
            if (before.Version is 0)
            {
                db.Add(stored);
            }
            else
            {
                // A copy, for the tracker writes into what it tracks.
                var row = db.Entry(before with { });
                row.State = EntityState.Unchanged;
                row.CurrentValues.SetValues(stored);
            }

            if (said.Since != before.Since)
            {
                db.Add(IntakeChange.Of(before, said));
            }

            db.Audit(by, now, AuditActs.IntakeChanged, null, Text(before), Text(said), said.RestaurantId);
        }
    }

    private static string Text(IntakeState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Mode}{(state.AddedMinutes > 0 ? $" +{state.AddedMinutes} min" : "")}{(state.Until is { } until ? $" until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}{(state.Reason is { } reason ? $" ({reason})" : "")}{(state.SlotLimit is { } limit ? $"; {limit} per {state.SlotMinutes} min" : "")}");
}
