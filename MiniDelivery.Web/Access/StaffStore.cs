using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Identity's store, which saves nothing by itself: the use case does, once, and its audit entry goes with it.
/// </summary>
internal sealed class StaffStore : UserStore<StaffMember, IdentityRole<Guid>, DeliveryDb, Guid>
{
    public StaffStore(DeliveryDb db, IdentityErrorDescriber words)
        : base(db, words) => AutoSaveChanges = false;
}

internal static class StaffSaving
{
    extension(DeliveryDb db)
    {
        /// <summary>Saves; null when it is done, otherwise why not.</summary>
        public async Task<StaffRefusal?> SaveStaffAsync(CancellationToken cancellationToken)
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return null;
            }
            catch (DbUpdateConcurrencyException)
            {
                return StaffRefusal.ChangedMeanwhile;
            }
            catch (DbUpdateException error) when (error.IsDuplicate)
            {
                return StaffRefusal.NameTaken;
            }
        }

        /// <summary>The person's role; null = none.</summary>
        public async Task<StaffRole?> RoleOfAsync(Guid person, CancellationToken cancellationToken)
        {
            var names = await (from link in db.UserRoles
                               join role in db.Roles on link.RoleId equals role.Id
                               where link.UserId == person
                               select role.Name).ToListAsync(cancellationToken);
            return names.Select(name => Enum.Parse<StaffRole>(name!)).Cast<StaffRole?>().Max();
        }

        /// <summary>Gives the person this role instead of any other.</summary>
        public async Task SetRoleAsync(Guid person, StaffRole role, CancellationToken cancellationToken)
        {
            var name = role.ToString().ToUpperInvariant();
            var id = await db.Roles.Where(known => known.NormalizedName == name).Select(known => known.Id).SingleAsync(cancellationToken);
            db.RemoveRange(await db.UserRoles.Where(link => link.UserId == person && link.RoleId != id).ToListAsync(cancellationToken));
            if (!await db.UserRoles.AnyAsync(link => link.UserId == person && link.RoleId == id, cancellationToken))
            {
                db.Add(new IdentityUserRole<Guid> { UserId = person, RoleId = id });
            }
        }
    }
}
