using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Docs;

/// <summary>«Подключить магазин»: what a programmer needs, with examples that the tests run as they stand.</summary>
public sealed partial class ShopHelp(IWebHostEnvironment environment, IStringLocalizer<ShopHelp> localizer) : ComponentBase
{
    /// <summary>The examples, in the order of the page: the files themselves are in wwwroot-assets/examples.</summary>
    internal static readonly (string Language, string File)[] Examples =
        [("curl", "order.sh"), ("PHP", "order.php"), ("Python", "order.py"), ("JavaScript", "order.mjs"), ("C#", "ShopClient.cs")];

    /// <summary>How a shop tells our events from anybody else's.</summary>
    internal static readonly (string Language, string File)[] Signatures =
        [("PHP", "signature.php"), ("Python", "signature.py"), ("JavaScript", "signature.mjs"), ("C#", "WebhookSignature.cs")];

    private static readonly (string Section, (string Language, string File)[] Files)[] _programs = [("examples", Examples), ("signature", Signatures)];

    private static readonly (string Section, int Lines)[] _lists = [("steps", 6), ("rules", 4)];

    private string TextOf(string file)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo($"examples/{file}").CreateReadStream());
        return reader.ReadToEnd();
    }
}
