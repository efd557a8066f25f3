using System.Net;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Webhooks;

/// <summary>What managers do about where shops are told of changes; bodies name guests, so all of it needs the right.</summary>
public sealed class WebhookDesk
{
    /// <summary>How many lines of the log are shown at once.</summary>
    public const int PageSize = 50;

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly WebhookBook _book;
    private readonly SecretBox _secrets;
    private readonly RestaurantDirectory _restaurants;
    private readonly LiveSignal _signal;
    private readonly TimeProvider _time;

    internal WebhookDesk(
        IDbContextFactory<DeliveryDb> contexts, WebhookBook book, SecretBox secrets, RestaurantDirectory restaurants, LiveSignal signal, TimeProvider time) =>
        (_contexts, _book, _secrets, _restaurants, _signal, _time) = (contexts, book, secrets, restaurants, signal, time);

    /// <summary>The endpoints of a restaurant, and the sources that can have some; null for who may not see them.</summary>
    public async Task<WebhookList?> ListAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var sources = await db.Sources.AsNoTracking().Where(source => source.RestaurantId == restaurant).ToListAsync(cancellationToken);
        var endpoints = await db.WebhookEndpoints.AsNoTracking().Where(endpoint => endpoint.RestaurantId == restaurant).ToListAsync(cancellationToken);
        var waiting = await db.WebhookDeliveries
            .Where(delivery => delivery.RestaurantId == restaurant && (delivery.State == DeliveryState.Due || delivery.State == DeliveryState.Sending))
            .GroupBy(delivery => delivery.EndpointId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var taken = await db.WebhookDeliveries
            .Where(delivery => delivery.RestaurantId == restaurant && delivery.State == DeliveryState.Sent)
            .GroupBy(delivery => delivery.EndpointId).Select(group => new { group.Key, At = group.Max(delivery => delivery.FinishedAt) })
            .ToDictionaryAsync(group => group.Key, group => group.At, cancellationToken);
        var names = sources.ToDictionary(source => source.Id, source => source.Name);
        var now = _time.GetUtcNow();
        return new WebhookList(
            [
                .. endpoints.OrderBy(endpoint => names[endpoint.SourceId], StringComparer.CurrentCulture).ThenBy(endpoint => endpoint.CreatedAt).Select(endpoint => new WebhookView(
                    endpoint.Id, endpoint.Version, endpoint.SourceId, names[endpoint.SourceId], endpoint.Url, endpoint.Events, endpoint.AllowsPrivate, endpoint.Off, endpoint.OffAt,
                    endpoint.FailingSince, endpoint.OldSecretUntil > now ? endpoint.OldSecretUntil : null, waiting.GetValueOrDefault(endpoint.Id), taken.GetValueOrDefault(endpoint.Id))),
            ],
            [.. sources.OrderBy(source => source.Name, StringComparer.CurrentCulture).Select(source => new WebhookSource(source.Id, source.Name))]);
    }

    /// <summary>Adds an endpoint. Its secret is in the answer, once.</summary>
    public async Task<WebhookReply> AddAsync(RestaurantId restaurant, WebhookForm form, Actor by, CancellationToken cancellationToken)
    {
        var url = UrlOf(form);
        if (Refuse(restaurant, form, url, form.AllowsPrivate, by) is { } refusal)
        {
            return new WebhookReply(refusal);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Sources.AsNoTracking().SingleOrDefaultAsync(source => source.Id == form.Source && source.RestaurantId == restaurant, cancellationToken) is not { } source)
        {
            return new WebhookReply(WebhookRefusal.Unknown);
        }

        var others = await db.WebhookEndpoints.Where(endpoint => endpoint.SourceId == source.Id).Select(endpoint => endpoint.Url).ToListAsync(cancellationToken);
        if (others.Count >= WebhookEndpoint.MostPerSource || (form.IsForCallbacks && others.Contains("")))
        {
            return new WebhookReply(WebhookRefusal.TooMany);
        }

        var secret = StandardWebhook.NewSecret();
        var now = _time.GetUtcNow();
        var added = WebhookEndpoint.Add(restaurant, source.Id, url, form.Events, _secrets.Close(secret), now);
        if (form.AllowsPrivate)
        {
            added.Allow(isAllowed: true);
        }

        db.Add(added);
        db.Audit(by, now, AuditActs.WebhookAdded, source.Name, null, Text(added), restaurant);
        return await SaveAsync(db, new WebhookReply(ShownOnce: secret), cancellationToken);
    }

