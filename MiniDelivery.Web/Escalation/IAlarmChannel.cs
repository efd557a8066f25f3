using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Escalation;

/// <summary>Why an alarm did not arrive.</summary>
public enum AlarmTrouble
{
    /// <summary>Something that it needs was not filled in.</summary>
    NotSetUp,

    /// <summary>A stored secret cannot be decrypted any more: somebody must type it again.</summary>
    SecretLost,

    /// <summary>The address is of a private network, and those are not allowed.</summary>
    AddressRefused,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Name, password, token or signature were not accepted.</summary>
    SignInRefused,

    /// <summary>The other end said no.</summary>
    Refused,

    /// <summary>No browser has asked to be notified.</summary>
    NobodySubscribed,
}

/// <summary>What became of an attempt.</summary>
/// <param name="Trouble">Why it did not arrive; null = it did.</param>
/// <param name="Detail">A number that the other end gave, for whoever looks after it; never a text of theirs.</param>
public sealed record AlarmAnswer(AlarmTrouble? Trouble, int? Detail = null)
{
    /// <summary>It was taken at the other end.</summary>
    public static AlarmAnswer Sent { get; } = new(Trouble: null);

    /// <summary>Whether another attempt with the same settings can be of use.</summary>
    public bool IsWorthRepeating => Trouble is AlarmTrouble.Unreachable or AlarmTrouble.TimedOut or AlarmTrouble.Refused or AlarmTrouble.SignInRefused;
}

/// <summary>A way to people who are not at a terminal.</summary>
internal interface IAlarmChannel
{
    /// <summary>The rung that it carries out.</summary>
    EscalationRung Rung { get; }

    /// <summary>Tries once. Whatever is wrong outside is an answer, not an exception.</summary>
    Task<AlarmAnswer> SendAsync(AlarmMessage message, EscalationSettings settings, CancellationToken cancellationToken);
}
