using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Webhooks;

/// <summary>Describes the events in the API document, each with an example that the program itself has written.</summary>
internal sealed class WebhookDocs : IOpenApiDocumentTransformer
{
    private const string Signing =
        "Signed as Standard Webhooks has it: webhook-signature is \"v1,\" and the base64 of HMAC-SHA256 over webhook-id.webhook-timestamp.body, "
        + "by the bytes that the secret whsec_… is the base64 of. While a secret is being replaced, there are two signatures, parted by a space. "
        + "Answer 2xx within 15 seconds. Anything else is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h; the next event of the same order "
        + "waits until this one is taken or given up. 410 switches the endpoint off, and so do 5 days without a success. "
        + "An event may come twice: webhook-id tells. The same events go to an order's own callbackUrl where a manager has switched that on for the source.";

    private static readonly Dictionary<string, string> _words = new()
    {
        [WebhookEvents.OrderReceived] = "An order came in, or waits anew after its cancellation was undone",
        [WebhookEvents.OrderCreated] = "A person accepted the order and the till has an empty one for it",
        [WebhookEvents.OrderAccepted] = "The kitchen has the dishes",
        [WebhookEvents.OrderOnTheWay] = "A courier has left with the order",
        [WebhookEvents.OrderArchived] = "The order is done",
        [WebhookEvents.OrderDeleted] = "The order is cancelled",
        [WebhookEvents.OrderTillFailed] = "The till refused the order; staff look after it",
        [WebhookEvents.StopListChanged] = "Dishes ran out, or can be sold again",
        [WebhookEvents.IntakePaused] = "A person paused intake; being closed by the hours is not told",
        [WebhookEvents.IntakeResumed] = "Orders are taken again",
        [WebhookEvents.Ping] = "Somebody tries whether anybody is there",
    };

