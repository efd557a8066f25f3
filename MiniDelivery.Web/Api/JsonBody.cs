using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>
/// Reads the body of a call by hand: a binder stops at the first wrong field and cannot say where the others are, and it counts on
/// the length that a sender promises.
/// </summary>
internal static class JsonBody
{
    /// <summary>The longest body that is taken, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads the body of a request into what it says, or says everything that is wrong with it.</summary>
    /// <param name="mayBeEmpty">Whether no body at all is as good as an empty object.</param>
    public static async Task<(T? Value, ApiProblem? Problem)> ReadAsync<T>(
        HttpRequest request, Func<JsonFields, T> read, CancellationToken cancellationToken, bool mayBeEmpty = false)
        where T : class
    {
        if (mayBeEmpty && request.ContentType is null && request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count is 0)
        {
            return Read("{}"u8.ToArray(), read);
        }

        if (!IsJson(request.ContentType))
        {
            return (null, ApiProblems.UnsupportedMediaType);
        }

        return await ReadBytesAsync(request, cancellationToken) is { } body ? Read(body, read) : (null, ApiProblems.BodyTooLarge(MaxBytes));
    }

    /// <summary>Reads a body.</summary>
    public static (T? Value, ApiProblem? Problem) Read<T>(ReadOnlyMemory<byte> body, Func<JsonFields, T> read)
        where T : class
    {
        if (!Utf8.IsValid(body.Span))
        {
            return (null, ApiProblems.MalformedJson("The body is not valid UTF-8."));
        }

        try
        {
            using var document = JsonDocument.Parse(body, _strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return (null, ApiProblems.MalformedJson("The body must be one JSON object."));
            }

            var errors = new List<FieldError>();
            var value = read(new JsonFields(document.RootElement, "", errors));
            return errors is [] ? (value, null) : (null, ApiProblems.ValidationFailed(errors));
        }
        catch (JsonException error)
        {
            return (null, ApiProblems.MalformedJson($"Line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: not JSON, or a name twice."));
        }
        catch (InvalidOperationException)
        {
            // A name that is no text (half of a surrogate pair): there is no pointer to it.
            return (null, ApiProblems.MalformedJson("A name in the body is not valid Unicode."));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length is 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // Counted while it is read: a length that the sender promises is only a promise.
    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isTooLarge = read.Buffer.Length > MaxBytes;
            if (isTooLarge || read.IsCompleted)
            {
                var body = isTooLarge ? null : read.Buffer.ToArray();
                // Looked at and not taken: who keeps what was refused finds it still there (see RefusedBodies).
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
