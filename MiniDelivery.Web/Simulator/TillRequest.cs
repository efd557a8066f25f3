using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.Commands;

namespace MiniDelivery.Web.Simulator;

/// <summary>A request as far as it could be read.</summary>
internal sealed class TillRequest
{
    private static readonly XmlReaderSettings _reader = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        MaxCharactersInDocument = 10_000_000,
    };

    private TillRequest(string text) => Text = text;

    public string Text { get; }

    /// <summary>The commands, in order; empty when the document could not be read.</summary>
    public IReadOnlyList<XElement> Commands { get; private init; } = [];

    /// <summary>Why the document is refused as a whole.</summary>
    public TillRefusedException? Refusal { get; private init; }

    /// <summary>For the log: "SaveOrder", or the commands of a batch.</summary>
    public string Name => Commands is [] ? "" : string.Join(", ", Commands.Select(command => command.Text("CMD") ?? "?"));

    /// <summary>Whether the answer keeps everything on the root: RK7CMD, as opposed to a batch.</summary>
    public bool IsSingle => Commands is [] || Commands[0].Name.LocalName is "RK7CMD";

    public bool IsChanging => Commands.Any(command => CommandTable.IsChanging(command.Text("CMD")));

    /// <summary>Reads a body. Encodings other than UTF-8 fail obscurely, as they do on a real server [skill].</summary>
    public static TillRequest Parse(byte[] body, string? contentType)
    {
        // A form's body never arrives; so does one without content (RK7 protocol digest, section 1 [skill]).
        if (contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true)
        {
            return Parse("");
        }

        var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF');
        var declaration = text[..Math.Min(text.Length, 100)];
        return declaration.Contains("windows-1251", StringComparison.OrdinalIgnoreCase) && !Ascii.IsValid(body)
            ? new TillRequest(text) { Refusal = TillRefusedException.Executing(null, "Sort collection: value is null") }
            : Parse(text);
    }

    public static TillRequest Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new TillRequest(text) { Refusal = TillRefusedException.Parse("Empty input XML") };
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(text), _reader);
            return Read(text, XDocument.Load(reader).Root!);
        }
        catch (XmlException error)
        {
            return new TillRequest(text) { Refusal = TillRefusedException.Parse(error.Message) };
        }
    }

    private static TillRequest Read(string text, XElement root)
    {
        if (root.Name.LocalName is not "RK7Query")
        {
            return new TillRequest(text) { Refusal = TillRefusedException.MissingElement("RK7Query") };
        }

        var single = root.Element("RK7CMD");
        List<XElement> commands = single is not null
            ? [single]
            : [.. root.Elements().Where(element => element.Name.LocalName is "RK7Command" or "RK7Command2")];
        var hash = new RequestHash(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        foreach (var command in commands)
        {
            command.AddAnnotation(hash);
        }

        return new TillRequest(text)
        {
            Commands = commands,
            Refusal = commands is [] ? TillRefusedException.MissingElement("RK7CMD") : null,
        };
    }
}
