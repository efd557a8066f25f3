using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MiniDelivery.Web.Simulator.State;

/// <summary>Keeps the till's memory in one file, or nowhere.</summary>
internal sealed class TillStore(string? file)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What was kept, or null for a fresh till.</summary>
    public TillState? Load()
    {
        if (file is null || !File.Exists(file))
        {
            return null;
        }

        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<TillState>(stream, _json);
    }

    /// <summary>
    /// Replaces the kept memory. The rename is what commits: a process that dies before it has changed nothing, one that
    /// dies after it has done everything.
    /// </summary>
    public void Save(TillState state)
    {
        if (file is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var next = file + ".next";
        using (var stream = File.Create(next))
        {
            JsonSerializer.Serialize(stream, state, _json);
        }

        File.Move(next, file, overwrite: true);
    }
}
