using System.Globalization;
using Bunit;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Tests.Components;

public sealed class QrCodeTests : BunitContext
{
    [Fact]
    public void A_QR_code_has_its_three_corners_a_quiet_zone_and_says_different_texts_differently()
    {
        var code = Render<QrCode>(parameters => parameters.Add(qr => qr.Text, "https://example.org/courier/1").Add(qr => qr.Label, "Ссылка"));
        var size = int.Parse(code.Find("svg").GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        var path = code.Find("path").GetAttribute("d")!;

        foreach (var (x, y) in new[] { (4, 4), (size - 11, 4), (4, size - 11) })
        {
            Assert.All(Enumerable.Range(0, 7), step => Assert.Contains($"M{x + step} {y}h", path, StringComparison.Ordinal));
            Assert.DoesNotContain($"M{x + 1} {y + 1}h", path, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("M3 ", path, StringComparison.Ordinal);
        Assert.Equal("Ссылка", code.Find("svg").GetAttribute("aria-label"));
        code.Render(parameters => parameters.Add(qr => qr.Text, "https://example.org/courier/2"));
        Assert.NotEqual(path, code.Find("path").GetAttribute("d"));
    }
}
