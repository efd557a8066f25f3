using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// Wraps what the commands answered. With RK7CMD everything stands on the root; with RK7Command and RK7Command2 the root
/// keeps the server's attributes and each command gets a CommandResult (RK7 protocol digest, section 3 [rec]).
/// </summary>
internal sealed class Envelope(ServerHabits habits, string arrived)
{
    /// <summary>The result of one command before it is wrapped.</summary>
    public sealed record Result(XElement? Command, string Status, int? Code, string Text, long WorkTime, object?[] Content)
    {
        public bool Succeeded => Status is "Ok" or "No changes";
    }

    public static XElement Of(ServerHabits habits, string arrived, string answered, TillRequest request, List<Result> results)
    {
        var envelope = new Envelope(habits, arrived);
        return request.IsSingle ? envelope.Single(results[0], answered) : envelope.Batch(results, answered);
    }

    private XElement Single(Result result, string answered)
    {
        var root = Root(result.Status, result.Succeeded ? 1 : 0);
        Fill(root, result, answered);
        return root;
    }

    private XElement Batch(List<Result> results, string answered)
    {
        // How the root looks when one command fails is not recorded; ours repeats the first failure's Status.
        var failed = results.Find(result => !result.Succeeded);
        var root = Root(failed?.Status ?? "Ok", results.Count(result => result.Succeeded));
        foreach (var result in results)
        {
            var element = new XElement("CommandResult", new XAttribute("Status", result.Status));
            Fill(element, result, answered);
            if (result.Command is { Name.LocalName: "RK7Command2" } source)
            {
                element.Add(new XElement("SourceCommand", new XElement(source)));
            }

            root.Add(element);
        }

        return root;
    }

    private XElement Root(string status, int processed) => new("RK7QueryResult",
        new XAttribute("ServerVersion", habits.ServerVersion),
        new XAttribute("XmlVersion", habits.XmlVersion),
        new XAttribute("NetName", SimulatedTill.NetName),
        new XAttribute("Status", status),
        new XAttribute("Processed", processed),
        habits.Arrival ? new XAttribute("ArrivalDateTime", arrived) : null);

    private static void Fill(XElement element, Result result, string answered)
    {
        element.Add(
            OrderXml.Maybe("CMD", result.Command?.Text("CMD")),
            new XAttribute("ErrorText", result.Text),
            new XAttribute("DateTime", answered),
            new XAttribute("WorkTime", result.WorkTime),
            OrderXml.Maybe("RK7ErrorN", result.Code),
            result.Content);
    }
}
