using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Webhooks;

/// <summary>
/// Stores what shops are to be told with the change itself, in its transaction, whoever makes the change: what is stored is told, what
/// is not is not, whatever becomes of this process. Nothing is stored where nobody listens.
/// </summary>
/// <param name="services">Asked when something is saved: what it needs needs the database, and the database needs it.</param>
internal sealed class WebhookOutbox(IServiceProvider services, TimeProvider time) : SaveChangesInterceptor
{
    // Data Protection alone saves synchronously, and nothing of it is told to anybody.
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        // Where nobody listens, nothing is looked at.
        if (eventData.Context is DeliveryDb db
            && await services.GetRequiredService<WebhookBook>().ListenersAsync(cancellationToken) is [_, ..] listeners
            && Seen(db) is [_, ..] events)
        {
            await StoreAsync(db, events, listeners, cancellationToken);
        }

        return result;
    }

    private async Task StoreAsync(DeliveryDb db, List<Happening> events, ImmutableArray<WebhookListener> listeners, CancellationToken cancellationToken)
    {
        // A save that lost a race is repeated with the same picture: what was added then is still there.
        var known = db.ChangeTracker.Entries<WebhookDelivery>().Where(entry => entry.State is EntityState.Added)
            .Select(entry => (entry.Entity.EndpointId, entry.Entity.OrderId, entry.Entity.Type)).ToHashSet();
        var directory = services.GetRequiredService<RestaurantDirectory>();
        var now = time.GetUtcNow();
        foreach (var happening in events)
        {
            var message = WebhookDesk.NewMessageId();
            foreach (var listener in listeners.Where(happening.IsFor))
            {
                if (!known.Add((listener.Id, happening.Order?.Id, happening.Type)))
                {
                    continue;
                }

                if (directory.Find(happening.Restaurant) is null)
                {
                    await directory.ReadAsync(cancellationToken);
                }

                if (happening.Write(listener, directory.Get(happening.Restaurant), now) is { } body)
                {
                    db.Add(WebhookDelivery.Of(
                        listener.Id, happening.Restaurant, happening.Order?.Id, happening.Type, message, body, listener.IsForCallbacks ? happening.Order!.CallbackUrl : null, now));
                }
            }
        }
    }

    private List<Happening> Seen(DeliveryDb db)
    {
        var seen = new List<Happening>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            switch (entry)
            {
                case { Entity: Order order } when entry.State is EntityState.Added || (entry.State is EntityState.Modified && Before<OrderStatus>(entry, nameof(Order.Status)) != order.Status):
                    seen.Add(OfOrder(order, WebhookEvents.Entered(order.Status)));
                    break;
                case { Entity: Domain.Till.Handoff { State: HandoffState.Refused } handoff, State: EntityState.Modified } when Before<HandoffState>(entry, nameof(handoff.State)) is not HandoffState.Refused:
                    seen.AddRange(db.ChangeTracker.Entries<Order>().Where(order => order.Entity.Id == handoff.OrderId).Select(order => OfOrder(order.Entity, WebhookEvents.OrderTillFailed)));
                    break;
                case { Entity: IntakeChange change, State: EntityState.Added } when change.IsPause || change.IsResume:
                    var type = change.IsPause ? WebhookEvents.IntakePaused : WebhookEvents.IntakeResumed;
                    seen.Add(new Happening(type, change.RestaurantId, null, (_, restaurant, _) => WebhookBodies.OfIntake(type, change, restaurant)));
                    break;
                case { Entity: MenuSnapshot menu, State: EntityState.Modified } when Before<string>(entry, nameof(menu.Items)) is { } before && before != menu.Items:
                    seen.Add(new Happening(WebhookEvents.StopListChanged, menu.RestaurantId, null, (_, restaurant, now) => WebhookBodies.OfStopList(Read(before), Read(menu.Items), restaurant, now)));
                    break;
            }
        }

        return seen;
    }

    // As every read returns it, with what the change has made of it.
    private Happening OfOrder(Order order, string type) => new(type, order.RestaurantId, order, (listener, restaurant, now) =>
        WebhookBodies.OfOrder(type, order, listener.SourceName, restaurant, services.GetRequiredService<MenuCache>().For(restaurant.Id), now));

    private static T? Before<T>(EntityEntry entry, string property) => entry.OriginalValues.GetValue<T>(property);

    private static List<MenuItem> Read(string items) => JsonSerializer.Deserialize<List<MenuItem>>(items)!;

    /// <param name="Order">Null = it is the restaurant's.</param>
    /// <param name="Write">Null = nothing to tell after all.</param>
    private sealed record Happening(string Type, RestaurantId Restaurant, Order? Order, Func<WebhookListener, RestaurantInfo, DateTimeOffset, string?> Write)
    {
        public bool IsFor(WebhookListener listener) =>
            listener.Restaurant == Restaurant
            && listener.Events.Contains(Type)
            && (Order is null || listener.Source == Order.SourceId)
            && (!listener.IsForCallbacks || Order is { CallbackUrl: not (null or "") });
    }
}
