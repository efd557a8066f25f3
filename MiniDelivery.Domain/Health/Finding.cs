using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Health;

/// <summary>A part of the system that is looked at.</summary>
public enum SystemPart
{
    /// <summary>Where everything is stored.</summary>
    Database,

    /// <summary>The shared picture of the orders in work.</summary>
    Board,

    /// <summary>A restaurant's till.</summary>
    Till,

    /// <summary>A restaurant's licence.</summary>
    License,

    /// <summary>The line to the other instances.</summary>
    Instances,

    /// <summary>The room on a disk.</summary>
    Disk,

    /// <summary>The copies of the database.</summary>
    Backup,

    /// <summary>The log's files.</summary>
    Log,

    /// <summary>What is done again and again without anybody asking.</summary>
    Work,
}

/// <summary>How bad it is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Somebody should see to it, in time.</summary>
    Notice,

    /// <summary>Something does not work.</summary>
    Trouble,
}

/// <summary>What a look at one part found.</summary>
/// <param name="Part">Of what.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Code">What it is; the screens have words for it.</param>
/// <param name="Subject">Which of several of that part; empty = there is one.</param>
/// <param name="Restaurant">Whose it is; null = the installation's.</param>
/// <param name="Detail">What the words are about: a number, a day, a code. Nothing that somebody typed. May change while it is the same finding.</param>
public sealed record Finding(
    SystemPart Part, FindingLevel Level, string Code, string Subject = "", RestaurantId? Restaurant = null, string? Detail = null)
{
    /// <summary>All is well.</summary>
    public const string Well = "Ok";

    /// <summary>Part, subject and restaurant: of two looks, what belongs together.</summary>
    public (SystemPart Part, string Subject, RestaurantId? Restaurant) Key => (Part, Subject, Restaurant);

    /// <summary>Whether it is the same as at another look.</summary>
    public bool IsAs(Finding? other) => other is not null && Key == other.Key && (Level, Code) == (other.Level, other.Code);
}

/// <summary>How much room on a disk is enough.</summary>
/// <param name="Low">Below, somebody should see to it.</param>
/// <param name="Full">Below, orders may soon not be stored.</param>
public sealed record DiskLimits(long Low, long Full)
{
    /// <summary>What so much room means.</summary>
    /// <param name="free">Bytes; null = nobody could say.</param>
    public (FindingLevel Level, string Code) Of(long? free) => free switch
    {
        null => (FindingLevel.Notice, "Unknown"),
        { } bytes when bytes < Full => (FindingLevel.Trouble, "Full"),
        { } bytes when bytes < Low => (FindingLevel.Notice, "Low"),
        _ => (FindingLevel.Ok, Finding.Well),
    };
}
