using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Reports;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Отчеты» in a browser: from a number to its orders and back, to a file, with both themes and on a phone.</summary>
[Trait("Kind", "Browser")]
public sealed class ReportsPageTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const int Days = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_leads_to_its_orders_and_back_and_a_table_to_its_file()
    {
        await FillAsync();
        var page = await app.OpenAsync("/reports", "manager");
        await page.GetByTestId("from").FillAsync(ReportView.Text(Today.AddDays(-Days)));
        await page.GetByTestId("show").ClickAsync();
        var number = int.Parse(await page.GetByTestId("tile-Cancelled").GetByRole(AriaRole.Link).InnerTextAsync(), CultureInfo.InvariantCulture);

        await page.GetByTestId("tile-Cancelled").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByTestId("picked")).ToHaveCountAsync(number);
        await page.GetByTestId("back-to-report").ClickAsync();
        await page.GetByTestId("part-Time").ClickAsync();
        await Expect(page.GetByTestId("sheet-days").Locator("tbody tr")).ToHaveCountAsync(Days + 1);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("csv-days").ClickAsync());

        Assert.Matches(new Regex(@"^days-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$"), file.SuggestedFilename);
        Assert.Equal(Days + 3, (await File.ReadAllLinesAsync(await file.PathAsync(), Stop)).Length);
        await Expect(page.GetByTestId("range")).ToContainTextAsync(Today.Year.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task No_part_has_a_serious_issue_or_is_wider_than_a_phone()
    {
        await FillAsync();
        var page = await app.OpenAsync("/", "manager", 390, 844);
        foreach (var address in Addresses)
        {
            await page.GotoAsync(address);
            await Expect(page.Locator("[data-testid^=sheet-], [data-testid=picked]").First).ToBeVisibleAsync();
            await AccessibilityTests.AssertNothingSeriousAsync(page, address);
            await BrowserApp.FitsAsync(page, address);
        }
    }

    [Fact]
    public async Task Pictures_for_people_to_look_at()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await FillAsync();
        foreach (var (width, isDark, locale) in new[] { (1366, false, "ru-RU"), (1366, true, "en-US"), (390, false, "en-US"), (390, true, "ru-RU") })
        {
            var page = await app.OpenAsync("/", "manager", width, 844, isDark, locale);
            foreach (var (index, address) in Addresses.Index())
            {
                await page.GotoAsync(address);
                await Expect(page.Locator("[data-testid^=sheet-], [data-testid=picked]").First).ToBeVisibleAsync();
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"report-{index}-{width}{(isDark ? "-dark" : "")}.png"), FullPage = true });
            }
        }
    }

    private DateOnly Today => app.Restaurant.Day.Of(DateTimeOffset.UtcNow);

    private IEnumerable<string> Addresses
    {
        get
        {
            var period = $"from={ReportView.Text(Today.AddDays(-Days))}&to={ReportView.Text(Today)}";
            return Enum.GetValues<ReportPart>().Select(part => $"/reports?{period}&part={part}").Append($"/reports/orders?{period}&pick=kept");
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    // Twelve evenings that are over, and half of today; made once for all tests.
    private async Task FillAsync()
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        if (await db.Couriers.AnyAsync(Stop))
        {
            return;
        }

        var dice = new Random(7);
        var restaurant = await db.Restaurants.SingleAsync(found => found.Id == app.Restaurant.Id, Stop);
        var sources = await db.Sources.Where(source => source.RestaurantId == restaurant.Id).OrderBy(source => source.Name).Select(source => source.Id).ToListAsync(Stop);
        Courier[] couriers = [Support.Couriers.OnShift("Иван", restaurant.Id), Support.Couriers.OnShift("Пётр", restaurant.Id)];
        db.AddRange(couriers);
        string[] people = ["Анна", "Борис", "Вера Константинопольская"];
        for (var day = Days; day > 0; day--)
        {
            for (var more = dice.Next(4, 9 + (day % 7 * 2)); more > 0; more--)
            {
                var at = restaurant.Day.Start(Today.AddDays(-day)).AddHours(5 + dice.Next(12)).AddMinutes(dice.Next(60));
                var number = restaurant.TakeNumber();
                var draft = Some.Draft($"R-{number}", [Some.Line("101", "Пирог", dice.Next(1, 4), 350), Some.Line("102", "Хлеб", 1, 30.5m)]) with
                {
                    Guest = new Guest("Мария", $"8900{dice.Next(60):0000000}", null),
                    PromisedAt = at.AddMinutes(60),
                };
                var order = Order.Receive(draft, restaurant.Id, sources[dice.Next(sources.Count)], number, Some.Menu, new Actor("сайт"), at);
                var by = new Actor(people[dice.Next(people.Length)], StaffRole.Operator);
                order.Hear(by, at.AddSeconds(4));
                if (dice.Next(9) is 0)
                {
                    order.Cancel((CancelReason)dice.Next(4), "Передумали", by, at.AddMinutes(3));
                }
                else
                {
                    Bring(order, couriers[dice.Next(2)], by, at.AddSeconds(dice.Next(20, 400)), dice);
                }

                db.Add(order);
            }
        }

        await db.SaveChangesAsync(Stop);
    }

    private static void Bring(Order order, Courier courier, Actor by, DateTimeOffset at, Random dice)
    {
        order.Accept(by, at);
        order.TillHasCreated(Some.TillOrder(order), at.AddSeconds(5));
        order.Fill(by, Some.Menu, at.AddSeconds(30));
        var rung = order.Lines.Take(dice.Next(6) is 0 ? 1 : 2).Select(line => new TillDish(line.MenuIdent!.Value, line.Name, line.Quantity, line.Amount, [])).ToList();
        order.TillHasFilled(
            Some.TillOrder(order, packages: new TillPackage(1, null, IsPrinted: false, rung)) with { Version = 3, Sum = new Money(rung.Sum(dish => dish.Amount.Minor)) },
            at.AddSeconds(40));
        order.SendOut(courier, by, at.AddMinutes(25));
        order.Deliver(courier, at.AddMinutes(dice.Next(30, 75)));
    }
}
