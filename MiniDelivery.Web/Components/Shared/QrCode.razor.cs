using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>
/// A QR code, drawn by the server as SVG: no script, no picture to fetch. Dark on white in every theme and on paper, because cameras
/// want it so; its quiet zone is part of it.
/// </summary>
public sealed partial class QrCode : ComponentBase
{
    private string? _drawn;
    private string _path = "";
    private int _size;

    /// <summary>What the camera reads.</summary>
    [Parameter]
    [EditorRequired]
    public required string Text { get; set; }

    /// <summary>What it is, for those who do not see it.</summary>
    [Parameter]
    [EditorRequired]
    public required string Label { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_drawn == Text)
        {
            return;
        }

        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var path = new StringBuilder();
        _size = code.ModuleMatrix.Count;
        for (var y = 0; y < _size; y++)
        {
            for (var x = 0; x < _size; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        (_drawn, _path) = (Text, path.ToString());
    }
}
