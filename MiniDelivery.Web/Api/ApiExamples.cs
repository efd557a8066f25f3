using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.FileProviders;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>
/// The examples of the API document. They are made by the code that makes the real answers, from the one order in
/// wwwroot-assets/examples, so they cannot tell of fields that are gone.
/// </summary>
internal sealed class ApiExamples
{
    private static readonly DateTimeOffset _noon = new(2027, 1, 13, 4, 30, 0, TimeSpan.Zero);

    private static readonly RestaurantMenu _menu = new(_noon,
    [
        new MenuItem(1001, 101, null, "Пирог", "Выпечка", Money.From(350), false, false, false, null, [new ModifierGroup(1, "Соусы", 0, 3, [new Modifier(3005, 305, "Сметана", Money.From(20))])]),
        new MenuItem(1002, 102, null, "Хлеб", "Выпечка", Money.From(30), false, false, false, Quantity.From(12), []),
    ]);

    private readonly string _text;
    private readonly NewOrder _draft;
    private readonly RestaurantInfo _restaurant;

    public ApiExamples(IFileProvider files)
    {
        using var reader = new StreamReader(files.GetFileInfo("examples/order.json").CreateReadStream());
        _text = reader.ReadToEnd();
        _draft = JsonBody.Read<NewOrder>(System.Text.Encoding.UTF8.GetBytes(_text), OrderBodyReader.Read).Value
            ?? throw new InvalidOperationException("wwwroot-assets/examples/order.json is no order.");
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
        _restaurant = new RestaurantInfo(new RestaurantId(Guid.Empty), "demo", "Тестовый объект", zone, new BusinessDay(zone, 5), "RUB");
    }

    /// <summary>What is sent; null = nothing.</summary>
    public JsonNode? RequestOf(string operation) => operation switch
    {
        "createOrder" or "checkOrder" => JsonNode.Parse(_text),
        "cancelOrder" => JsonSerializer.SerializeToNode(new { reason = "guest_cancelled", comment = "Гость ошибся адресом" }),
        _ => null,
    };

    /// <summary>What is answered.</summary>
    public object? AnswerOf(string operation, string status) => (operation, status) switch
    {
        ("createOrder" or "getOrder", _) => Body(Order()),
        ("cancelOrder", "200") => Body(Asked(Order())),
        ("cancelOrder", "202") => Body(Asked(Created())),
        ("listOrders", _) => new OrderChangesBody([Body(Order())], "MS43MQ", false),
        ("checkOrder", _) => CheckBody.Of(_draft, CartCheck.Of(_draft, _menu), _restaurant, _noon.AddHours(1), "open"),
        ("getMenu", _) => MenuBody.Of(_menu, _restaurant),
        ("getStatus", _) => StatusBody.Example(_noon, _restaurant.Zone),
        _ => null,
    };

    private Order Order() => Domain.Orders.Order.Receive(_draft, _restaurant.Id, new SourceId(Guid.Empty), 43, _menu, new Actor("сайт"), _noon, zone: _restaurant.Zone);

    private Order Created()
    {
        var order = Order();
        order.Accept(new Actor("Анна", StaffRole.Operator), _noon.AddMinutes(1));
        return order;
    }

    private static Order Asked(Order order)
    {
        order.AskToCancel(order.SourceId, CancelReason.GuestCancelled, "Гость ошибся адресом", new Actor("сайт"), _noon.AddMinutes(2));
        return order;
    }

    // Its number is another one each time; the document must not be.
    private OrderBody Body(Order order) => OrderBody.Of(order, "сайт", _restaurant, _menu) with { Id = Guid.Parse("0197f1c2-0000-7000-8000-000000000001") };
}
