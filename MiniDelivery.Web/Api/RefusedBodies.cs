using System.Buffers;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>
/// Hands what a shop was refused to the inbox, once the shop has its answer: what of the body has not been read yet is read then, and
/// neither a slow sender nor a full disk is felt by anybody.
/// </summary>
internal static class RefusedBodies
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    extension(InboxWriter inbox)
    {
        /// <summary>Answers with the problem, and keeps the body behind it.</summary>
        public IResult Refuse(Shop shop, ApiProblem problem, TimeProvider time) => new Refusal(inbox, shop, problem, time);
    }

    /// <summary>Reads a kept body as the door does.</summary>
    public static BodyReading Read(ReadOnlyMemory<byte> body)
    {
        var (draft, problem) = JsonBody.Read(body, OrderBodyReader.Read);
        return new BodyReading(draft, problem?.Code, problem is null ? [] : FaultsOf(problem));
    }

    private static IReadOnlyList<InboxFault> FaultsOf(ApiProblem problem) =>
        problem.Errors is { } errors ? [.. errors.Select(error => new InboxFault(error.Pointer, error.Code, error.Message))]
        : [new InboxFault("", problem.Code, problem.Detail ?? problem.Title)];

    // Whatever goes wrong while it is read (the sender is gone, it promised more than it sends), what has come is kept.
    private static async Task<(byte[] Body, bool IsTruncated)> ReadAsync(HttpRequest request, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(_patience, time);
        var read = new byte[InboxItem.MostBytes];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await request.BodyReader.ReadAsync(patience.Token);
                var taken = part.Buffer.Slice(0, Math.Min(part.Buffer.Length, read.Length - length));
                taken.CopyTo(read.AsSpan(length));
                length += (int)taken.Length;
                var isMore = part.Buffer.Length > taken.Length;
                request.BodyReader.AdvanceTo(part.Buffer.End);
                if (isMore || part.IsCompleted || part.IsCanceled)
                {
                    return (read[..length], isMore);
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or BadHttpRequestException or InvalidOperationException)
        {
            return (read[..length], true);
        }
    }

    private sealed record Refusal(InboxWriter Inbox, Shop Shop, ApiProblem Problem, TimeProvider Time) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await Problem.ExecuteAsync(httpContext);

            // Sent to its end: only then, and not in OnCompleted, where Kestrel has closed the body already, is the rest read.
            await httpContext.Response.CompleteAsync();
            var request = httpContext.Request;
            var (body, isTruncated) = await ReadAsync(request, Time);
            if (body is not [])
            {
                Inbox.Offer(new RefusedBody(Shop.Restaurant, Shop.Source, request.ContentType, body, isTruncated, Problem.Code, FaultsOf(Problem)));
            }
        }
    }
}
