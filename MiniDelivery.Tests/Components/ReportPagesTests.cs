using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Reports;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Tests.Components;

/// <summary>«Отчеты», and the orders behind its numbers.</summary>
public sealed class ReportPagesTests : OrderPagesTest
{
    private protected override void AddServices() => Services.AddSingleton<ReportQueries>().AddReportPages();

    [Fact]
    public async Task Every_number_leads_to_as_many_orders_as_it_says()
    {
        await StoreAsync(1);
        var cancelled = await StoreAsync(2);
        await ChangeAsync(cancelled.Id, order => order.Cancel(CancelReason.Duplicate, null, Some.Anna, DateTimeOffset.UtcNow));
        var brought = await StoreAsync(3, draft => draft with { PromisedAt = DateTimeOffset.UtcNow.AddMinutes(-10), Guest = new Guest("Мария", "84951234567", null) });
        var courier = Support.Couriers.OnShift();
        await Database.StoreAsync(courier);
        await ChangeAsync(brought.Id, order =>
        {
            var now = DateTimeOffset.UtcNow;
            order.Accept(Some.Anna, now);
            order.TillHasCreated(Some.TillOrder(order), now);
            order.Fill(Some.Anna, Some.Menu, now);
            // The cashier left the bread out.
            var rung = order.Lines.Take(1).Select(line => new TillDish(line.MenuIdent!.Value, line.Name, line.Quantity, line.Amount, []));
            order.TillHasFilled(Some.TillOrder(order, packages: new TillPackage(1, null, IsPrinted: false, [.. rung])) with { Version = 3, Sum = Money.From(700) }, now);
            Assert.True(order.SendOut(courier, Some.Anna, now).IsDone);
            Assert.True(order.Deliver(courier, now).IsDone);
        });

        var looked = new List<string>();
        foreach (var part in Enum.GetValues<ReportPart>())
        {
            Navigation.NavigateTo($"reports?part={part}");
            var page = Render<Reports>();
            await SeeAsync(page, () => Assert.NotEmpty(page.FindAll("[data-testid^=sheet-]")));
            var links = page.FindAll("a[href^='reports/orders']").Where(IsCount).Select(link => (Href: link.GetAttribute("href")!, Text: link.TextContent.Trim())).ToList();
            foreach (var (href, text) in links.Where(link => int.TryParse(link.Text, CultureInfo.InvariantCulture, out _)))
            {
                Navigation.NavigateTo(href);
                var behind = Render<ReportOrders>();
                await SeeAsync(behind, () => Assert.Equal((href, int.Parse(text, CultureInfo.InvariantCulture)), (href, behind.FindAll("[data-testid=picked]").Count)));
                looked.Add($"{part} {href}");
            }
        }

        foreach (var kind in new[] { "pick=kept", "pick=state.Deleted", "pick=stage.Delivered", "pick=reason.Duplicate", "pick=hour.", "pick=operator.", "pick=guests.new", "pick=compared.differing", "pick=dish.", "pick=dropped.", "ofCourier=", "ofSource=", "onDay=" })
        {
            Assert.Contains(looked, link => link.Contains(kind, StringComparison.Ordinal));
        }
    }

    // How much of a dish there was is no number of orders.
    private static bool IsCount(IElement link) =>
        link.Closest("[data-testid=sheet-dishes], [data-testid=sheet-dropped]") is null || link.Closest("td")!.PreviousElementSibling?.PreviousElementSibling is not null;

    [Fact]
    public async Task What_comes_in_today_is_counted_on_the_open_page()
    {
        Navigation.NavigateTo("reports");
        var page = Render<Reports>();
        await SeeAsync(page, () => Assert.StartsWith("0", page.Find("[data-testid=tile-Orders]").TextContent.Trim(), StringComparison.Ordinal));

        await StoreAsync(1);

        await SeeAsync(page, () => Assert.StartsWith("1", page.Find("[data-testid=tile-Orders]").TextContent.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_list_of_cancellations_has_pages()
    {
        var orders = Enumerable.Range(1, ReportQueries.PageSize + 7).Select(number =>
        {
            var order = Order.Receive(Some.Draft($"WEB-{number}"), Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), DateTimeOffset.UtcNow);
            order.Cancel(CancelReason.ItemUnavailable, null, Some.Anna, DateTimeOffset.UtcNow);
            return (object)order;
        });
        await Database.StoreAsync([.. orders]);
        Navigation.NavigateTo("reports?part=cancelled");
        var page = Render<Reports>();
        await SeeAsync(page, () => Assert.Equal(ReportQueries.PageSize, page.FindAll("[data-testid=sheet-cancelled] tbody tr").Count));

        Navigation.NavigateTo(page.Find("[data-testid=older]").GetAttribute("href")!);

        await SeeAsync(page, () => Assert.Equal(7, page.FindAll("[data-testid=sheet-cancelled] tbody tr").Count));
    }
}
