using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Sends requests that need the licence XMLSaveOrder. Under the lifetime licence they go as they are; under a subscription each
/// carries a number, and number and bytes are written down before they are sent (RK7 protocol digest, section 8).
/// </summary>
internal sealed partial class Rk7Licensed(ILicenseSequence sequence, RestaurantId restaurant)
{
    private const string UnknownInstance = "rk7-5304";
    private const string WrongNumber = "rk7-5305";
    private const string NumberUsed = "rk7-5310";

    /// <summary>Sends one request.</summary>
    /// <param name="package">What makes a repeat of the request a repeat.</param>
    /// <param name="request">The request without its licence.</param>
    /// <param name="tell">Sends it, once.</param>
    public async Task<TillAnswer<Rk7Answer>> TellAsync(
        TillOptions till,
        Guid package,
        XElement request,
        Func<XElement, Task<TillAnswer<Rk7Answer>>> tell,
        CancellationToken cancellationToken)
    {
        if (till.LicenseAnchor is "")
        {
            return await tell(request);
        }

        await using var turn = await sequence.EnterAsync(restaurant, cancellationToken);
        if (turn is null)
        {
            return new TillAnswer<Rk7Answer>.Later(new TillTrouble(TillTroubles.LicenseBusy, "Another licensed request is still under way."));
        }

        // The same bytes under the same number: if the first one counted, the till answers from its memory and does nothing again.
        var sent = turn.Pending is { } pending && pending.PackageGuid == package
            ? pending
            : new PendingRequest(NumberFor(turn), package, Licensed(till, turn, NumberFor(turn), request));
        await turn.IntendAsync(sent);
        var answer = await tell(XElement.Parse(sent.Xml));
        switch (answer)
        {
            case TillAnswer<Rk7Answer>.Done:
                await turn.SettleAsync(sent.Number + 1);
                return answer;
            case TillAnswer<Rk7Answer>.Refused { Trouble: { Code: UnknownInstance or WrongNumber or NumberUsed } trouble }:
                // It never proves that the request before it failed: the order is looked at before anything is sent again.
                await turn.SettleAsync(Resynchronised(trouble, sent.Number));
                return new TillAnswer<Rk7Answer>.NoIdea(trouble);
            case TillAnswer<Rk7Answer>.Refused or TillAnswer<Rk7Answer>.Later:
                // Whether a refused request uses its number up is not known. If it does, a repeat under it would hear the old "no"
                // for ever; if it does not, the till names the right number next time.
                await turn.SettleAsync(sent.Number + 1);
                return answer;
            case TillAnswer<Rk7Answer>.NotSent:
                await turn.SettleAsync(sent.Number);
                return answer;
            default:
                return answer;
        }
    }

    // Somebody else's request is pending: it may have counted, so its number is not used for another one.
    private static long NumberFor(ILicenseTurn turn) => turn.Pending is { } other ? other.Number + 1 : turn.NextNumber;

    private static string Licensed(TillOptions till, ILicenseTurn turn, long number, XElement request)
    {
        var licensed = new XElement(request);
        licensed.Element("RK7CMD")!.AddFirst(new XElement(
            "LicenseInfo",
            new XAttribute("anchor", till.LicenseAnchor),
            new XAttribute("licenseToken", till.LicenseToken),
            new XElement(
                "LicenseInstance",
                new XAttribute("guid", Rk7Format.Write(turn.InstanceGuid)),
                new XAttribute("seqNumber", Rk7Format.Write(number)))));
        return licensed.ToString(SaveOptions.DisableFormatting);
    }

    // 5305 names the numbers it would take, "[1, 2]": the last used and the next. 5310 wants a larger one, 5304 a beginning.
    private static long Resynchronised(TillTrouble trouble, long sent) => trouble.Code switch
    {
        UnknownInstance => 0,
        WrongNumber => Numbers().Matches(trouble.Text) is [.., var last] ? long.Parse(last.Value, CultureInfo.InvariantCulture) : sent + 1,
        _ => sent + 1,
    };

    [GeneratedRegex(@"\d+(?=[,\d\s]*\])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
