using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>How the list looks on the terminal of this window. It is kept with the terminal, so a reload and the next shift find it so.</summary>
public sealed class OwnLook(TerminalBook terminals, AlertDesk desk, CurrentStaff staff)
{
    /// <summary>What was chosen here.</summary>
    public async Task<ListLook> GetAsync(CancellationToken cancellationToken) =>
        await staff.TerminalAsync() is { } id && await terminals.FindAsync(new TerminalId(id), cancellationToken) is { } terminal ? terminal.Look : ListLook.Default;

    /// <summary>Keeps a choice. A browser that is no terminal keeps none.</summary>
    public async Task<Outcome> SetAsync(ListLook look) => await staff.TerminalAsync() is { } id
        ? await desk.SetLookAsync(new TerminalId(id), look, await staff.GetAsync(), CancellationToken.None)
        : Outcome.Refused(Refusal.TerminalUnknown);
}
