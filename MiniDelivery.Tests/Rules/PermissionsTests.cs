using MiniDelivery.Domain.Access;

namespace MiniDelivery.Tests.Rules;

public sealed class PermissionsTests
{
    // The table itself is the specification (contract, section 6).
    [Fact]
    public void Which_role_may_do_what() =>
        Assert.Equal(
            [
                "Operator: WorkWithOrders",
                "Manager: WorkWithOrders, StepBack, ReadReports, ReadAudit, KeepGuests, KeepMenu, KeepCouriers, PauseIntake, KeepConnections, KeepInbox, WatchSystem",
                "Admin: WorkWithOrders, StepBack, ReadReports, ReadAudit, KeepGuests, KeepMenu, KeepCouriers, PauseIntake, KeepConnections, KeepInbox, WatchSystem, ChangeSettings",
            ],
            Enum.GetValues<StaffRole>().Select(role =>
                $"{role}: {string.Join(", ", Enum.GetValues<Permission>().Where(permission => new Actor("", role).May(permission)))}"));

    [Fact]
    public void Shops_and_the_till_have_no_rights_of_staff() =>
        Assert.All(Enum.GetValues<Permission>(), permission =>
        {
            Assert.False(new Actor("сайт").May(permission));
            Assert.False(Actor.Till.May(permission));
        });
}
