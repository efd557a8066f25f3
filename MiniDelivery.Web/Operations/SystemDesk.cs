using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>A change that was kept.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">Who saw it.</param>
/// <param name="Finding">What holds since.</param>
public sealed record SystemLine(DateTimeOffset At, string Machine, Finding Finding);

/// <summary>A piece of regular work.</summary>
/// <param name="Name">Its name; the screens have words for it.</param>
/// <param name="State">How it is doing.</param>
public sealed record WorkLine(string Name, WorkState State);

/// <summary>How the system is, as far as the person may see it.</summary>
/// <param name="Now">Every part, the worst first.</param>
/// <param name="Works">What is done again and again.</param>
/// <param name="History">What changed, the newest first.</param>
/// <param name="StartedAt">When the program began.</param>
/// <param name="Machine">Where it runs.</param>
public sealed record SystemView(
    IReadOnlyList<PartState> Now, IReadOnlyList<WorkLine> Works, IReadOnlyList<SystemLine> History, DateTimeOffset StartedAt, string Machine);

/// <summary>«Состояние системы», for managers and administrators.</summary>
public sealed class SystemDesk
{
    /// <summary>How many changes are shown.</summary>
    public const int Lines = 100;

    private static readonly TimeSpan _oneLook = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly SystemWatch _watch;
    private readonly WorkCheck _works;

    internal SystemDesk(IDbContextFactory<DeliveryDb> contexts, SystemWatch watch, WorkCheck works) => (_contexts, _watch, _works) = (contexts, watch, works);

    /// <summary>How it is now; null for who may not know.</summary>
    public async Task<SystemView?> ShowAsync(Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.MaySomewhere(Permission.WatchSystem))
        {
            return null;
        }

        return new SystemView(
            [.. _watch.Now.Where(standing => IsFor(by, standing.Finding.Restaurant)).OrderByDescending(standing => standing.Finding.Level).ThenBy(standing => standing.Finding.Part)],
            [.. _works.All.Select(work => new WorkLine(work.Name, work.State))],
            await HistoryAsync(by, cancellationToken),
            _watch.StartedAt,
            SystemWatch.Machine);
    }

    /// <summary>What does not work and has no bar of its own on every page; none for who may not know.</summary>
    public IReadOnlyList<Finding> Troubles(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.MaySomewhere(Permission.WatchSystem)
            ? [.. _watch.Now.Select(standing => standing.Finding).Where(finding => finding is { Level: FindingLevel.Trouble, Part: not (SystemPart.Till or SystemPart.License or SystemPart.Instances) })]
            : [];
    }

    // What is about the installation is for whoever may see anything.
    private static bool IsFor(Actor by, RestaurantId? restaurant) => restaurant is not { } one || by.May(Permission.WatchSystem, one);

    // Of what all instances share, each has seen the same within a few seconds.
    private static List<SystemLine> Once(List<SystemLine> lines) => lines.FindAll(line => !lines.Exists(earlier =>
        earlier.Machine != line.Machine && earlier.Finding.IsAs(line.Finding) && line.Finding.Part is SystemPart.Database or SystemPart.Till or SystemPart.License
        && (earlier.At < line.At || (earlier.At == line.At && string.CompareOrdinal(earlier.Machine, line.Machine) < 0)) && line.At - earlier.At < _oneLook));

    private async Task<IReadOnlyList<SystemLine>> HistoryAsync(Actor by, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var visible = db.SystemChanges.AsNoTracking();
            if (by.Posts is { } posts)
            {
                var own = posts.Keys.Where(restaurant => by.May(Permission.WatchSystem, restaurant)).Cast<RestaurantId?>().ToList();
                visible = visible.Where(change => change.RestaurantId == null || own.Contains(change.RestaurantId));
            }

            return Once((await visible.OrderByDescending(change => change.At).ThenByDescending(change => change.Id).Take(Lines).ToListAsync(cancellationToken))
                .ConvertAll(change => new SystemLine(change.At, change.Machine, change.Finding)));
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            // Just when the database is away somebody looks at this page: what holds now is in memory.
            return [];
        }
    }
}
