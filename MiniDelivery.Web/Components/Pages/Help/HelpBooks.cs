using System.Text.RegularExpressions;
using Markdig;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>One task and how it is done.</summary>
/// <param name="Book">For whom: the name of its page.</param>
/// <param name="Anchor">Its place on the page, the same in every language.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Html">What it says, without the heading.</param>
/// <param name="Text">The same without any marks.</param>
public sealed record HelpSection(string Book, string Anchor, string Title, string Html, string Text)
{
    /// <summary>Where it is.</summary>
    public string Address => $"help/{Book}#{Anchor}";
}

/// <summary>The help for one kind of work.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lead">What it is about, HTML.</param>
/// <param name="Sections">Its tasks.</param>
public sealed record HelpBook(string Name, string Title, string Lead, IReadOnlyList<HelpSection> Sections);

/// <summary>A section that was looked for.</summary>
/// <param name="Section">The section, in the reader's language.</param>
/// <param name="Excerpt">Where it says so, or how it begins.</param>
public sealed record HelpHit(HelpSection Section, string Excerpt);

/// <summary>
/// The pages of help: Markdown files (<c>wwwroot-assets/help</c>) that the build puts into the program, so that no published copy can
/// lack one. A task is a heading <c>## Title {#anchor}</c>; HTML in them is text.
/// </summary>
public static partial class HelpBooks
{
    private const int ExcerptLength = 160;

    private static readonly MarkdownPipeline _markdown = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    private static readonly Dictionary<(string Language, string Name), HelpBook> _books = PageLanguage.All
        .SelectMany(language => Names.Select(name => (Key: (language.Name, name), Book: Read(language.Name, name))))
        .ToDictionary(found => found.Key, found => found.Book);

    /// <summary>Whom there is help for.</summary>
    public static IReadOnlyList<string> Names => ["operator", "manager", "administrator", "integrator"];

    /// <summary>Every page in one language.</summary>
    public static IReadOnlyList<HelpBook> In(string language) => [.. Names.Select(name => _books[(language, name)])];

    /// <summary>One page; null = there is none of this name.</summary>
    public static HelpBook? Find(string language, string name) => _books.GetValueOrDefault((language, name));

    /// <summary>
    /// The tasks in which every word occurs, headings first. Whichever language the words are of, the answer is in the reader's.
    /// </summary>
    public static IReadOnlyList<HelpHit> Search(string language, string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var stems = Word().Matches(SearchForm.Of(query)).Select(word => StemOf(word.Value)).ToList();
        return stems is []
            ? []
            : [.. PageLanguage.All
                .SelectMany(known => In(known.Name).SelectMany(book => book.Sections), (known, section) => (Section: section, Rank: Rank(section, stems, known.Name == language)))
                .Where(found => found.Rank > 0)
                .GroupBy(found => found.Section.Address)
                .OrderByDescending(same => same.Max(found => found.Rank))
                .Select(same => Own(same.First().Section))
                .Select(section => new HelpHit(section, ExcerptOf(section.Text, stems)))];

        HelpSection Own(HelpSection section) => _books[(language, section.Book)].Sections.Single(own => own.Anchor == section.Anchor);
    }

    private static int Rank(HelpSection section, List<string> stems, bool isOwn)
    {
        var (title, text) = (SearchForm.Of(section.Title), SearchForm.Of(section.Text));
        return (stems.TrueForAll(title.Contains), stems.TrueForAll(stem => title.Contains(stem) || text.Contains(stem)), isOwn) switch
        {
            (true, _, true) => 4,
            (true, _, false) => 3,
            (false, true, true) => 2,
            (false, true, false) => 1,
            _ => 0,
        };
    }

    // Endings change with the case and the number; what is left of a word still tells it from others.
    private static string StemOf(string word) => word.Length switch { >= 7 => word[..^2], >= 4 => word[..^1], _ => word };

    private static string ExcerptOf(string text, List<string> stems)
    {
        var folded = SearchForm.Of(text);
        var first = stems.Select(stem => folded.IndexOf(stem, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = first < ExcerptLength / 2 ? 0 : text.LastIndexOf(' ', first - (ExcerptLength / 4)) + 1;
        var end = Math.Min(text.Length, start + ExcerptLength);
        return $"{(start > 0 ? "…" : "")}{text[start..end].Trim()}{(end < text.Length ? "…" : "")}";
    }

    private static HelpBook Read(string language, string name)
    {
        var file = $"help/{language}/{name}.md";
        using var stream = typeof(HelpBooks).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not in the program.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var headings = Heading().Matches(text);
        var (title, lead) = Head(text[..(headings is [{ } first, ..] ? first.Index : text.Length)]);
        return new HelpBook(name, title, Markdown.ToHtml(lead, _markdown), [.. headings.Select((heading, index) =>
        {
            var body = text[(heading.Index + heading.Length)..(index + 1 < headings.Count ? headings[index + 1].Index : text.Length)];
            return new HelpSection(
                name, heading.Groups["anchor"].Value, heading.Groups["title"].Value, Markdown.ToHtml(body, _markdown),
                Blanks().Replace(Markdown.ToPlainText(body, _markdown), " ").Trim());
        })]);

        static (string Title, string Lead) Head(string head) =>
            head.Split('\n', 2) is [['#', ' ', .. var title], var lead] ? (title.Trim(), lead) : throw new InvalidOperationException("A page of help begins with its title.");
    }

    [GeneratedRegex(@"^## (?<title>.+?) \{#(?<anchor>[a-z0-9-]+)\}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
