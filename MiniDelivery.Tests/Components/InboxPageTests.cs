using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Pages.Inbox;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Components;

/// <summary>«Нужна помощь» as a manager sees it.</summary>
public sealed class InboxPageTests : OrderPagesTest
{
    private const string Broken = """{"externalId":"I-1","customer":{"phone":"89137770042"},"fulfillment":{"type":"pickup"},"items":[{"code":"101"}]}""";

    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task It_says_whom_to_call_and_what_is_wrong_in_words_and_comes_by_itself()
    {
        var page = Render<InboxPage>();
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-empty]")));

        Assert.True(await KeepAsync(Broken, new InboxFault("/items/0/quantity", "required", "is required")));

        await SeeAsync(page, () => Assert.Equal("tel:+79137770042", page.Find("[data-testid=inbox-phone] a").GetAttribute("href")));
        Assert.Contains("количество (quantity): не указано", Words(page.Find("[data-testid=inbox-faults]").TextContent), StringComparison.Ordinal);
        // The toolbar follows by itself.
        await SeeAsync(page, () => Assert.Equal("1", page.Find("[data-testid=inbox-count]").TextContent));
    }

    [Fact]
    public async Task A_field_is_added_and_the_order_is_taken()
    {
        Assert.True(await KeepAsync(Broken, new InboxFault("/items/0/quantity", "required", "is required")));
        var page = Render<InboxPage>();
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-case]")));

        await page.InvokeAsync(() => page.Find("[data-testid=inbox-accept]").ClickAsync());
        await SeeAsync(page, () => Assert.Contains("Прочитать по-прежнему нельзя", page.Find("[data-testid=inbox-error]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-read]").ClickAsync());
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-text]")));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-text]").ChangeAsync(Broken.Replace("\"101\"", "\"101\",\"quantity\":2", StringComparison.Ordinal)));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-accept]").ClickAsync());

        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-order]")));
        Assert.Empty(page.FindAll("[data-testid=inbox-case]"));
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal("I-1", (await db.Orders.SingleAsync(_none)).ExternalId);
    }

    [Fact]
    public async Task What_is_no_order_is_declined_with_a_reason_and_found_among_the_settled()
    {
        Assert.True(await KeepAsync("проверка связи"));
        var page = Render<InboxPage>();
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-case]")));

        await page.InvokeAsync(() => page.Find("[data-testid=inbox-decline]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-reason]").Closest("form")!.SubmitAsync());
        await SeeAsync(page, () => Assert.Contains("Напишите причину", page.Find("[data-testid=inbox-error]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-reason]").ChangeAsync("Проверка программиста"));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-reason]").Closest("form")!.SubmitAsync());

        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=inbox-empty]")));
        await page.InvokeAsync(() => page.Find("[data-testid=inbox-show]").ChangeAsync("settled"));
        await SeeAsync(page, () => Assert.Contains("Проверка программиста", page.Find("[data-testid=inbox-settled]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_bar_speaks_while_it_is_fresh()
    {
        Assert.True(await KeepAsync(Broken));
        var inbox = Services.GetRequiredService<InboxWatch>().For(Some.Restaurant);

        Assert.Contains("Гость ждёт", Render<InboxBanner>(parameters => parameters.Add(banner => banner.Inbox, inbox)).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "banner",
            Render<InboxBanner>(parameters => parameters.Add(banner => banner.Inbox, inbox with { NewestAt = DateTimeOffset.UtcNow.AddHours(-1) })).Markup,
            StringComparison.Ordinal);
    }

    private protected override void AddServices()
    {
        Services.AddDataProtection();
        Services.AddSingleton<InboxVault>();
        Services.AddSingleton<InboxWriter>();
        Services.AddSingleton<InboxDesk>();
        Services.AddSingleton<ReadBody>(RefusedBodies.Read);
    }

    private Task<bool> KeepAsync(string text, params InboxFault[] faults) =>
        Services.GetRequiredService<InboxWriter>().StoreAsync(InboxRig.Body(text, faults), _none);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The same, for whoever cannot help.</summary>
public sealed class InboxPageOfOperatorsTests : OrderPagesTest
{
    private protected override StaffRole Role => StaffRole.Operator;

    [Fact]
    public async Task An_operator_has_no_badge()
    {
        await Services.GetRequiredService<InboxWatch>().ReadAsync(CancellationToken.None);

        Assert.Empty(Render<InboxLink>(parameters => parameters.Add(link => link.IsActive, true)).FindAll("[data-testid=nav-inbox]"));
    }
}
