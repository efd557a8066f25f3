using Microsoft.AspNetCore.Identity;

namespace MiniDelivery.Web.Data;

/// <summary>A person who signs in. The role is an Identity role named as in <see cref="Domain.Access.StaffRole"/>.</summary>
public sealed class StaffMember : IdentityUser<Guid>
{
    /// <summary>As the history and other people's screens show the person.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The password was given by somebody else; nothing else can be done before it is changed.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The account is closed. It is kept: the history names the person.</summary>
    public bool IsDisabled { get; set; }
}