    // Of no day and nobody: the document must be the same whenever it is read.
    private static readonly DateTimeOffset _noon = new(2027, 1, 13, 5, 0, 0, TimeSpan.Zero);
    private static readonly Guid _id = new("019425e0-0000-7000-8000-000000000001");
    private static readonly Actor _anna = new("Анна", StaffRole.Operator);

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Webhooks ??= new Dictionary<string, IOpenApiPathItem>();
        foreach (var type in WebhookEvents.All.Append(WebhookEvents.Ping))
        {
            document.Webhooks[type] = new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Post] = new()
                    {
                        OperationId = type,
                        Summary = _words[type],
                        Description = Signing,
                        Security = [],
                        Parameters = [Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature")],
                        RequestBody = new OpenApiRequestBody
                        {
                            Required = true,
                            Content = new Dictionary<string, OpenApiMediaType>
                            {
                                ["application/json"] = new OpenApiMediaType { Schema = await SchemaAsync(type, document, context, cancellationToken), Example = JsonNode.Parse(Example(type)) },
                            },
                        },
                        Responses = new OpenApiResponses
                        {
                            ["2XX"] = new OpenApiResponse { Description = "Taken." },
                            ["410"] = new OpenApiResponse { Description = "Nobody wants events here any more: the endpoint is switched off." },
                        },
                    },
                },
            };
        }
    }

    private static OpenApiParameter Header(string name) =>
        new() { Name = name, In = ParameterLocation.Header, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static async Task<OpenApiSchema> SchemaAsync(string type, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "timestamp", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = type },
            ["timestamp"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            ["data"] = WebhookEvents.OfOrders.Contains(type)
                ? new OpenApiSchemaReference(nameof(OrderBody), document)
                : await context.GetOrCreateSchemaAsync(DataOf(type), null, cancellationToken),
        },
    };

    private static Type DataOf(string type) => type switch
    {
        WebhookEvents.StopListChanged => typeof(StopListBody),
        WebhookEvents.Ping => typeof(PingBody),
        _ => typeof(IntakeEventBody),
    };

    private static string Example(string type)
    {
        var zone = TimeZoneInfo.Utc;
        var restaurant = new RestaurantInfo(new RestaurantId(_id), "demo", "Тестовый объект", zone, new BusinessDay(zone, 5), "RUB");
        return type switch
        {
            WebhookEvents.StopListChanged => WebhookBodies.OfStopList([Dish(isStopped: false)], [Dish(isStopped: true)], restaurant, _noon)!,
            WebhookEvents.IntakePaused => WebhookBodies.OfIntake(type, Change(restaurant, IntakeMode.Open, IntakeMode.Paused), restaurant),
            WebhookEvents.IntakeResumed => WebhookBodies.OfIntake(type, Change(restaurant, IntakeMode.Paused, IntakeMode.Open), restaurant),
            WebhookEvents.Ping => WebhookBodies.OfPing("сайт", restaurant, _noon),
            _ => OfOrder(type, restaurant),
        };
    }

    private static MenuItem Dish(bool isStopped) => new(1001, 101, null, "Пирог", "Блюда", Money.From(350), isStopped, false, false, null, []);

    private static IntakeChange Change(RestaurantInfo restaurant, IntakeMode before, IntakeMode now) => new()
    {
        RestaurantId = restaurant.Id,
        At = _noon,
        Before = before,
        Mode = now,
        Until = now is IntakeMode.Paused ? _noon.AddMinutes(30) : null,
        Reason = now is IntakeMode.Paused ? PauseReason.KitchenBusy : null,
        By = _anna.Name,
    };

    // An order that has really gone the way of which the event tells.
    private static string OfOrder(string type, RestaurantInfo restaurant)
    {
        var order = Order.Receive(
            new NewOrder
            {
                ExternalId = "WEB-10045",
                Guest = new Guest("Иванов Иван Иванович", "87776665544", null),
                Address = new Address("Ул. Пушкина, 1"),
                Lines = [new NewOrderLine("101", "Пирог", Quantity.From(2), Money.From(350), null, [])],
            },
            restaurant.Id, new SourceId(_id), 43, new RestaurantMenu(_noon, [Dish(isStopped: false)]), new Actor("сайт"), _noon);
        foreach (var step in Steps(type))
        {
            step(order);
        }

        var node = JsonNode.Parse(WebhookBodies.OfOrder(type, order, "сайт", restaurant, null, _noon.AddMinutes(30)))!;
        node["data"]!["id"] = _id;
        if (node["data"]!["till"]!["orderGuid"] is not null)
        {
            node["data"]!["till"]!["orderGuid"] = _id;
        }

        return node.ToJsonString();
    }

    private static IEnumerable<Action<Order>> Steps(string type)
    {
        Action<Order> accept = order => order.Accept(_anna, _noon.AddMinutes(1));
        Action<Order> create = order => order.TillHasCreated(AtTill(order), _noon.AddMinutes(1));
        Action<Order> fill = order =>
        {
            order.Fill(_anna, new RestaurantMenu(_noon, [Dish(isStopped: false)]), _noon.AddMinutes(2));
            order.TillHasFilled(AtTill(order), _noon.AddMinutes(2));
        };
        Action<Order> send = order => order.MoveOn(OrderStatus.OnTheWay, _anna, _noon.AddMinutes(20));
        return type switch
        {
            WebhookEvents.OrderCreated => [accept, create],
            WebhookEvents.OrderAccepted => [accept, create, fill],
            WebhookEvents.OrderOnTheWay => [accept, create, fill, send],
            WebhookEvents.OrderArchived => [accept, create, fill, send, order => order.MoveOn(OrderStatus.Archived, _anna, _noon.AddMinutes(30))],
            WebhookEvents.OrderDeleted => [order => order.Cancel(CancelReason.GuestCancelled, null, _anna, _noon.AddMinutes(1))],
            WebhookEvents.OrderTillFailed => [accept, order => order.TillHasRefused(new TillTrouble("rk7-2128", "Shift is closed"), _noon.AddMinutes(1))],
            _ => [],
        };
    }

    private static TillOrder AtTill(Order order) =>
        new() { Guid = order.Handoff!.OrderGuid, Visit = 7, OrderIdent = 256, Name = "Dlv.2", Table = "Dlv", Packages = [] };
}
