using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// The simulated till by JSON, for tests and scripts: <c>GET|PUT /control/switches</c> (PUT takes any part of the
/// switches and keeps the rest), <c>POST /control/cashier/{act}</c> with a <see cref="CashierAct"/>,
/// <c>GET /control/orders</c>, <c>GET /control/log</c>.
/// </summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        IncludeFields = true,
    };

    public static void Map(IEndpointRouteBuilder app, SimulatedTill till)
    {
        app.MapGet("/control/switches", context => WriteAsync(context, till.Switches));
        app.MapPut("/control/switches", async context =>
        {
            try
            {
                till.Switches = Merge(till.Switches, await ReadAsync(context, () => new JsonObject()));
                await WriteAsync(context, till.Switches);
            }
            catch (JsonException error)
            {
                await RefuseAsync(context, error.Message);
            }
        });
        app.MapGet("/control/orders", context => WriteAsync(context, till.View().Orders));
        app.MapGet("/control/log", context => WriteAsync(context, till.Log));
        app.MapPost("/control/cashier/{act}", async context =>
        {
            try
            {
                var act = await ReadAsync(context, () => new CashierAct());
                await DoAsync(context, till, (string)context.GetRouteValue("act")!, act);
            }
            catch (JsonException error)
            {
                await RefuseAsync(context, error.Message);
            }
        });
    }

    private static SimulatorSwitches Merge(SimulatorSwitches current, JsonObject part)
    {
        var whole = JsonSerializer.SerializeToNode(current, _json)!.AsObject();
        foreach (var (name, value) in part)
        {
            whole[name] = value?.DeepClone();
        }

        return whole.Deserialize<SimulatorSwitches>(_json)!;
    }

    private static async Task DoAsync(HttpContext context, SimulatedTill till, string name, CashierAct act)
    {
        var guid = Guid(till, act.Order);
        if (name is "open")
        {
            await WriteAsync(context, await till.OpenOrderAsync(guid, context.RequestAborted));
            return;
        }

        var outcome = name switch
        {
            "close" => till.LeaveOrder(guid),
            "new" => till.NewOrder(act.Table ?? SimulatorMenu.DeliveryTable),
            "add" => till.AddDish(guid, act.Dish ?? 0, act.Quantity ?? 1000, act.Modifiers ?? []),
            "remove" => till.RemoveLine(guid, act.Uni ?? 0),
            "comment" => till.ChangeComment(guid, act.Text ?? ""),
            "print" => till.PrintToKitchen(guid),
            "bill" => till.PrintBill(guid),
            "pay" => till.Pay(guid, act.Currency ?? 1),
            "void" => till.VoidOrder(guid, act.Reason ?? SimulatorMenu.GuestRefused),
            "transfer" => till.Transfer(guid, Guid(till, act.To), act.Unis ?? []),
            "stop" => till.SetStop(act.Dish ?? 0, act.Stopped ?? act.Quantity is null, act.Quantity),
            "dish" => till.ChangeDish(act.Dish ?? 0, act.Text, act.Price, act.Active),
            "close-shift" => till.CloseShift(),
            _ => null,
        };
        await (outcome is null ? RefuseAsync(context, $"No act named {name}") : WriteAsync(context, outcome));
    }

    /// <summary>An order by its guid or, for people, by its name: the newest order called "Dlv.2".</summary>
    private static string Guid(SimulatedTill till, string? order) =>
        till.View().Orders.LastOrDefault(one => one.Name == order)?.Id ?? order ?? "";

    private static async Task<T> ReadAsync<T>(HttpContext context, Func<T> empty)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return (body is "" ? default : JsonSerializer.Deserialize<T>(body, _json)) ?? empty();
    }

    private static Task WriteAsync<T>(HttpContext context, T value)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonSerializer.Serialize(value, _json), context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }
}

/// <summary>What a script tells the cashier to do. References are codes, quantities thousandths, prices kopecks.</summary>
internal sealed record CashierAct
{
    /// <summary>Name ("Dlv.2") or guid of the order.</summary>
    public string? Order { get; init; }

    /// <summary>Name or guid of the order that lines move to.</summary>
    public string? To { get; init; }

    public int? Table { get; init; }

    public int? Dish { get; init; }

    public int? Quantity { get; init; }

    public IReadOnlyList<int>? Modifiers { get; init; }

    public int? Uni { get; init; }

    public IReadOnlyList<int>? Unis { get; init; }

    public string? Text { get; init; }

    public int? Currency { get; init; }

    public int? Reason { get; init; }

    public bool? Stopped { get; init; }

    public long? Price { get; init; }

    public bool? Active { get; init; }
}
