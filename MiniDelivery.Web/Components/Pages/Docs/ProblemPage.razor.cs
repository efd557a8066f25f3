using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Components.Pages.Docs;

/// <summary>What <c>type</c> of a problem leads to: why it happens, what to do, and how the answer looks.</summary>
public sealed partial class ProblemPage(IStringLocalizer<ProblemPage> localizer) : ComponentBase
{
    private static readonly JsonSerializerOptions _readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Which.</summary>
    [Parameter]
    [EditorRequired]
    public required string Code { get; set; }

    /// <summary>What the page is asked with.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    private ApiProblem? Problem => ApiProblems.All.FirstOrDefault(problem => problem.Code == Code);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Problem is null)
        {
            // Not before the answer begins: a 404 that has nothing to say yet would be given the common page for unknown addresses.
            var response = HttpContext.Response;
            response.OnStarting(() =>
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }

    private static string Example(ApiProblem problem) => JsonSerializer.Serialize(problem.Example, _readable);
}