    /// <summary>Changes the address, the events, and whether the address may be private.</summary>
    public Task<WebhookReply> ChangeAsync(RestaurantId restaurant, Guid id, int version, WebhookForm form, Actor by, CancellationToken cancellationToken) => WorkAsync(
        restaurant, id, version, by, AuditActs.WebhookChanged,
        endpoint =>
        {
            var url = endpoint.IsForCallbacks ? "" : UrlOf(form);
            var isNewlyAllowed = form.AllowsPrivate && (!endpoint.AllowsPrivate || url != endpoint.Url);
            if (Refuse(restaurant, form, url, isNewlyAllowed, by) is { } refusal)
            {
                return new WebhookReply(refusal);
            }

            endpoint.Change(url, form.Events);
            if (endpoint.AllowsPrivate != form.AllowsPrivate)
            {
                endpoint.Allow(form.AllowsPrivate);
            }

            return new WebhookReply();
        },
        cancellationToken);

    /// <summary>«Новый секрет»: it is in the answer, once; the old one signs for a day beside it.</summary>
    public Task<WebhookReply> RotateAsync(RestaurantId restaurant, Guid id, int version, Actor by, CancellationToken cancellationToken) => WorkAsync(
        restaurant, id, version, by, AuditActs.WebhookSecretChanged,
        endpoint =>
        {
            var secret = StandardWebhook.NewSecret();
            endpoint.Rotate(_secrets.Close(secret), _time.GetUtcNow());
            return new WebhookReply(ShownOnce: secret);
        },
        cancellationToken);

    /// <summary>Switches an endpoint on or off. One that the program switched off can be left so, and is no trouble any more.</summary>
    public Task<WebhookReply> SwitchAsync(RestaurantId restaurant, Guid id, int version, bool on, Actor by, CancellationToken cancellationToken) => WorkAsync(
        restaurant, id, version, by, AuditActs.WebhookChanged,
        endpoint =>
        {
            if (on)
            {
                endpoint.SwitchOn();
            }
            else
            {
                endpoint.SwitchOff(_time.GetUtcNow());
            }

            return new WebhookReply();
        },
        cancellationToken);

    /// <summary>Removes an endpoint with its log, and what waits for it.</summary>
    public async Task<WebhookReply> RemoveAsync(RestaurantId restaurant, Guid id, int version, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return new WebhookReply(WebhookRefusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, restaurant, id, cancellationToken) is not { } endpoint)
        {
            return new WebhookReply(WebhookRefusal.Unknown);
        }

        if (endpoint.Version != version)
        {
            return new WebhookReply(WebhookRefusal.ChangedMeanwhile);
        }

