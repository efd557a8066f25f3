using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Settings;
using MiniDelivery.Web.Menu;

namespace MiniDelivery.Tests.Components;

/// <summary>«Меню и соответствия» with its real desk and database.</summary>
public sealed class MenuPageTests : OrderPagesTest
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private protected override void AddServices()
    {
        Services.AddSingleton<MappingWatch>();
        Services.AddSingleton<MenuDesk>();
    }

    [Fact]
    public async Task What_the_menu_no_longer_has_comes_first_is_marked_and_counted()
    {
        var page = await OpenAsync(("1", "Абрикос", 1001), ("9", "Ягода", 9999));

        var rows = page.FindAll("[data-testid=mapping]");
        Assert.Contains("Ягода", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("нет в меню кассы", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Пирог", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Нет в меню кассы: 1 из 2", page.Find("[data-testid=menu-checked]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=menu-only]").ChangeAsync("broken"));
        Assert.Single(page.FindAll("[data-testid=mapping]"));
        await page.InvokeAsync(() => page.Find("[data-testid=menu-only]").ChangeAsync(""));
        await page.InvokeAsync(() => page.Find("[data-testid=menu-search]").InputAsync("пирог"));
        Assert.Contains("Абрикос", page.FindAll("[data-testid=mapping]").Single().TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_dish_is_chosen_in_place_and_holds_at_once_for_the_source_and_is_audited()
    {
        var page = await OpenAsync(("9", "Ягода", 9999));

        await page.InvokeAsync(() => page.Find("[data-testid=mapping-choose]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=dish-search]").InputAsync("Хлеб"));
        await page.InvokeAsync(() => page.Find("[data-testid=dish]").ClickAsync());

        await SeeAsync(page, () => Assert.Contains("Хлеб", page.Find("[data-testid=mapping-dish]").TextContent, StringComparison.Ordinal));
        Assert.Equal(1002, Services.GetRequiredService<MenuCache>().For(Some.Restaurant, Some.Source)!.Match("9", null)?.Ident);
        Assert.Equal(0, Services.GetRequiredService<MappingWatch>().For(Some.Restaurant)!.Broken);
        Assert.Equal(("mapping-changed", "сайт: Ягода", "#9999", "Хлеб (102)"), await AuditedAsync());
    }

    [Fact]
    public async Task A_mapping_is_removed_after_a_question_and_that_is_audited()
    {
        var page = await OpenAsync(("1", "Абрикос", 1001));

        await page.InvokeAsync(() => page.Find("[data-testid=mapping-remove]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=mapping-remove-yes]").ClickAsync());

        await SeeAsync(page, () => page.Find("[data-testid=menu-empty]"));
        Assert.Null(Services.GetRequiredService<MenuCache>().For(Some.Restaurant, Some.Source)!.Match("1", null));
        Assert.Equal(("mapping-removed", "сайт: Абрикос", "Пирог (101)", null), await AuditedAsync());
    }

    [Fact]
    public async Task What_somebody_else_removed_meanwhile_is_said_in_words()
    {
        var page = await OpenAsync(("1", "Абрикос", 1001));
        await using (var db = await Database.Contexts.CreateDbContextAsync(_none))
        {
            await db.DishMappings.ExecuteDeleteAsync(_none);
        }

        await page.InvokeAsync(() => page.Find("[data-testid=mapping-remove]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=mapping-remove-yes]").ClickAsync());

        await SeeAsync(page, () => Assert.Contains("уже нет", page.Find("[data-testid=menu-error]").TextContent, StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<MenuPage>> OpenAsync(params (string Code, string Name, int Ident)[] mappings)
    {
        foreach (var (code, name, ident) in mappings)
        {
            await Database.StoreAsync(new DishMapping
            {
                SourceId = Some.Source, Key = DishMapping.KeyOf(code, name), MenuIdent = ident, Name = name, ChosenBy = "Анна", ChosenAt = Some.Noon,
            });
        }

        await Services.GetRequiredService<MenuCache>().ReadMappingsAsync(_none);
        return Render<MenuPage>();
    }

    private async Task<(string, string?, string?, string?)> AuditedAsync()
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        var entry = await db.AuditEntries.SingleAsync(_none);
        return (entry.What, entry.Subject, entry.Old, entry.New);
    }
}
