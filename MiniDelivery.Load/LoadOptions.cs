using System.Globalization;

namespace MiniDelivery.Load;

/// <summary>What the command line says after the scenario's name: <c>--seconds 10 --connections 1,8</c>.</summary>
internal sealed class LoadOptions
{
    private readonly Dictionary<string, string> _given = [];

    private LoadOptions()
    {
    }

    /// <summary>Reads them; null = they are not pairs of a name and a value.</summary>
    public static LoadOptions? Read(IReadOnlyList<string> arguments)
    {
        var options = new LoadOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [['-', '-', .. var name], var value])
            {
                return null;
            }

            options._given[name] = value;
        }

        return options;
    }

    /// <summary>A number.</summary>
    public int Number(string name, int usual) => _given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    /// <summary>Several numbers.</summary>
    public IReadOnlyList<int> Numbers(string name, params int[] usual) => _given.TryGetValue(name, out var text)
        ? [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
        : usual;

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => _given.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name} is missing.");

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Duration(int usualSeconds) => TimeSpan.FromSeconds(Number("seconds", usualSeconds));
}
