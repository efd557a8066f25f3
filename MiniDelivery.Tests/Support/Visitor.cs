using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MiniDelivery.Tests.Support;

/// <summary>One door of the application.</summary>
internal sealed partial record Door(string Method, string Route, bool IsPage)
{
    public string Name => $"{Method} {Route}";

    /// <summary>An address behind it: something plausible for each parameter.</summary>
    public string Path => "/" + Parameter().Replace(Route, match => match.Value switch
    {
        var name when name.Contains("documentName", StringComparison.Ordinal) => "v1",
        var name when name.Contains("path:file", StringComparison.Ordinal) => "nowhere.css",
        _ => "0197f1c2-0000-7000-8000-000000000001",
    });

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

/// <summary>Somebody with a browser that keeps cookies and follows no redirect, or a program with a key.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    // By hand, because a secure cookie must come back although the proxy's HTTPS is only said, not spoken.
    private readonly Dictionary<string, string> _cookies = [];

    public Visitor(Uri address, string? key = null, params (string Name, string Value)[] headers)
    {
#pragma warning disable CA2000 // The client owns it.
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
#pragma warning restore CA2000
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ru");
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        foreach (var (name, value) in headers)
        {
            _client.DefaultRequestHeaders.Add(name, value);
        }
    }

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> TryAsync(Door door, CancellationToken stop) => SendAsync(
        door.Method, door.Path, door.Method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null, stop);

    /// <summary>What another site's page makes this browser send: its cookies, and a form without our token.</summary>
    public Task<HttpResponseMessage> PostFromAsync(string origin, Door door, CancellationToken stop) =>
        SendAsync(door.Method, door.Path, new FormUrlEncodedContent([new("id", "1")]), stop, origin);

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken stop) => SendAsync("GET", path, null, stop);

    public async Task<string> TextAsync(string path, CancellationToken stop)
    {
        using var answer = await GetAsync(path, stop);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop);
    }

    /// <summary>Sends a form of one of our static pages, with the page's own token.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string path, string form, CancellationToken stop, params (string Name, string Value)[] fields) =>
        PressAsync(path, path, stop, [("_handler", form), .. fields]);

    /// <summary>Sends a form of a page to an endpoint, with the page's own token.</summary>
    public async Task<HttpResponseMessage> PressAsync(string path, string target, CancellationToken stop, params (string Name, string Value)[] fields)
    {
        var page = await TextAsync(path, stop);
        return await SendAsync(
            "POST",
            target,
            new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value)),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
            stop);
    }

    public async Task<HttpResponseMessage> SignInAsync(string name, string password, CancellationToken stop, string returnUrl = "/") =>
        await SubmitAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "sign-in", stop, ("Form.Name", name), ("Form.Password", password));

    private async Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content, CancellationToken stop, string? foreignOrigin = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (foreignOrigin is not null)
        {
            request.Headers.Add("Origin", foreignOrigin);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
        }

        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var answer = await _client.SendAsync(request, stop);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
