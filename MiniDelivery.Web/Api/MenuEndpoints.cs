using System.Security.Claims;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>What a shop can sell now: <c>GET /api/v1/menu</c>.</summary>
internal static class MenuEndpoints
{
    public static void MapMenu(this IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/v1/menu", Read)
            .WithTags("Menu")
            .WithGroupName("v1")
            .RequireAuthorization(Scopes.MenuRead)
            .WithName("getMenu")
            .WithSummary("What can be sold now")
            .WithDescription("Categories and dishes with prices, modifiers with their limits, and stops. Answers 304 to an ETag that still holds.")
            .Produces<MenuBody>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems([.. ApiProblems.OfEveryCall, ApiProblems.MenuUnknown]);

    private static IResult Read(HttpContext context, ClaimsPrincipal caller, MenuCache menus, RestaurantDirectory restaurants)
    {
        var restaurant = restaurants.Get(Shop.Of(caller).Restaurant);
        if (menus.For(restaurant.Id) is not { } menu)
        {
            return ApiProblems.MenuUnknown;
        }

        // The moment of reading is not part of it: a menu read again and found the same is the same.
        return Conditional.Answer(context, MenuBody.Of(menu, restaurant));
    }
}

/// <summary>The menu as shops see it.</summary>
/// <param name="Restaurant">Code of the restaurant.</param>
/// <param name="Currency">ISO 4217 code of all prices.</param>
/// <param name="Categories">The dishes by category, in the till's order.</param>
public sealed record MenuBody(string Restaurant, string Currency, IReadOnlyList<MenuCategoryBody> Categories)
{
    internal static MenuBody Of(RestaurantMenu menu, RestaurantInfo restaurant) => new(
        restaurant.Code,
        restaurant.Currency,
        [.. menu.Items.GroupBy(item => item.Category).Select(group => new MenuCategoryBody(group.Key, [.. group.Select(MenuItemBody.Of)]))]);
}

/// <summary>A category of dishes.</summary>
public sealed record MenuCategoryBody(string Name, IReadOnlyList<MenuItemBody> Items);

/// <summary>A dish.</summary>
/// <param name="Code">To be sent in orders.</param>
/// <param name="Ident">The till's own number of it.</param>
/// <param name="Guid">The till's guid of it.</param>
/// <param name="Price">Of one portion or unit of weight; null while it is not on sale.</param>
/// <param name="Stopped">Cannot be sold at the moment.</param>
/// <param name="Weighed">Sold by weight: quantities may have three decimals.</param>
/// <param name="Combo">Made of other dishes, which are sent as modifiers.</param>
/// <param name="Left">How much is left; null = not limited.</param>
/// <param name="ModifierGroups">What can be added.</param>
public sealed record MenuItemBody(
    string Code,
    int Ident,
    Guid? Guid,
    string Name,
    decimal? Price,
    bool Stopped,
    bool Weighed,
    bool Combo,
    decimal? Left,
    IReadOnlyList<MenuModifierGroupBody> ModifierGroups)
{
    internal static MenuItemBody Of(MenuItem item) => new(
        Text(item.Code),
        item.Ident,
        item.Guid,
        item.Name,
        item.Price?.Amount,
        item.IsStopped,
        item.IsWeighed,
        item.IsCombo,
        item.Left?.Value,
        [.. item.Groups.Select(group => new MenuModifierGroupBody(
            group.Name, group.Min, group.Max, [.. group.Modifiers.Select(m => new MenuModifierBody(Text(m.Code), m.Ident, m.Name, m.Price.Amount))]))]);

    private static string Text(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A group of modifiers.</summary>
/// <param name="Name">Name.</param>
/// <param name="Min">At least so many must be chosen.</param>
/// <param name="Max">At most so many; null = no limit.</param>
/// <param name="Modifiers">What can be chosen.</param>
public sealed record MenuModifierGroupBody(string Name, int Min, int? Max, IReadOnlyList<MenuModifierBody> Modifiers);

/// <summary>A modifier.</summary>
public sealed record MenuModifierBody(string Code, int Ident, string Name, decimal Price);
