using System.Net;
using System.Text;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniExcelLibs;

namespace MiniDelivery.Tests.Api;

/// <summary>The files of «Отчеты», read back as a spreadsheet reads them.</summary>
public sealed class ReportDownloadTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_report_says_is_in_its_files_and_nothing_that_people_wrote_is_calculated()
    {
        var kept = await app.ReadyAsync("R-1");
        var cancelled = await app.ReadyAsync("R-2");
        Assert.True((await app.Desk.CancelAsync(cancelled, CancelReason.GuestCancelled, "=HYPERLINK(\"http://127.0.0.1\"), \"да\"", Some.Anna, Stop)).IsDone);
        await app.EventuallyAsync(cancelled, order => order.Status is OrderStatus.Deleted, "cancelled");
        using var manager = await app.StaffAsync("manager");

        var summary = await CsvAsync(manager, "summary", "");
        Assert.Equal(["Показатель", "Значение"], summary[0]);
        Assert.Equal("1", summary.Single(row => row[0] == "Заказов")[1]);
        var total = (await app.OrderAsync(kept)).Total;
        Assert.Equal(total.Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), summary.Single(row => row[0] == "Сумма")[1]);

        var list = await CsvAsync(manager, "cancelled", "?part=Cancelled");
        var number = (await app.OrderAsync(cancelled)).Number;
        var row = Assert.Single(list.Skip(1));
        Assert.Equal($"{number}", row[0]);
        Assert.Equal("'=HYPERLINK(\"http://127.0.0.1\"), \"да\"", row[5]);

        var workbook = await BytesAsync(manager, "/reports/export/all/xlsx");
        using (var stream = new MemoryStream(workbook))
        {
            Assert.Equal(["Сводка", "Путь заказа", "По состояниям", "По источникам", "Почему отменяли"], stream.GetSheetNames());
            var rows = stream.Query(sheetName: "Сводка").Select(found => (IDictionary<string, object>)found).ToList();
            Assert.Equal(["Показатель", "Значение"], rows[0].Values);
            Assert.Equal((double)total.Amount, Convert.ToDouble(rows.Single(found => found["A"] is "Сумма")["B"], System.Globalization.CultureInfo.InvariantCulture), 2);
            var states = stream.Query(sheetName: "По состояниям").Select(found => (IDictionary<string, object>)found).ToList();
            Assert.IsType<double>(states[1]["B"]);
        }

        using var sheet = new MemoryStream(await BytesAsync(manager, "/reports/export/cancelled/xlsx?part=Cancelled"));
        Assert.Contains(sheet.Query().Select(found => (IDictionary<string, object>)found), found => found.Values.Contains("=HYPERLINK(\"http://127.0.0.1\"), \"да\""));
    }

    [Theory]
    [InlineData("/reports/export/nothing/csv")]
    [InlineData("/reports/export/summary/pdf")]
    [InlineData("/reports/export/cancelled/csv")]
    public async Task A_table_that_is_not_there_is_said_to_be_none(string address)
    {
        using var manager = await app.StaffAsync("manager");

        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync(address, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("?from=9999-99-99&to=x&part=7&source=y&courier=z&page=-1&restaurant=all")]
    [InlineData("?from=2027-01-01&to=1999-01-01")]
    public async Task What_makes_no_sense_in_an_address_counts_as_not_said(string query)
    {
        using var manager = await app.StaffAsync("manager");

        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync($"/reports/export/summary/csv{query}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync($"/reports{query}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync($"/reports/orders{query}&pick=time.7.x&onDay=0&ofSource=q&page=99999999", Stop)).StatusCode);
    }

    private static async Task<byte[]> BytesAsync(HttpClient person, string address)
    {
        using var answer = await person.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("attachment", $"{answer.Content.Headers.ContentDisposition}", StringComparison.Ordinal);
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    private static async Task<List<List<string>>> CsvAsync(HttpClient person, string sheet, string query)
    {
        var bytes = await BytesAsync(person, $"/reports/export/{sheet}/csv{query}");
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        return Fields(Encoding.UTF8.GetString(bytes[3..]));
    }

    // As RFC 4180 has it.
    private static List<List<string>> Fields(string text)
    {
        var (rows, row, field, isQuoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when isQuoted && at + 1 < text.Length && text[at + 1] is '"':
                    field.Append('"');
                    at++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r' when !isQuoted:
                    break;
                case '\n' when !isQuoted:
                    row.Add(field.ToString());
                    field.Clear();
                    rows.Add(row);
                    row = [];
                    break;
                default:
                    field.Append(text[at]);
                    break;
            }
        }

        return rows;
    }
}
