using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Access;

/// <summary>What a person may be in a restaurant (contract, section 6).</summary>
public enum StaffRole
{
    /// <summary>Works with orders.</summary>
    Operator,

    /// <summary>Also reports, couriers, pausing, undo and the audit.</summary>
    Manager,

    /// <summary>Also settings, users, keys and the licence.</summary>
    Admin,
}

/// <summary>What an act may need a right for.</summary>
public enum Permission
{
    /// <summary>Accept, cancel, edit and move orders.</summary>
    WorkWithOrders,

    /// <summary>Take one step back.</summary>
    StepBack,

    /// <summary>Read reports.</summary>
    ReadReports,

    /// <summary>Read who changed what.</summary>
    ReadAudit,

    /// <summary>Put guests on the blacklist, and take them off it.</summary>
    KeepGuests,

    /// <summary>Look after the menu and what sources' dishes are in it.</summary>
    KeepMenu,

    /// <summary>Hire couriers and take their cash.</summary>
    KeepCouriers,

    /// <summary>Pause intake, or say that the restaurant is busy.</summary>
    PauseIntake,

    /// <summary>Look after sources and their keys.</summary>
    KeepConnections,

    /// <summary>Look after what could not become an order by itself.</summary>
    KeepInbox,

    /// <summary>See how the system is doing.</summary>
    WatchSystem,

    /// <summary>Change settings, users and the licence.</summary>
    ChangeSettings,
}

/// <summary>Which role may do what.</summary>
public static class Permissions
{
    extension(StaffRole role)
    {
        /// <summary>Whether the role includes the permission.</summary>
        public bool May(Permission permission) => permission switch
        {
            Permission.WorkWithOrders => true,
            Permission.StepBack or Permission.ReadReports or Permission.ReadAudit or Permission.KeepGuests or Permission.KeepMenu or Permission.KeepCouriers or Permission.PauseIntake or Permission.KeepConnections or Permission.KeepInbox or Permission.WatchSystem => role is StaffRole.Manager or StaffRole.Admin,
            Permission.ChangeSettings => role is StaffRole.Admin,
        };

        /// <summary>What of the role a PIN gives: never an administrator's rights.</summary>
        public StaffRole ByPin => role is StaffRole.Admin ? StaffRole.Manager : role;
    }
}

/// <summary>What a PIN is too little for.</summary>
public static class PasswordPermissions
{
    extension(Permission permission)
    {
        /// <summary>Whether it needs the password: whoever looks over a shoulder knows the PIN.</summary>
        public bool NeedsPassword => permission is Permission.ChangeSettings or Permission.ReadAudit or Permission.KeepConnections;
    }
}

/// <summary>Who acts: a person at a terminal, a shop, or the till.</summary>
/// <param name="Name">As the history shows it.</param>
/// <param name="Role">The person's role; null for shops, the till and the system itself.</param>
/// <param name="Terminal">Name of the terminal; null when it was none.</param>
/// <param name="Address">IP address of the browser; null when it was none.</param>
/// <param name="IsByPin">The person signed in with a PIN.</param>
public sealed record Actor(string Name, StaffRole? Role = null, string? Terminal = null, string? Address = null, bool IsByPin = false)
{
    /// <summary>What the till itself did.</summary>
    public static Actor Till { get; } = new("RK7");

    /// <summary>What the program did by itself.</summary>
    public static Actor Program { get; } = new("MiniDelivery");

    /// <summary>What the person is in each restaurant where they work; null = <see cref="Role"/>, in every one.</summary>
    public IReadOnlyDictionary<RestaurantId, StaffRole>? Posts { get; init; }

    /// <summary>Whether it is one of the staff.</summary>
    public bool IsStaff => Role is not null;

    /// <summary>
    /// Whether the person may do it in the whole installation: who works in some restaurants only may not, whatever they are there.
    /// Shops and the till have no rights of staff.
    /// </summary>
    public bool May(Permission permission) => Posts is null && May(Role, permission);

    /// <summary>Whether the person may do it in one restaurant.</summary>
    public bool May(Permission permission, RestaurantId restaurant) => May(RoleIn(restaurant), permission);

    /// <summary>Whether there is a restaurant in which the person may do it.</summary>
    public bool MaySomewhere(Permission permission) => Posts is null ? May(Role, permission) : Posts.Keys.Any(restaurant => May(permission, restaurant));

    /// <summary>What the person is in a restaurant; null = they do not work there.</summary>
    public StaffRole? RoleIn(RestaurantId restaurant) => (Role, Posts) switch
    {
        (null, _) => null,
        (var role, null) => role,
        (_, var posts) => posts.TryGetValue(restaurant, out var post) ? post : null,
    };

    private bool May(StaffRole? held, Permission permission) =>
        held is { } role && (IsByPin ? role.ByPin : role).May(permission) && !(IsByPin && permission.NeedsPassword);
}
