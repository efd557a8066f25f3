using System.Text;

namespace MiniDelivery.Web.Simulator;

/// <summary>The ordinary CRC-32 (polynomial 0xEDB88320), as a signed number: what an order's crc32 is.</summary>
internal static class Crc32
{
    public static int Of(string text)
    {
        var crc = uint.MaxValue;
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) is 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return unchecked((int)~crc);
    }
}
