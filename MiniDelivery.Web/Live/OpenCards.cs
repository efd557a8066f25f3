using System.Text.Json;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Web.Live;

/// <summary>
/// Who has which card open at this moment, so that two people do not call the same guest. A courtesy, not a lock: it stops nobody, and it
/// lives in memory; other instances are told with this one's signs of life, and forget it with the last of them.
/// </summary>
public sealed class OpenCards(LiveSignal signal, InstanceLink link, TimeProvider time)
{
    // A card that is left open over a break is nobody's call any more.
    private static readonly TimeSpan _fades = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly List<OpenCard> _open = [];

    /// <summary>Who else has a card open, the first of them; null = nobody.</summary>
    /// <param name="window">Who asks.</param>
    public string? Other(OrderId order, object window)
    {
        lock (_lock)
        {
            if (_open.Find(card => card.Order == order && card.Window != window && !HasFaded(card.Since)) is { } here)
            {
                return here.By;
            }
        }

        return link.Notes.SelectMany(Read).FirstOrDefault(card => card.Order == order.Value && !HasFaded(card.Since))?.By;
    }

    internal void Open(OrderId order, object window, string by)
    {
        lock (_lock)
        {
            _open.RemoveAll(card => card.Window == window);
            _open.Add(new OpenCard(order, window, by, time.GetUtcNow()));
            Note();
        }

        signal.Ring();
    }

    internal void Close(object window)
    {
        bool wasOpen;
        lock (_lock)
        {
            wasOpen = _open.RemoveAll(card => card.Window == window) > 0;
            Note();
        }

        if (wasOpen)
        {
            signal.Ring();
        }
    }

    private static IEnumerable<Noted> Read(string note) => note is "" ? [] : JsonSerializer.Deserialize<List<Noted>>(note) ?? [];

    private bool HasFaded(DateTimeOffset since) => time.GetUtcNow() - since >= _fades;

    private void Note() => link.Note(
        _open is [] ? "" : JsonSerializer.Serialize(_open.Select(card => new Noted(card.Order.Value, card.By, card.Since))));

    // What others are told: the number of an order and the name of one of the staff; nothing of the guest.
    private sealed record Noted(Guid Order, string By, DateTimeOffset Since);

    private sealed record OpenCard(OrderId Order, object Window, string By, DateTimeOffset Since);
}

/// <summary>The card that is open in this window. A window that has lost its connection holds nothing until it is back.</summary>
public sealed class OwnCard(OpenCards cards) : CircuitHandler
{
    private (OrderId Order, string By)? _open;

    /// <summary>Who else has a card open; null = nobody.</summary>
    public string? Other(OrderId order) => cards.Other(order, this);

    /// <summary>The card of an order is open here.</summary>
    public void Open(OrderId order, string by)
    {
        _open = (order, by);
        cards.Open(order, this, by);
    }

    /// <summary>It is closed again; another one may be open already.</summary>
    public void Close(OrderId order)
    {
        if (_open?.Order == order)
        {
            _open = null;
            cards.Close(this);
        }
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        cards.Close(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_open is { } open)
        {
            cards.Open(open.Order, this, open.By);
        }

        return Task.CompletedTask;
    }
}
