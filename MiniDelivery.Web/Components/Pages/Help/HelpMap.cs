namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>Which section of the help explains which page: the one place where «?» in the header gets its target from.</summary>
public static class HelpMap
{
    // By the page's route.
    private static readonly (string Route, string Section)[] _sections =
    [
        ("", "operator#order"),
        ("orders/new", "operator#new-order"),
        ("orders/{id}", "operator#order"),
        ("orders/{id}/edit", "operator#edit"),
        ("couriers", "operator#couriers"),
        ("guests", "operator#guests"),
        ("guests/{id}", "operator#guests"),
        ("inbox", "manager#inbox"),
        ("reports", "manager#reports"),
        ("reports/orders", "manager#reports"),
        ("settings/connections", "administrator#shop"),
        ("settings/webhooks", "administrator#events"),
        ("settings/menu", "manager#menu"),
        ("settings/audit", "manager#audit"),
        ("settings/restaurants", "administrator#restaurants"),
        ("settings/till", "administrator#till"),
        ("settings/alerts", "administrator#alerts"),
        ("settings/terminals", "administrator#terminals"),
        ("settings/staff", "administrator#people"),
        ("settings/license", "administrator#license"),
        ("settings/appearance", "administrator#appearance"),
        ("settings/personal-data", "administrator#personal-data"),
        ("system", "administrator#system"),
        ("simulator", "administrator#simulator"),
        ("help", ""),
        ("help/{book}", ""),
        ("not-found", ""),
    ];

    /// <summary>Address of the section for a page, <c>help/operator#order</c>; null = nobody has said which.</summary>
    /// <param name="page">The page's address below the root, or its route.</param>
    public static string? For(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var parts = page.Split('?', '#')[0].Trim('/').Split('/');
        foreach (var (route, section) in _sections.OrderBy(known => known.Route.Count(letter => letter is '{')))
        {
            if (Fits(route.Split('/'), parts))
            {
                return section is "" ? "help" : $"help/{section}";
            }
        }

        return null;
    }

    private static bool Fits(string[] route, string[] parts) =>
        route.Length == parts.Length && route.Zip(parts).All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
