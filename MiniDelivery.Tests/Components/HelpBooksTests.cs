using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Pages.Help;

namespace MiniDelivery.Tests.Components;

/// <summary>The pages of help say the same in both languages, and every link, picture and «?» leads somewhere.</summary>
public sealed partial class HelpBooksTests
{
    private static readonly string[] _languages = ["ru", "en"];

    // Open tabs of a browser that no component answers.
    private static readonly string[] _endpoints = ["api/docs"];

    private static readonly Type[] _pages = [.. typeof(Program).Assembly.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any())];

    private static IEnumerable<HelpSection> Everything => _languages.SelectMany(language => HelpBooks.In(language)).SelectMany(book => book.Sections);

    [Fact]
    public void Russian_and_English_have_the_same_headings_and_pictures()
    {
        foreach (var (russian, english) in HelpBooks.In("ru").Zip(HelpBooks.In("en")))
        {
            Assert.NotEmpty(russian.Sections);
            Assert.Equal(russian.Sections.Select(Outline), english.Sections.Select(Outline));
            Assert.All(russian.Sections.Zip(english.Sections), pair => Assert.NotEqual(pair.First.Title, pair.Second.Title));
        }

        static string Outline(HelpSection section) => $"{section.Anchor} {string.Join(' ', Pictures(section).Select(Path.GetFileName))}";
    }

    [Fact]
    public void An_anchor_is_on_its_page_once() =>
        Assert.All(HelpBooks.In("ru"), book => Assert.Equal(book.Sections.Count, book.Sections.Select(section => section.Anchor).Distinct().Count()));

    [Fact]
    public void Every_picture_exists_is_described_and_is_small()
    {
        var pictures = Everything.SelectMany(Pictures).Distinct().ToList();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.InRange(new FileInfo(Path.Combine(Repository.Root, "wwwroot-assets", picture)).Length, 1000, 100_000));
        Assert.All(Everything, section => Assert.DoesNotContain("alt=\"\"", section.Html, StringComparison.Ordinal));

        // None is left over from what the pages said before.
        var kept = Directory.GetFiles(Path.Combine(Repository.Root, "wwwroot-assets", "help", "img"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "wwwroot-assets"), file).Replace('\\', '/'));
        Assert.Equal(pictures.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_leads_to_a_page_or_a_section_that_exists()
    {
        var routes = _pages.SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template.Trim('/')).ToHashSet();
        var links = Everything.SelectMany(section => Link().Matches(section.Html).Select(link => link.Groups["to"].Value)).Distinct().ToList();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            _endpoints.Contains(link) || (link.StartsWith("help/", StringComparison.Ordinal) && Exists(link)) || routes.Contains(link.Split('#')[0]), link));
    }

    [Fact]
    public void Every_page_under_the_header_has_its_section()
    {
        var routes = _pages
            .Where(page => page.GetCustomAttribute<LayoutAttribute>() is null or { LayoutType.Name: nameof(MainLayout) })
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.True(HelpMap.For(route) is { } section && (section is "help" || Exists(section)), route));
        Assert.Equal("help/operator#edit", HelpMap.For("orders/0193-7/edit?from=list"));
        Assert.Null(HelpMap.For("nowhere/at/all"));
    }

    [Theory]
    [InlineData("ru", "кассы не отвечают", "till-down")]
    [InlineData("ru", "НАЛИЧНЫЕ", "cash")]
    [InlineData("ru", "звонок курьёру", "couriers")]
    [InlineData("ru", "черный список", "blacklist")]
    [InlineData("ru", "чёрный список", "blacklist")]
    [InlineData("ru", "blacklist", "blacklist")]
    [InlineData("en", "чёрный список", "blacklist")]
    [InlineData("en", "licence", "license")]
    public void Search_finds_by_words_in_any_form_and_either_language(string language, string query, string? first)
    {
        var hits = HelpBooks.Search(language, query);

        Assert.Equal(first, hits is [var hit, ..] ? hit.Section.Anchor : null);
        Assert.All(hits, found => Assert.Contains(found.Section, HelpBooks.Find(language, found.Section.Book)!.Sections));
        Assert.All(hits, found => Assert.NotEmpty(found.Excerpt));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" .,")]
    [InlineData("абракадабра")]
    public void Search_for_nothing_finds_nothing(string query) => Assert.Empty(HelpBooks.Search("ru", query));

    private static bool Exists(string address) => Everything.Any(section => section.Address == address) || address is "help/shop" or "help/integrator#first";

    private static IEnumerable<string> Pictures(HelpSection section) => Picture().Matches(section.Html).Select(picture => picture.Groups["file"].Value);

    [GeneratedRegex("<img src=\"(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Picture();

    [GeneratedRegex("<a href=\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
