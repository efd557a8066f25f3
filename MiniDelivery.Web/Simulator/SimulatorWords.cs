using System.Globalization;

namespace MiniDelivery.Web.Simulator;

/// <summary>How the page writes numbers.</summary>
internal static class SimulatorWords
{
    /// <summary>Kopecks as roubles; kopecks are shown only where there are any.</summary>
    public static string Money(long kopecks) =>
        (kopecks / 100m).ToString(kopecks % 100 is 0 ? "N0" : "N2", CultureInfo.CurrentCulture) + " ₽";

    /// <summary>Thousandths as a plain number.</summary>
    public static string Quantity(int thousandths) => (thousandths / 1000m).ToString("0.###", CultureInfo.CurrentCulture);
}
