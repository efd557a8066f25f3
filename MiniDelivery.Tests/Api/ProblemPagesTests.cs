using System.Net;
using System.Text.RegularExpressions;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Tests.Api;

/// <summary>What <c>type</c> of a problem leads to.</summary>
public sealed partial class ProblemPagesTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Codes() => [.. ApiProblems.All.Select(problem => problem.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_code_has_a_page_in_both_languages_that_says_why_what_to_do_and_how_it_looks(string code)
    {
        var problem = ApiProblems.All.Single(known => known.Code == code);
        var pages = new List<string>();
        foreach (var language in new[] { "ru", "en" })
        {
            using var anybody = app.Shop(key: null);
            anybody.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var page = WebUtility.HtmlDecode(await anybody.GetStringAsync($"/problems/{code}", Stop));
            Assert.Contains($"lang=\"{language}\"", page, StringComparison.Ordinal);
            Assert.Contains($"\"type\": \"/problems/{code}\"", page, StringComparison.Ordinal);
            Assert.Contains($"\"status\": {problem.Status}", page, StringComparison.Ordinal);
            Assert.DoesNotContain($"{code}.", page, StringComparison.Ordinal); // A key without words would show itself.
            pages.Add(Do().Match(page).Groups[1].Value);
        }

        Assert.All(pages, words => Assert.True(words.Length > 15, words));
        Assert.NotEqual(pages[0], pages[1]);
    }

    [Fact]
    public async Task The_list_names_every_code_and_a_code_that_never_was_gets_the_list()
    {
        using var anybody = app.Shop(key: null);

        var list = await anybody.GetStringAsync("/problems", Stop);
        using var never = await anybody.GetAsync("/problems/never", Stop);
        var unknown = await never.Content.ReadAsStringAsync(Stop);

        Assert.All(ApiProblems.All, problem => Assert.Contains($"problems/{problem.Code}\"", list, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
        Assert.All(ApiProblems.All, problem => Assert.Contains($"problems/{problem.Code}\"", unknown, StringComparison.Ordinal));
    }

    // Whoever adds a problem adds its page: the list cannot forget one.
    [Fact]
    public void No_code_is_answered_that_the_list_does_not_know()
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "../../../../MiniDelivery.Web/Problems/ApiProblems.cs"));

        Assert.Empty(Code().Matches(source).Select(match => match.Groups[1].Value).Distinct().Except(ApiProblems.All.Select(problem => problem.Code)));
    }

    [GeneratedRegex("data-testid=\"problem-do\"[^>]*>([^<]+)<")]
    private static partial Regex Do();

    [GeneratedRegex("\"([a-z]+-[a-z-]+|unauthenticated)\",?\\s*(\"[A-Z]|$)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