        db.Remove(endpoint);
        db.Audit(by, _time.GetUtcNow(), AuditActs.WebhookRemoved, await SourceNameAsync(db, endpoint, cancellationToken), Text(endpoint), null, restaurant);
        return await SaveAsync(db, new WebhookReply(), cancellationToken);
    }

    /// <summary>«Проверить»: sends a ping; the log shows what came of it.</summary>
    public async Task<WebhookReply> PingAsync(RestaurantId restaurant, Guid id, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return new WebhookReply(WebhookRefusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, restaurant, id, cancellationToken) is not { } endpoint)
        {
            return new WebhookReply(WebhookRefusal.Unknown);
        }

        if (endpoint.IsForCallbacks)
        {
            return new WebhookReply(WebhookRefusal.NoAddress);
        }

        var now = _time.GetUtcNow();
        var body = WebhookBodies.OfPing(await SourceNameAsync(db, endpoint, cancellationToken), _restaurants.Get(restaurant), now);
        db.Add(WebhookDelivery.Of(endpoint.Id, restaurant, null, WebhookEvents.Ping, NewMessageId(), body, null, now));
        return await SaveAsync(db, new WebhookReply(), cancellationToken);
    }

    /// <summary>The log, newest first; null for who may not read it.</summary>
    /// <param name="endpoint">Null = of all.</param>
    /// <param name="troubleOnly">Only what was not taken.</param>
    /// <param name="before">Null = from the newest on.</param>
    public async Task<IReadOnlyList<DeliveryLine>?> LogAsync(
        RestaurantId restaurant, Guid? endpoint, bool troubleOnly, long? before, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var wanted = db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.RestaurantId == restaurant);
        if (endpoint is { } id)
        {
            wanted = wanted.Where(delivery => delivery.EndpointId == id);
        }

        if (troubleOnly)
        {
            wanted = wanted.Where(delivery => delivery.State == DeliveryState.Failed || (delivery.State == DeliveryState.Due && delivery.Attempts > 0));
        }

        if (before is { } last)
        {
            wanted = wanted.Where(delivery => delivery.Id < last);
        }

        // Not the bodies: a page of them would be megabytes.
        var found = await wanted.OrderByDescending(delivery => delivery.Id).Take(PageSize)
            .Select(d => new { d.Id, d.EndpointId, d.Type, d.OrderId, d.CreatedAt, d.State, d.DueAt, d.Attempts, d.OriginalId })
            .ToListAsync(cancellationToken);
        var ids = found.ConvertAll(delivery => delivery.Id);
        var orders = found.Where(delivery => delivery.OrderId is not null).Select(delivery => delivery.OrderId!.Value).Distinct().ToList();
        var numbers = await db.Orders.AsNoTracking().IgnoreAutoIncludes().Where(order => orders.Contains(order.Id))
            .Select(order => new { order.Id, order.Number }).ToDictionaryAsync(order => order.Id, order => order.Number, cancellationToken);
        var attempts = (await db.WebhookAttempts.AsNoTracking().Where(attempt => ids.Contains(attempt.DeliveryId))
            .Select(a => new { a.Id, a.DeliveryId, a.Number, a.At, a.Milliseconds, a.Status, a.Trouble }).ToListAsync(cancellationToken)).ToLookup(attempt => attempt.DeliveryId);
        return
        [
            .. found.Select(d => new DeliveryLine(
                d.Id, d.EndpointId, d.Type, d.OrderId is { } order && numbers.TryGetValue(order, out var number) ? number : null, d.CreatedAt, d.State, d.DueAt, d.Attempts, d.OriginalId,
                attempts[d.Id].MaxBy(attempt => attempt.Id) is { } a ? new AttemptLine(a.Number, a.At, a.Milliseconds, a.Status, a.Trouble, null) : null)),
        ];
    }

    /// <summary>One delivery with what was sent and answered; null for who may not read it, and when there is none.</summary>
    public async Task<DeliveryView?> ShowAsync(RestaurantId restaurant, long id, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == id && delivery.RestaurantId == restaurant, cancellationToken) is not { } found)
        {
            return null;
        }

        var url = found.CallbackUrl ?? await db.WebhookEndpoints.Where(endpoint => endpoint.Id == found.EndpointId).Select(endpoint => endpoint.Url).SingleAsync(cancellationToken);
        var attempts = await db.WebhookAttempts.AsNoTracking().Where(attempt => attempt.DeliveryId == id).OrderBy(attempt => attempt.Id).ToListAsync(cancellationToken);
        return new DeliveryView(
            id, found.MessageId, url, found.Body, [.. attempts.Select(a => new AttemptLine(a.Number, a.At, a.Milliseconds, a.Status, a.Trouble, a.Answer))]);
    }

    /// <summary>«Отправить снова»: the same event once more, at once, as a delivery of its own.</summary>
    public async Task<WebhookReply> ResendAsync(RestaurantId restaurant, long id, Actor by, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return new WebhookReply(WebhookRefusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == id && delivery.RestaurantId == restaurant, cancellationToken) is not { } found)
        {
            return new WebhookReply(WebhookRefusal.Unknown);
        }

        if (found.Again(_time.GetUtcNow()) is not { } again)
        {
            return new WebhookReply(WebhookRefusal.Erased);
        }

        db.Add(again);
        return await SaveAsync(db, new WebhookReply(), cancellationToken);
    }

    internal static string NewMessageId() => $"msg_{Guid.CreateVersion7():N}";

    private static bool MayKeep(Actor by, RestaurantId restaurant)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.May(Permission.KeepConnections, restaurant);
    }

    private static string UrlOf(WebhookForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form.IsForCallbacks ? "" : form.Url;
    }

    // What an address is allowed is an administrator's to say; what orders bring along is allowed nothing.
    private static WebhookRefusal? Refuse(RestaurantId restaurant, WebhookForm form, string url, bool isNewlyAllowed, Actor by) => true switch
    {
        _ when !MayKeep(by, restaurant) => WebhookRefusal.NotPermitted,
        _ when form.AllowsPrivate && url is "" => WebhookRefusal.Private,
        _ when isNewlyAllowed && !by.May(Permission.ChangeSettings, restaurant) => WebhookRefusal.NotPermitted,
        _ when !WebhookEndpoint.CanAsk(url, form.Events) => WebhookRefusal.Events,
        _ when url is "" => null,
        _ when !OutsideAddress.IsUsable(url, allowPrivate: true) || url.Contains('#', StringComparison.Ordinal) => WebhookRefusal.Url,
        _ when !form.AllowsPrivate && (!OutsideAddress.IsUsable(url, allowPrivate: false) || IsSurelyPrivate(new Uri(url))) => WebhookRefusal.Private,
        _ => null,
    };

    // A name is looked at when it is called; what is plain now is said now.
    private static bool IsSurelyPrivate(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out var address) && !OutsideAddress.IsPublic(address));

    private static Task<WebhookEndpoint?> FindAsync(DeliveryDb db, RestaurantId restaurant, Guid id, CancellationToken cancellationToken) =>
        db.WebhookEndpoints.SingleOrDefaultAsync(endpoint => endpoint.Id == id && endpoint.RestaurantId == restaurant, cancellationToken);

    private static Task<string> SourceNameAsync(DeliveryDb db, WebhookEndpoint endpoint, CancellationToken cancellationToken) =>
        db.Sources.Where(source => source.Id == endpoint.SourceId).Select(source => source.Name).SingleAsync(cancellationToken);

    private async Task<WebhookReply> WorkAsync(
        RestaurantId restaurant, Guid id, int version, Actor by, string act, Func<WebhookEndpoint, WebhookReply> work, CancellationToken cancellationToken)
    {
        if (!MayKeep(by, restaurant))
        {
            return new WebhookReply(WebhookRefusal.NotPermitted);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, restaurant, id, cancellationToken) is not { } endpoint)
        {
            return new WebhookReply(WebhookRefusal.Unknown);
        }

        if (endpoint.Version != version)
        {
            return new WebhookReply(WebhookRefusal.ChangedMeanwhile);
        }

        var before = Text(endpoint);
        var reply = work(endpoint);
        if (!reply.IsDone)
        {
            return reply;
        }

        db.Audit(by, _time.GetUtcNow(), act, await SourceNameAsync(db, endpoint, cancellationToken), before, Text(endpoint), restaurant);
        return await SaveAsync(db, reply, cancellationToken);
    }

    private async Task<WebhookReply> SaveAsync(DeliveryDb db, WebhookReply reply, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new WebhookReply(WebhookRefusal.ChangedMeanwhile);
        }

        await _book.ReadAsync(cancellationToken);
        _signal.Ring();
        return reply;
    }

    // For the audit: never a secret.
    private static string Text(WebhookEndpoint endpoint) =>
        $"{(endpoint.IsForCallbacks ? "callbackUrl" : endpoint.Url)}; {string.Join(", ", endpoint.Events)}{(endpoint.AllowsPrivate ? "; private" : "")}{(endpoint.Off is { } off ? $"; off: {off}" : "")}";
}
