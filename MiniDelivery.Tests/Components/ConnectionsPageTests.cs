using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Components.Pages.Settings;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Components;

/// <summary>«Подключения» with its real desks, intake and database.</summary>
public sealed class ConnectionsPageTests : OrderPagesTest
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private protected override void AddServices() => Services.AddSingleton<ConnectionDesk>().AddSingleton<TrialIntake>();

    [Fact]
    public async Task A_key_is_shown_until_the_person_has_kept_it_and_never_again()
    {
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=key-label]").ChangeAsync(new() { Value = "касса сайта" }));
        await page.InvokeAsync(() => page.Find("[data-testid=key-form]").SubmitAsync());
        var key = page.Find("[data-testid=key-text]").TextContent;
        Assert.True(ApiKey.TrySplit(key, out var id, out _));

        await page.InvokeAsync(() => page.Find("[data-testid=key-kept]").ClickAsync(new()));

        Assert.DoesNotContain(key, page.Markup, StringComparison.Ordinal);
        Assert.Contains("касса сайта", page.Find($"[data-key='{id}']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_revoked_after_a_question_and_stays_in_the_list_as_revoked()
    {
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=key-form]").SubmitAsync());

        await page.InvokeAsync(() => page.Find("[data-testid=key-revoke]").ClickAsync(new()));
        Assert.Contains("перестанет работать", page.Find("[data-testid=key] [role=alert]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=key-revoke-yes]").ClickAsync(new()));

        await SeeAsync(page, () => Assert.Equal("true", page.Find("[data-testid=key]").GetAttribute("data-off")));
        Assert.Empty(page.FindAll("[data-testid=key-revoke]"));
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_and_its_field_is_marked()
    {
        var page = Open();

        await page.InvokeAsync(() => page.Find("[data-testid=source-form]").SubmitAsync());
        Assert.Equal("true", page.Find("[data-testid=source-name]").ParentElement!.GetAttribute("data-fault"));
        await page.InvokeAsync(() => page.Find("[data-testid=source-name]").ChangeAsync(new() { Value = "сайт" }));
        await page.InvokeAsync(() => page.Find("[data-testid=source-form]").SubmitAsync());

        Assert.Contains("уже есть", page.Find("[data-testid=connection-error]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_try_comes_in_for_its_source_goes_on_without_the_till_and_no_guest_is_made_of_it()
    {
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=trial-form]").SubmitAsync());
        await SeeAsync(page, () => Assert.Contains("Отправлен, № 1", page.Find("[data-testid=trial-said]").TextContent, StringComparison.Ordinal));
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        var order = await db.Orders.AsNoTracking().SingleAsync(_none);
        Assert.Equal((Some.Source, true, true), (order.SourceId, order.IsTest, order.IsWithoutTill));
        Assert.EndsWith($"orders/{order.Id}", page.Find("[data-testid=trial-order]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(await db.Guests.ToListAsync(_none));

        var list = Render<OrderList>();
        foreach (var (button, status) in new[] { ("accept", "created"), ("next-action", "accepted") })
        {
            await SeeAsync(list, () => Assert.NotNull(Row(list, 1)?.QuerySelector($"[data-testid={button}]")));
            await list.InvokeAsync(() => Row(list, 1)!.QuerySelector($"[data-testid={button}]")!.ClickAsync(new()));
            await SeeAsync(list, () => Assert.Equal(status, Row(list, 1)!.GetAttribute("data-status")));
        }

        Assert.Null((await ReadAsync(order.Id)).Handoff);
    }

    [Fact]
    public async Task A_try_that_is_not_taken_says_why()
    {
        await using (var db = await Database.Contexts.CreateDbContextAsync(_none))
        {
            (await db.Sources.SingleAsync(_none)).IsActive = false;
            await db.SaveChangesAsync(_none);
        }

        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=trial-till]").ChangeAsync(new() { Value = true }));
        await page.InvokeAsync(() => page.Find("[data-testid=trial-form]").SubmitAsync());

        await SeeAsync(page, () => Assert.Contains("источник выключен", page.Find("[data-testid=trial-said]").TextContent, StringComparison.Ordinal));
    }

    private IRenderedComponent<ConnectionsPage> Open()
    {
        var page = Render<ConnectionsPage>();
        page.WaitForElement("[data-testid=source]", Patience);
        return page;
    }
}
