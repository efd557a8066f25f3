using System.Globalization;
using System.Runtime.InteropServices;

namespace MiniDelivery.Load;

/// <summary>What a reader must know of the machine to judge a number.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>Cores, system and runtime.</summary>
    public static string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"machine: {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>How many processes wanted a core in the last minute, the measured ones included; "?" where the system does not say.</summary>
    public static string Load => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "?";
}
