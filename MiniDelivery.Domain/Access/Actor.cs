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

    /// <summary>Look after the menu and what sources' dishes are in it.</summary>
    KeepMenu,

    /// <summary>Change settings, users, keys and the licence.</summary>
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
            Permission.StepBack or Permission.ReadReports or Permission.ReadAudit or Permission.KeepMenu => role is StaffRole.Manager or StaffRole.Admin,
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
        public bool NeedsPassword => permission is Permission.ChangeSettings or Permission.ReadAudit;
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

    /// <summary>Whether a person with this role may do it; shops and the till have no rights of staff.</summary>
    public bool May(Permission permission) => Role is { } role && (IsByPin ? role.ByPin : role).May(permission) && !(IsByPin && permission.NeedsPassword);
}
