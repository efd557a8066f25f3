using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Storage;

/// <summary>An order that is being written down waits for its person, and for nobody else.</summary>
public sealed class DraftShelfTests
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly Guid _terminal = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_was_written_is_found_again_by_the_same_person_at_the_same_terminal_only(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shelf = Shelf(database);
        await shelf.KeepAsync(Some.Restaurant, _terminal, "первое", Some.Anna, _none);
        await shelf.KeepAsync(Some.Restaurant, _terminal, "8 777 666-55-44", Some.Anna, _none);

        Assert.Equal("8 777 666-55-44", await shelf.FindAsync(Some.Restaurant, _terminal, Some.Anna, _none));
        Assert.Null(await shelf.FindAsync(Some.Restaurant, _terminal, Some.Boris, _none));
        Assert.Null(await shelf.FindAsync(Some.Restaurant, Guid.NewGuid(), Some.Anna, _none));
        Assert.Null(await shelf.FindAsync(Some.Restaurant, _terminal, new Actor("Анна"), _none));
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.DoesNotContain("666", (await db.OrderSketches.SingleAsync(_none)).Content, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_draft_is_gone_when_it_is_dropped_and_after_a_day(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shelf = Shelf(database);
        await shelf.KeepAsync(Some.Restaurant, _terminal, "одно", Some.Anna, _none);
        await shelf.DropAsync(Some.Restaurant, _terminal, Some.Anna, _none);
        Assert.Null(await shelf.FindAsync(Some.Restaurant, _terminal, Some.Anna, _none));

        await shelf.KeepAsync(Some.Restaurant, _terminal, "другое", Some.Anna, _none);
        _time.Advance(DraftShelf.Patience + TimeSpan.FromMinutes(1));

        Assert.Null(await shelf.FindAsync(Some.Restaurant, _terminal, Some.Anna, _none));
        await shelf.KeepAsync(Some.Restaurant, _terminal, "третье", Some.Boris, _none);
        await GuestEraser.DropDraftsAsync(database.Contexts, _time.GetUtcNow() - DraftShelf.Patience, _none);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal("Борис", (await db.OrderSketches.SingleAsync(_none)).Who);
    }

    [Fact]
    public async Task A_draft_whose_key_is_lost_is_no_draft()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Shelf(database).KeepAsync(Some.Restaurant, _terminal, "одно", Some.Anna, _none);

        Assert.Null(await Shelf(database).FindAsync(Some.Restaurant, _terminal, Some.Anna, _none));
    }

    private DraftShelf Shelf(TestDatabase database) => new(database.Contexts, new EphemeralDataProtectionProvider(), _time);
}
