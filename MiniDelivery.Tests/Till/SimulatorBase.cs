using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>A simulated till on a real port, spoken to as any client would.</summary>
public abstract class SimulatorBase : IAsyncLifetime
{
    protected const string Id = "{9A4E1B7C-2F60-4B3D-8C5A-6D7E8F901234}";
    protected const string OrderElement = $"<Order guid=\"{Id}\"/>";
    protected const string Pie = "<Dish code=\"101\" quantity=\"2000\"/>";
    protected const string Key = "{0F2C1A94-7D53-4C1B-9B7E-1E5A0C2D3F44}";
    protected const string TwoMinutes = "1899-12-30T00:02:00";

    private SimulatedTillServer? _server;
    private HttpClient? _client;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 15, 0, 0, TimeSpan.Zero));

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected SimulatedTillServer Server => _server!;

    protected SimulatedTill Till => Server.Till;

    protected HttpClient Client => _client!;

    protected virtual SimulatedTillOptions Options => new() { Zone = TimeZoneInfo.Utc };

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedTillServer.StartAsync(Options, Time, Stop);
        _client = MakeClient(_server, $"{Options.User}:{Options.Password}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task RestartAsync()
    {
        await DisposeAsync();
        await InitializeAsync();
    }

    protected static HttpClient MakeClient(SimulatedTillServer server, string credentials) => new()
    {
        BaseAddress = server.Address,
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))),
        },
    };

    protected Task<HttpResponseMessage> PostAsync(string xml, string? contentType = "application/xml")
    {
        var body = new StringContent(xml, Encoding.UTF8);
        body.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync(SimulatedTillServer.XmlPath, body, Stop);
    }

    /// <summary>Sends one command as RK7CMD and returns the root of the answer.</summary>
    protected async Task<XElement> AskAsync(string command, string attributes = "", string content = "")
    {
        using var answer = await PostAsync($"<RK7Query><RK7CMD CMD=\"{command}\" {attributes}>{content}</RK7CMD></RK7Query>");
        answer.EnsureSuccessStatusCode();
        return XElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
    }

    protected Task<XElement> CreateAsync(string order = Id, string attributes = "", string content = "") => AskAsync(
        "CreateOrder", "", $"<Order guid=\"{order}\" {attributes}><Table code=\"1\"/><Station code=\"1\"/>{content}</Order>");

    protected Task<XElement> SaveAsync(string lines = Pie, string attributes = "", string session = "") => AskAsync(
        "SaveOrder", attributes, $"{OrderElement}<Session {session}><Station code=\"1\"/>{lines}</Session>");

    protected Task<XElement> LockAsync(string time = TwoMinutes, string key = Key, string who = "") =>
        AskAsync("LockOrder", $"lockTime=\"{time}\" lockguid=\"{key}\"", OrderElement + who);

    protected Task<XElement> VoidAsync(string attributes = "change_guids=\"0\"", int reason = 1) => AskAsync(
        "VoidOrder", attributes,
        $"{OrderElement}<Station code=\"1\"/><Manager code=\"9004\"/><DeleteReason code=\"{reason}\"/>");

    protected async Task<XElement> GetAsync() => (await AskAsync("GetOrder", "", OrderElement)).Element("Order")!;

    protected async Task<List<XElement>> ListAsync(string attributes = "") =>
        [.. (await AskAsync("GetOrderList2", attributes)).Descendants("Order")];

    protected void Switch(Func<SimulatorSwitches, SimulatorSwitches> change) => Till.Switches = change(Till.Switches);

    protected void Break(FaultKind kind, string? command = null, int? times = 1) =>
        Switch(switches => switches with { Faults = [new SimulatorFault { Kind = kind, Command = command, Times = times, Seconds = 30 }] });

    protected static void AssertOk(XElement answer) => Assert.Equal(("Ok", ""), (Text(answer, "Status"), Text(answer, "ErrorText")));

    protected static void AssertRefused(XElement answer, string status, int? code, string text)
    {
        Assert.Equal((status, code), (Text(answer, "Status"), (int?)answer.Attribute("RK7ErrorN")));
        Assert.Contains(text, Text(answer, "ErrorText"), StringComparison.Ordinal);
        Assert.Equal("0", Text(answer, "Processed"));
    }

    protected static string? Text(XElement element, string attribute) => (string?)element.Attribute(attribute);

    protected static long Number(XElement element, string attribute) => (long)element.Attribute(attribute)!;

    protected async Task<HttpResponseMessage> ControlAsync(string act, object body) =>
        await Client.PostAsJsonAsync($"control/cashier/{act}", body, Stop);
}
