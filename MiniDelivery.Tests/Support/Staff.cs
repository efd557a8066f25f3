using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace MiniDelivery.Tests.Support;

/// <summary>A person of the staff at a browser without a picture: real sign-in, own cookies, so a terminal of its own.</summary>
internal static partial class Staff
{
    extension(TestApp app)
    {
        /// <summary>Signs in and looks at a page once, as everybody does; it follows no redirects.</summary>
        /// <param name="cookies">Where the browser keeps its cookies, for whoever else needs them.</param>
        public async Task<HttpClient> StaffAsync(string who = "operator", CookieContainer? cookies = null)
        {
            var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = app.Address };
            var door = await browser.GetStringAsync("/account/sign-in");
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["__RequestVerificationToken"] = Token().Match(door).Groups[1].Value,
                ["Form.Name"] = who,
                ["Form.Password"] = TestApp.Password,
            });
            await browser.PostAsync("/account/sign-in", form);
            browser.DefaultRequestHeaders.Add("Origin", app.Address.GetLeftPart(UriPartial.Authority));
            using var look = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };
            (await browser.SendAsync(look)).EnsureSuccessStatusCode();
            return browser;
        }
    }

    extension(HttpClient browser)
    {
        /// <summary>Says something to the alert.</summary>
        public Task<HttpResponseMessage> TellAsync(string what, object body) => browser.PostAsJsonAsync($"/live/{what}", body);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
