using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace MiniDelivery.Load;

/// <summary>
/// The server's half of an open page, without a browser: it loads the page, starts its circuit and answers the server as blazor.web.js does, but
/// draws nothing. So fifty of them leave the processor to what is measured.
/// </summary>
internal sealed partial class ScriptedPage : IAsyncDisposable
{
    // What the list of an ordinary screen has room for.
    private const string ListHeight = "[0,0,560]";

    // JSCallResultType of Microsoft.JSInterop.
    private const int ObjectReference = 1;

    private readonly ConcurrentQueue<(double At, byte[] Batch)> _batches = new();
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HubConnection _connection;
    private int _calls;

    private ScriptedPage(Uri address, CookieContainer cookies)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "_blazor"), options => options.Cookies = cookies);
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _connection = builder.Build();
        _connection.On<int, string>("JS.AttachComponent", (_, _) => { });
        _connection.On<string>("JS.EndUpdateRootComponents", _ => { });
        _connection.On<string, bool, string>("JS.EndInvokeDotNet", (_, _, _) => { });
        _connection.On<string>("JS.Error", error => _drawn.TrySetException(new InvalidOperationException(error)));
        _connection.On<long, byte[]>("JS.RenderBatch", OnBatchAsync);
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", OnCallAsync);
    }

    /// <summary>Opens the list, as whoever the cookies say; returns when its rows are drawn.</summary>
    public static async Task<ScriptedPage> OpenAsync(Uri address, CookieContainer cookies, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, UseProxy = false });
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ru-RU");
        var html = await client.GetStringAsync(address, cancellationToken);
        var page = new ScriptedPage(address, cookies);
        await page._connection.StartAsync(cancellationToken);
        await page._connection.InvokeAsync<string>("StartCircuit", address.ToString(), address.ToString(), "[]", "", cancellationToken);
        var markers = Marker().Matches(html).Select((found, index) => $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{found.Groups[1].Value}}}""");
        await page._connection.SendAsync(
            "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', markers)}}]}""", State().Match(html).Groups[1].Value, cancellationToken);
        await page._drawn.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        return page;
    }

    /// <summary>When, by the world's clock in milliseconds, a change with this count was first drawn after a moment; NaN = it never was.</summary>
    public double Saw(double after, int count)
    {
        // Strings of a batch have their length before them.
        var digits = Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture));
        byte[] looked = [(byte)digits.Length, .. digits];
        return _batches.Where(batch => batch.At >= after && batch.Batch.AsSpan().IndexOf(looked) >= 0).Select(batch => batch.At).DefaultIfEmpty(double.NaN).First();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task OnBatchAsync(long id, byte[] batch)
    {
        _batches.Enqueue(((DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds, batch));
        await _connection.SendAsync("OnRenderCompleted", id, null);
        if (batch.AsSpan().IndexOf("data-number"u8) >= 0)
        {
            _drawn.TrySetResult();
        }
    }

    // Modules are objects here, and nothing else has a value.
    private async Task OnCallAsync(long task, string identifier, string arguments, int resultType, long target, int callType)
    {
        var number = Interlocked.Increment(ref _calls);
        if (task is not 0)
        {
            var value = resultType is ObjectReference ? $$"""{"__jsObjectId":{{number}}}""" : "null";
            await _connection.SendAsync("EndInvokeJSFromDotNet", task, true, $"[{task},true,{value}]");
        }

        if (identifier.EndsWith("Virtualize.init", StringComparison.Ordinal))
        {
            // As the observer of a real page says when the empty list comes into view.
            using var given = JsonDocument.Parse(arguments);
            var self = given.RootElement[0].GetProperty("__dotNetObject").GetInt64();
            await _connection.SendAsync("BeginInvokeDotNetFromJS", number.ToString(CultureInfo.InvariantCulture), null, "OnSpacerBeforeVisible", self, ListHeight);
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([a-zA-Z0-9+/=]+)-->")]
    private static partial Regex State();

    /// <summary>SignalR's MessagePack under the name that circuits give it.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "Made by the services of the connection.")]
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol _inner = new();

        public string Name => "blazorpack";

        public int Version => _inner.Version;

        public TransferFormat TransferFormat => _inner.TransferFormat;

        public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
            _inner.TryParseMessage(ref input, binder, out message);

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(message);

        public bool IsVersionSupported(int version) => version <= Version;
    }
}
