using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Storage;

public sealed class AuditSearchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_people_look_for_in_the_journal_is_found_whatever_its_letters(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(
            Entry("1", "Пётр Семёнов", null, null),
            Entry("2", "Касса", "СТАНЦИЯ 3", "станция 4"),
            Entry("3", "100%", null, "_"));

        Assert.Equal("1", await FoundAsync("петр семенов"));
        Assert.Equal("1", await FoundAsync("ПЁТР"));
        Assert.Equal("2", await FoundAsync("Станция"));
        Assert.Equal("3", await FoundAsync("0%"));
        Assert.Equal("3", await FoundAsync("_"));
        Assert.Equal("", await FoundAsync("кассир"));

        async Task<string> FoundAsync(string text) => string.Join(
            ' ', (await new AuditQueries(database.Contexts).ReadAsync(new AuditFilter(Text: text), 0, Some.Boris, Stop))!.Lines.Select(line => line.Who).Order(StringComparer.Ordinal));
    }

    private static AuditEntry Entry(string who, string subject, string? old, string? now) =>
        new() { At = Some.Noon, Who = who, What = AuditActs.TillSettingsChanged, Subject = subject, Old = old, New = now };
}
