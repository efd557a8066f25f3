using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Tests.Browser;

/// <summary>Slips, as they come out of the printer.</summary>
[Trait("Kind", "Browser")]
public sealed partial class PrintTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const string Long = "Торт Наполеон по-домашнему с заварным кремом и свежими ягодами очень длинное название блюда";

    private static readonly string[] _ofTheDoor =
        ["Ирина", "8 900 000-00-07", "Садовая 3", "подъезд 2", "Позвонить за 10 минут", Long, "700,00", "Взять наличными 700", "Сдача с 1 000", "300"];

    private static readonly string[] _pictured = ["courier", "kitchen", "courier"];

    private static readonly string[] _ofTheGuest = ["Ирина", "900", "Садовая"];

    [Fact]
    public async Task A_slip_goes_into_the_history_and_the_next_one_says_that_it_is_a_reprint()
    {
        var id = await PostAsync("PRINT-1");
        var page = await app.OpenAsync($"/orders/{id}");
        await Assertions.Expect(page.GetByTestId("card-print-courier")).ToBeVisibleAsync();

        var first = await page.RunAndWaitForPopupAsync(() => page.GetByTestId("card-print-courier").ClickAsync());
        await Assertions.Expect(page.GetByTestId("card-history")).ToContainTextAsync("Напечатан: чек курьера");
        var again = await page.RunAndWaitForPopupAsync(() => page.GetByTestId("card-print-courier").ClickAsync());

        await Assertions.Expect(first.GetByTestId("slip-repeat")).ToBeHiddenAsync();
        await Assertions.Expect(again.GetByTestId("slip-repeat")).ToHaveTextAsync("ПОВТОР");
        await Assertions.Expect(again.GetByTestId("slip-repeat")).ToBeVisibleAsync();
        var order = await app.EventuallyAsync(new OrderId(id), order => order.History.Count(step => step.Kind is StepKind.Printed) is 2, "both slips are in the history");
        Assert.All(order.History.Where(step => step.Kind is StepKind.Printed), step => Assert.Equal("Courier", step.Note));
    }

    [Fact]
    public async Task The_couriers_slip_has_what_the_door_needs_and_the_kitchens_nothing_of_the_guest()
    {
        var id = await PostAsync("PRINT-2");
        var page = await app.OpenAsync("/");
        await page.GotoAsync($"/orders/{id}/print?slip=courier");

        var courier = await page.GetByTestId("slip").InnerTextAsync();
        Assert.All(_ofTheDoor, text => Assert.Contains(text, courier.Replace('\u00A0', ' '), StringComparison.Ordinal));
        await Assertions.Expect(page.GetByTestId("qr")).ToBeVisibleAsync();

        await page.GotoAsync($"/orders/{id}/print?slip=kitchen");
        var kitchen = await page.GetByTestId("slip").InnerTextAsync();
        Assert.Contains(Long, kitchen, StringComparison.Ordinal);
        Assert.Contains("Позвонить за 10 минут", kitchen, StringComparison.Ordinal);
        Assert.All(_ofTheGuest, text => Assert.DoesNotContain(text, kitchen, StringComparison.Ordinal));
        await Assertions.Expect(page.GetByTestId("qr")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Each_order_is_a_page_of_its_own_as_wide_as_the_paper()
    {
        var (one, other) = (await PostAsync("PRINT-3"), await PostAsync("PRINT-4"));
        var page = await app.OpenAsync("/");
        // The test prints by itself; a browser does one print at a time.
        await page.AddInitScriptAsync("window.print = () => { }");
        await page.GotoAsync($"/orders/print?slip=courier&ids={one},{other},{Guid.NewGuid()}");
        await Assertions.Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("slip")).ToHaveCountAsync(2);

        var roll = Pages(await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }));
        await page.GetByTestId("paper-a4").ClickAsync();
        var sheets = Pages(await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }));

        Assert.Equal(2, roll.Count);
        Assert.All(roll, size => Assert.Equal(80, size.Width, tolerance: 0.6));
        Assert.All(sheets, size => Assert.Equal((210, 297), (Math.Round(size.Width), Math.Round(size.Height))));
        Assert.Equal(2, sheets.Count);
        Assert.False(await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.sl')].some(slip => slip.scrollWidth > slip.clientWidth)"));
    }

    [Fact]
    public async Task The_page_has_no_serious_issue()
    {
        var id = await PostAsync("PRINT-AXE");
        var page = await app.OpenAsync("/");
        await page.GotoAsync($"/orders/{id}/print?slip=courier");
        await Assertions.Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync();

        await AccessibilityTests.AssertNothingSeriousAsync(page, "print");
    }

    [Fact]
    public async Task Pictures_of_the_slips()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        var id = await PostAsync("PRINT-PICTURE");
        var page = await app.OpenAsync("/");
        foreach (var slip in _pictured)
        {
            await page.GotoAsync($"/orders/{id}/print?slip={slip}");
            await Assertions.Expect(page.Locator("[data-ready=true]")).ToBeVisibleAsync();
            await Pictures.ShootAsync(page, Path.Combine(folder!, $"slip-{slip}.png"), isWhole: true);
        }

        await page.GetByTestId("paper-a4").ClickAsync();
        await Pictures.ShootAsync(page, Path.Combine(folder!, "slip-a4.png"), isWhole: true);
    }

    // In millimetres, as the document itself says.
    private static List<(double Width, double Height)> Pages(byte[] pdf) =>
        [.. MediaBox().Matches(Encoding.Latin1.GetString(pdf)).Select(box => (Millimetres(box.Groups[1].Value), Millimetres(box.Groups[2].Value)))];

    private static double Millimetres(string points) => double.Parse(points, CultureInfo.InvariantCulture) / 72 * 25.4;

    [GeneratedRegex(@"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")]
    private static partial Regex MediaBox();

    private async Task<Guid> PostAsync(string externalId)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId,
            customer = new { name = "Ирина", phone = "89000000007" },
            fulfillment = new { promisedAt = DateTimeOffset.UtcNow.AddMinutes(50), address = new { text = "Садовая 3", entrance = "2", latitude = 55.0302, longitude = 82.9204 } },
            guests = 2,
            comment = "Позвонить за 10 минут",
            items = new[] { new { code = "101", name = Long, quantity = 2m, price = 350m } },
            payment = new { method = "cash", changeFrom = 1000m },
        });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }
}
