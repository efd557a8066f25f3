using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Support;

/// <summary>A part of the system that is as the test says.</summary>
internal sealed class ToldPart(SystemPart part, string subject = "", RestaurantId? restaurant = null) : ISystemCheck
{
    private Finding _finding = new(part, FindingLevel.Ok, Finding.Well, subject, restaurant);

    public SystemPart Part => part;

    public bool Breaks { get; set; }

    public void Is(FindingLevel level, string code, string? detail = null) => _finding = _finding with { Level = level, Code = code, Detail = detail };

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        Breaks ? throw new InvalidOperationException() : Task.FromResult<IReadOnlyList<Finding>>([_finding]);
}
