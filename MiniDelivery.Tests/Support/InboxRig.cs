using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Support;

/// <summary>The inbox with a real database; the keys of its vault are its own.</summary>
internal sealed class InboxRig
{
    public InboxRig(TestDatabase database, TimeProvider time)
    {
        Vault = NewVault();
        Watch = new InboxWatch(database.Contexts, database.Signal, time, NullLogger<InboxWatch>.Instance);
        Writer = new InboxWriter(database.Contexts, Vault, Watch, time, NullLogger<InboxWriter>.Instance);
    }

    public InboxVault Vault { get; }

    public InboxWatch Watch { get; }

    public InboxWriter Writer { get; }

    public static InboxVault NewVault() => new(new EphemeralDataProtectionProvider(), NullLogger<InboxVault>.Instance);

    public static RefusedBody Body(string text, params InboxFault[] faults) =>
        new(Some.Restaurant, Some.Source, "application/json", Encoding.UTF8.GetBytes(text), IsTruncated: false, faults is [] ? "malformed-json" : "validation-failed", faults);
}
