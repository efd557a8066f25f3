using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>A browser that asks to be notified.</summary>
/// <param name="Endpoint">Its address at its push service.</param>
/// <param name="P256dh">Its public key.</param>
/// <param name="Auth">Its authentication secret.</param>
/// <param name="Language">Two-letter language.</param>
public sealed record PushWish(string Endpoint, string P256dh, string Auth, string Language);

/// <summary>The browsers that asked to be notified of waiting orders.</summary>
public sealed class PushBook
{
    // Every browser of every person of a large house; more is somebody at play.
    private const int Most = 200;

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly PushVault _vault;
    private readonly EscalationOptions _options;
    private readonly TimeProvider _time;

    internal PushBook(IDbContextFactory<DeliveryDb> contexts, PushVault vault, IOptions<EscalationOptions> options, TimeProvider time) =>
        (_contexts, _vault, _options, _time) = (contexts, vault, options.Value, time);

    /// <summary>The public key that a browser asks its push service with, base64url.</summary>
    public async Task<string> KeyAsync(CancellationToken cancellationToken)
    {
        using var key = await _vault.OpenAsync(cancellationToken);
        return Base64Url.EncodeToString(PushCipher.PublicPoint(key));
    }

    /// <summary>A browser wants to be notified. Asked again, it is the same one; whoever asked last is its person.</summary>
    public async Task<Outcome> SubscribeAsync(RestaurantId restaurant, PushWish wish, string signIn, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!OutsideAddress.IsUsable(wish.Endpoint, _options.AllowPrivateAddresses) || !PushCipher.AreKeys(wish.P256dh, wish.Auth)
            || wish.P256dh.Length > PushSubscription.LongestKey || wish.Auth.Length > PushSubscription.LongestKey)
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        var language = wish.Language is "en" ? "en" : "ru";
        var hash = HashOf(wish.Endpoint);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.PushSubscriptions.SingleOrDefaultAsync(found => found.EndpointHash == hash, cancellationToken) is { } known)
        {
            (known.RestaurantId, known.P256dh, known.Auth, known.SignIn, known.Language) = (restaurant, wish.P256dh, wish.Auth, signIn, language);
        }
        else if (await db.PushSubscriptions.CountAsync(found => found.RestaurantId == restaurant, cancellationToken) >= Most)
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }
        else
        {
            db.Add(new PushSubscription
            {
                RestaurantId = restaurant,
                SignIn = signIn,
                Endpoint = wish.Endpoint,
                EndpointHash = hash,
                P256dh = wish.P256dh,
                Auth = wish.Auth,
                Language = language,
                CreatedAt = _time.GetUtcNow(),
            });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Two tabs of one browser asked at once: it is noted.
        }

        return Outcome.Done;
    }

    /// <summary>A browser wants it no more. Whoever knows its address may say so.</summary>
    public async Task<Outcome> UnsubscribeAsync(string endpoint, Actor by, CancellationToken cancellationToken)
    {
        if (!by.IsStaff)
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        await RemoveAsync(HashOf(endpoint), cancellationToken);
        return Outcome.Done;
    }

    /// <summary>The browsers of people whose accounts are open and who work there.</summary>
    internal async Task<List<PushSubscription>> AllAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.PushSubscriptions.AsNoTracking()
            .Where(found => found.RestaurantId == restaurant && db.Users.Any(person => person.UserName == found.SignIn && !person.IsDisabled
                && (db.StaffPosts.All(post => post.PersonId != person.Id) || db.StaffPosts.Any(post => post.PersonId == person.Id && post.RestaurantId == restaurant))))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The push service does not know the browser any more.</summary>
    internal async Task RemoveAsync(string endpointHash, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.PushSubscriptions.Where(found => found.EndpointHash == endpointHash).ExecuteDeleteAsync(cancellationToken);
    }

    private static string HashOf(string endpoint) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)));
}
