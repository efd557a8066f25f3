using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>What the API document says beyond the types that the handlers take and give: problems, headers, examples, keys.</summary>
internal static class ApiDocs
{
    private const string ProblemJson = "application/problem+json";

    // Which calls take the header Idempotency-Key.
    private static readonly string[] _withKey = ["createOrder", "cancelOrder"];

    /// <summary>Says in the API document which problems a call may answer with, each with an example.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ApiProblem[] problems) => problems
        .Select(problem => problem.Status).Distinct()
        .Aggregate(route.WithMetadata(new ProblemsOf(problems)), (all, status) => all.Produces<ProblemBody>(status, ProblemJson));

    public static void Describe(this OpenApiOptions document)
    {
        document.ShouldInclude = description => description.GroupName is "v1" && description.HttpMethod != HttpMethods.Head;
        document.AddDocumentTransformer((openApi, _, _) =>
        {
            openApi.Info.Title = "MiniDelivery";
            openApi.Info.Version = "1";
            openApi.Info.Description = "Hands web shops' orders to a restaurant with the r_keeper 7 till. How to begin: /help/shop. What is refused, and why: /problems.";
            // The document is the same wherever it is asked for, whatever name the restaurant's machine has there; only the path is told.
            openApi.Servers = [new OpenApiServer { Url = openApi.Servers is [{ Url: { } asked }, ..] ? new Uri(asked).AbsolutePath : "/" }];
            openApi.Components ??= new OpenApiComponents();
            openApi.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            openApi.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of the form md_<8 letters or digits>_<32 letters or digits>.",
            };
            openApi.Components.SecuritySchemes["keyHeader"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "The same key for who cannot send Authorization.",
            };
            openApi.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", openApi)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("keyHeader", openApi)] = [] },
            ];
            return Task.CompletedTask;
        });
        document.AddSchemaTransformer((schema, context, _) =>
        {
            // The serializer would take numbers as text; the readers of our bodies do not, and no answer has them so.
            if (schema.Type is { } type && (type & (JsonSchemaType.Number | JsonSchemaType.Integer)) is not 0)
            {
                schema.Type = type & ~JsonSchemaType.String;
                schema.Pattern = null;
            }

            if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: false) is [AllowedValuesAttribute allowed])
            {
                schema.Type = JsonSchemaType.String;
                schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
            }

            return Task.CompletedTask;
        });
        document.AddOperationTransformer((operation, context, _) =>
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var problems = context.Description.ActionDescriptor.EndpointMetadata.OfType<ProblemsOf>().SelectMany(some => some.Problems).ToList();
            AddProblems(operation, problems, json);
            AddHeaders(operation, context.Description.HttpMethod == HttpMethods.Get);
            AddExamples(operation, context.ApplicationServices, json);
            return Task.CompletedTask;
        });
    }

    private static void AddProblems(OpenApiOperation operation, List<ApiProblem> problems, JsonSerializerOptions json)
    {
        foreach (var group in problems.GroupBy(problem => problem.Status))
        {
            var response = Response(operation, group.Key);
            response.Description = string.Join(" · ", group.Select(problem => problem.Title).Distinct());
            // One code may be told for several reasons: the second example of it is named code-2.
            response.Content![ProblemJson].Examples = group
                .GroupBy(problem => problem.Code)
                .SelectMany(same => same.Select((problem, index) => (Name: index is 0 ? same.Key : $"{same.Key}-{index + 1}", Problem: problem)))
                .ToDictionary(
                    named => named.Name,
                    IOpenApiExample (named) => new OpenApiExample { Summary = named.Problem.Title, Value = JsonSerializer.SerializeToNode(named.Problem.Example, json) });
            if (group.Any(problem => problem.RetryAfterSeconds is not null))
            {
                Header(response, "Retry-After", "In how many seconds it is worth another try.", group.All(problem => problem.RetryAfterSeconds is not null), JsonSchemaType.Integer);
            }

            if (group.Key is StatusCodes.Status401Unauthorized)
            {
                Header(response, "WWW-Authenticate", "Bearer.");
            }
        }
    }

    private static void AddHeaders(OpenApiOperation operation, bool isRead)
    {
        // Whoever has shown a key is told what is left of its minute; not where nobody has looked at the key yet (415), and not
        // always where something broke (503).
        foreach (var (status, told) in operation.Responses!.Where(response => response.Key is not ("401" or "415")))
        {
            var response = (OpenApiResponse)told;
            Header(response, "RateLimit", "What is left: r calls, and all of them again in t seconds.", status is not "503");
            Header(response, "RateLimit-Policy", "How many calls a key may make: q in w seconds.", status is not "503");
        }

        foreach (var (status, _) in operation.Responses!.Where(response => response.Key is "200" or "201" or "202" or "304" && operation.OperationId is not "checkOrder"))
        {
            var response = (OpenApiResponse)operation.Responses![status];
            Header(response, "ETag", isRead ? "What is sent as If-None-Match the next time." : "The order's version.");
            if (status is "201")
            {
                Header(response, "Location", "Where the order is read.");
            }

            if (_withKey.Contains(operation.OperationId))
            {
                Header(response, IdempotencyKeys.Replayed, "true when nothing was done because the same was done before.", isAlways: false);
            }

            if (status is "304")
            {
                response.Description = "What you have still holds.";
            }
        }

        if (isRead)
        {
            Parameter(operation, "If-None-Match", "ETags that you have, or *: 304 without a body while one still holds.");
        }

        if (_withKey.Contains(operation.OperationId))
        {
            Parameter(operation, IdempotencyKeys.Header, "1 to 255 visible ASCII characters. The first answer is kept for 24 hours and given again to the same call; another call with the key is refused.");
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Name is "limit") ?? [])
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = JsonValue.Create(50) };
        }
    }

    private static void AddExamples(OpenApiOperation operation, IServiceProvider services, JsonSerializerOptions json)
    {
        var examples = new ApiExamples(services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider);
        if (operation.RequestBody?.Content is { } bodies && bodies.TryGetValue("application/json", out var body) && examples.RequestOf(operation.OperationId!) is { } request)
        {
            body.Example = request;
        }

        foreach (var status in new[] { "200", "201", "202" })
        {
            if (operation.Responses!.TryGetValue(status, out var response) && response.Content is { } answers && answers.TryGetValue("application/json", out var content)
                && examples.AnswerOf(operation.OperationId!, status) is { } answer)
            {
                content.Example = JsonSerializer.SerializeToNode(answer, json);
            }
        }
    }

    private static OpenApiResponse Response(OpenApiOperation operation, int status) =>
        (OpenApiResponse)operation.Responses![status.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    private static void Header(OpenApiResponse response, string name, string description, bool isAlways = true, JsonSchemaType type = JsonSchemaType.String)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Required = isAlways, Schema = new OpenApiSchema { Type = type } };
    }

    private static void Parameter(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private sealed record ProblemsOf(IReadOnlyList<ApiProblem> Problems);
}

/// <summary>A problem (RFC 9457).</summary>
/// <param name="Type">Address of the page that explains it: <c>/problems/&lt;code&gt;</c>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What it is this time, and what to do.</param>
/// <param name="Code">Stable name of the cause.</param>
/// <param name="TraceId">Under which the restaurant's log has it.</param>
/// <param name="Errors">Everything that is wrong with what was sent; only with validation-failed.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string? Detail, string Code, string TraceId, IReadOnlyList<FieldError>? Errors = null);
