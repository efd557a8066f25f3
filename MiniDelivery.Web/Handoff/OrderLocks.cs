using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// Who of this process uses our lock on a till's order: a person in the editor, a step of the dispatcher, or both. Whoever is the
/// last releases it. Windows of other instances are known by <see cref="EditorHolds"/>.
/// </summary>
public sealed class OrderLocks
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMinutes(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, EditorSession> _editors = [];
    private readonly Dictionary<OrderId, int> _steps = [];

    /// <summary>How long a lock is taken for: longer than all requests of one step together, so that it cannot run out between them.</summary>
    public static TimeSpan TimeFor(ITill till) => TimeSpan.FromTicks(Math.Max(_shortest.Ticks, 6 * till.Timeout.Ticks));

    /// <summary>The person who edits an order; null = nobody.</summary>
    internal EditorSession? Editor(OrderId id)
    {
        lock (_lock)
        {
            return _editors.GetValueOrDefault(id);
        }
    }

    /// <summary>Everybody who edits.</summary>
    internal IReadOnlyList<EditorSession> Editors()
    {
        lock (_lock)
        {
            return [.. _editors.Values];
        }
    }

    /// <summary>Makes this person the one who edits. False: somebody else is.</summary>
    internal bool TryBegin(EditorSession session)
    {
        lock (_lock)
        {
            return _editors.TryAdd(session.Id, session) || _editors[session.Id] == session;
        }
    }

    /// <summary>This person edits no more. True: the lock is nobody's now and is to be released.</summary>
    internal bool End(EditorSession session)
    {
        lock (_lock)
        {
            return _editors.GetValueOrDefault(session.Id) == session && _editors.Remove(session.Id) && !_steps.ContainsKey(session.Id);
        }
    }

    /// <summary>Whoever edits the order must stop: it is being cancelled.</summary>
    internal void End(OrderId id) => Editor(id)?.Lose(EditorEnd.Cancelled, null);

    internal void BeginStep(OrderId id)
    {
        lock (_lock)
        {
            _steps[id] = _steps.GetValueOrDefault(id) + 1;
        }
    }

    /// <summary>A step is over. True: the lock is nobody's now and is to be released.</summary>
    internal bool EndStep(OrderId id)
    {
        lock (_lock)
        {
            if (_steps[id] > 1)
            {
                _steps[id]--;
                return false;
            }

            _steps.Remove(id);
            return !_editors.ContainsKey(id);
        }
    }
}
