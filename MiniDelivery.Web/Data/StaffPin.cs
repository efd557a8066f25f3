using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Data;

/// <summary>A person's PIN for shared terminals, and the wrong ones that were tried in their name.</summary>
public sealed class StaffPin
{
    /// <summary>More than the encrypted hash ever takes.</summary>
    public const int LongestHash = 1000;

    /// <summary>Whose.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>
    /// Identity's hash of it, encrypted (Data Protection): of so few digits a bare hash is guessed in seconds by whoever has a copy of
    /// the database.
    /// </summary>
    public required string Hash { get; set; }

    /// <summary>When it was set.</summary>
    public required DateTimeOffset SetAt { get; set; }

    /// <summary>Wrong ones in a row; the password, or the right PIN in time, starts anew.</summary>
    public int Wrong { get; set; }

    /// <summary>Until when no PIN opens; null = it does.</summary>
    public DateTimeOffset? ClosedUntil { get; set; }

    /// <summary>Changes with every try: of two at the same moment both must count.</summary>
    public Guid Stamp { get; set; } = Guid.NewGuid();
}

/// <summary>The wrong PINs that were tried at a terminal, whoever's they were to be.</summary>
public sealed class TerminalTries
{
    /// <summary>Where.</summary>
    public required TerminalId TerminalId { get; init; }

    /// <summary>Wrong ones in a row.</summary>
    public int Wrong { get; set; }

    /// <summary>Until when no PIN opens here; null = it does.</summary>
    public DateTimeOffset? ClosedUntil { get; set; }

    /// <summary>Changes with every try.</summary>
    public Guid Stamp { get; set; } = Guid.NewGuid();
}
