using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace MiniDelivery.Load;

/// <summary>Orders as a shop sends them, each with a number and a guest of its own.</summary>
internal sealed class OrderBodies
{
    private static readonly Uri _orders = new("api/v1/orders", UriKind.Relative);

    private int _last;

    /// <summary>The number that the last one got.</summary>
    public int Last => Volatile.Read(ref _last);

    /// <summary>The shop's own number of an order.</summary>
    public static string ExternalId(int number) => string.Create(CultureInfo.InvariantCulture, $"LOAD-{number}");

    /// <summary>Number of the next one.</summary>
    public int Next() => Interlocked.Increment(ref _last);

    /// <summary>The order as JSON.</summary>
    public static byte[] Json(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"externalId":"{{{ExternalId(number)}}}","customer":{"name":"ИВАНОВ ИВАН ИВАНОВИЧ","phone":"8{{{9_000_000_000 + number}}}"},"fulfillment":{"type":"delivery","address":{"text":"Ул. Пушкина, {{{number}}}"}},"guests":2,"comment":"Две персоны","items":[{"code":"101","name":"Пирог","quantity":2,"price":350},{"code":"102","name":"Хлеб","quantity":1,"price":30}],"payment":{"method":"cash","changeFrom":1000},"total":730}
        """));

    /// <summary>Hands one in.</summary>
    public static async Task<HttpStatusCode> PostAsync(HttpClient shop, int number, CancellationToken cancellationToken)
    {
        using var body = BodyOf(number);
        using var answer = await shop.PostAsync(_orders, body, cancellationToken);
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Hands the next one in; nothing but a 201 will do.</summary>
    public async Task<int> CreateAsync(HttpClient shop, CancellationToken cancellationToken)
    {
        var number = Next();
        var status = await PostAsync(shop, number, cancellationToken);
        return status is HttpStatusCode.Created ? number : throw new InvalidOperationException($"{ExternalId(number)} was answered {(int)status}.");
    }

    /// <summary>The same for who needs the product's own id of it.</summary>
    public async Task<string> CreateForIdAsync(HttpClient shop, CancellationToken cancellationToken)
    {
        using var body = BodyOf(Next());
        using var answer = await shop.PostAsync(_orders, body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private static ByteArrayContent BodyOf(int number) => new(Json(number)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
