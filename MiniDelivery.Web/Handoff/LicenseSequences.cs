using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Handoff;

/// <summary>Keeps the sequence in the database, so that neither a restart nor another instance breaks it.</summary>
internal sealed class LicenseSequences(IDbContextFactory<DeliveryDb> contexts, TimeProvider time) : ILicenseSequence
{
    // Outlasts the longest time-out of a request; after a crash the next one waits so long.
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RestaurantId, SemaphoreSlim> _here = new();

    /// <inheritdoc/>
    public async Task<ILicenseTurn?> EnterAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        // Within this process one waits for the other; another process's turn is asked for again later.
        var here = _here.GetOrAdd(restaurant, _ => new SemaphoreSlim(1));
        if (!await here.WaitAsync(_patience, cancellationToken))
        {
            return null;
        }

        try
        {
            await EnsureAsync(restaurant, cancellationToken);
            if (!await ClaimAsync(restaurant, cancellationToken))
            {
                here.Release();
                return null;
            }

            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return new Turn(contexts, here, await db.LicenseSequences.AsNoTracking().SingleAsync(s => s.RestaurantId == restaurant, cancellationToken));
        }
        catch
        {
            here.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Guid> InstanceAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await EnsureAsync(restaurant, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LicenseSequences.Where(s => s.RestaurantId == restaurant).Select(s => s.InstanceGuid).SingleAsync(cancellationToken);
    }

    private async Task EnsureAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.LicenseSequences.AnyAsync(s => s.RestaurantId == restaurant, cancellationToken))
        {
            return;
        }

        db.Add(new LicenseSequence { RestaurantId = restaurant, InstanceGuid = Guid.NewGuid() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Another instance made it in this very moment; one guid an installation is what counts.
        }
    }

    private async Task<bool> ClaimAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await db.LicenseSequences
            .Where(s => s.RestaurantId == restaurant && s.LeaseUntil <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseUntil, now + _lease), cancellationToken) is 1;
    }

    private sealed class Turn(IDbContextFactory<DeliveryDb> contexts, SemaphoreSlim here, LicenseSequence taken) : ILicenseTurn
    {
        public Guid InstanceGuid => taken.InstanceGuid;

        public long NextNumber => taken.NextNumber;

        public PendingRequest? Pending => taken.Pending;

        public Task IntendAsync(PendingRequest request) => StoreAsync(sequence => sequence.Pending = request);

        public Task SettleAsync(long nextNumber) =>
            StoreAsync(sequence => (sequence.NextNumber, sequence.Pending) = (nextNumber, null));

        public async ValueTask DisposeAsync()
        {
            try
            {
                await StoreAsync(sequence => sequence.LeaseUntil = DateTimeOffset.MinValue);
            }
            finally
            {
                here.Release();
            }
        }

        private async Task StoreAsync(Action<LicenseSequence> change)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var sequence = await db.LicenseSequences.SingleAsync(s => s.RestaurantId == taken.RestaurantId);
            change(sequence);
            await db.SaveChangesAsync();
            change(taken);
        }
    }
}
