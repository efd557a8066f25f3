namespace MiniDelivery.Web.Restaurants;

/// <summary>The restaurant that this page is about: the one of its terminal, or where that is none of the person's, their own first.</summary>
public sealed class CurrentRestaurant(RestaurantDirectory directory)
{
    /// <summary>Which; null = the person works in none. Set once, before the first page is drawn.</summary>
    public Domain.Restaurants.RestaurantId? Id { get; set; }

    /// <summary>The restaurant; null = the person works in none.</summary>
    public RestaurantInfo? Known => Id is { } id ? directory.Find(id) : null;

    /// <summary>The restaurant.</summary>
    /// <exception cref="InvalidOperationException">The person works in none; <see cref="Components.Routes"/> draws no page for them.</exception>
    public RestaurantInfo Info => Known ?? throw new InvalidOperationException("Nobody's page: the person works in no restaurant.");
}
