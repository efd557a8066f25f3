using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MiniDelivery.Load;

/// <summary>The floor below any web program: Kestrel that reads the body and answers a fixed one, in a process of its own.</summary>
internal static class BareServer
{
    /// <summary>How this process is told to be it.</summary>
    public const string Name = "bare-server";

    /// <summary>Listens until it is killed.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var answer = await File.ReadAllBytesAsync(options.Text("answer"), cancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Number("port", 0)));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
