using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Couriers;

/// <summary>Section <c>Couriers</c>.</summary>
public sealed class CourierOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Couriers";

    /// <summary>What stands for the place in <see cref="MapUrl"/>.</summary>
    public const string Place = "{0}";

    /// <summary>The map that a courier's page opens.</summary>
    public string MapUrl { get; set; } = "https://yandex.ru/maps/?text={0}";

    /// <summary>Where an address is on that map: by its coordinates where they are known, otherwise by its text.</summary>
    public string MapOf(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var place = address is { Latitude: { } latitude, Longitude: { } longitude } ? FormattableString.Invariant($"{latitude},{longitude}") : address.Text;
        return MapUrl.Replace(Place, Uri.EscapeDataString(place), StringComparison.Ordinal);
    }
}

internal sealed class ValidateCourierOptions : IValidateOptions<CourierOptions>
{
    public ValidateOptionsResult Validate(string? name, CourierOptions options) =>
        Uri.TryCreate(options.MapUrl.Replace(CourierOptions.Place, "x", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && address.Scheme is "https" or "geo" && options.MapUrl.Contains(CourierOptions.Place, StringComparison.Ordinal)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Couriers:MapUrl must be an https: or geo: address with {0} where the place goes.");
}
