using System.Globalization;

namespace MiniDelivery.Domain.Orders;

/// <content>Erasing who ordered, when the law or the guest asks for it. What was sold, and for how much, stays.</content>
public sealed partial class Order
{
    /// <summary>When the guest's data was erased; null = it was not.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>Whether nobody works with it any more, and the till is promised nothing that would need the guest.</summary>
    public bool IsAtRest => !Status.IsLive && Handoff is not { IsOpen: true };

    /// <summary>
    /// Erases whatever says who ordered: name, phone, e-mail, address, wishes, the source's own strings, free texts of staff. Dishes,
    /// sums, times and states stay. It cannot be undone.
    /// </summary>
    /// <returns>False = somebody still works with it, or it was done before; nothing has changed.</returns>
    public bool Forget(DateTimeOffset now)
    {
        if (!IsAtRest || ForgottenAt is not null)
        {
            return false;
        }

        // Without its key it is taken out of what is known of the guest, too.
        (Guest, PhoneKey, Address, Comment) = (new Guest("", "", null), "", null, null);
        (CallbackUrl, Metadata) = (null, new Dictionary<string, string>());
        SearchText = Number.ToString(CultureInfo.InvariantCulture);
        // A hash of little else than a phone is as good as the phone: all phones can be tried in a second.
        Fingerprint = "";
        Cancellation = Cancellation is { } cancellation ? cancellation with { Comment = null } : null;
        CancelWish = CancelWish is { } wish ? wish with { Comment = null } : null;
        foreach (var line in _lines)
        {
            line.Forget();
        }

        foreach (var step in _history.Where(step => step.Kind is StepKind.SteppedBack))
        {
            step.Forget();
        }

        Handoff?.Forget();
        ForgottenAt = now;
        // No step in the history: programs outside would be told of thousands of orders in which nothing has happened.
        Version++;
        return true;
    }
}
