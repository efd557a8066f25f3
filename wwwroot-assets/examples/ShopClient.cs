using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MyShop;

/// <summary>Hands orders to the restaurant.</summary>
public sealed class ShopClient(HttpClient http, string key)
{
    /// <summary>Sends an order. The same number is the same order, however often it is sent.</summary>
    public async Task<JsonElement> SendAsync(string number, CancellationToken cancellationToken)
    {
        var order = new
        {
            externalId = number,
            customer = new { name = "Иванов Иван", phone = "87776665544" },
            fulfillment = new { type = "delivery", address = new { text = "Ул. Пушкина, 1" } },
            items = new[] { new { code = "101", name = "Пирог", quantity = 2, price = 350 } },
            payment = new { method = "cash" },
            total = 700,
        };
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders") { Content = JsonContent.Create(order) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Idempotency-Key", $"order-{number}");
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return body;
            }

            var code = body.GetProperty("code").GetString();
            var mayTryAgain = code is "idempotency-in-progress" or "too-many-requests" || answer.StatusCode >= HttpStatusCode.InternalServerError;
            if (!mayTryAgain || attempt == 4)
            {
                throw new HttpRequestException($"{code}: {body.GetProperty("detail")}", null, answer.StatusCode);
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(Math.Pow(2, attempt)), cancellationToken);
        }
    }
}
