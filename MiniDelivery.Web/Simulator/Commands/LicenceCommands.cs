using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Licences of the XML interface and their sequence numbers (RK7 protocol digest, section 8).</summary>
internal static class LicenceCommands
{
    public static CommandAnswer CheckLicense(TillBook book, XElement command)
    {
        // Asks for a key on the restaurant; a subscription lives in the requests and is not seen here ([inf]).
        var licence = command.DemandText("license");
        return book.Switches.Licence is LicenceProfile.Lifetime && licence is "XMLSaveOrder"
            ? new CommandAnswer()
            : throw NoLicence(licence);
    }

    public static CommandAnswer GetSeqNumber(TillBook book, XElement command)
    {
        var info = command.Demand("LicenseInfo");
        var guid = InstanceGuid(info.Demand("LicenseInstance"));
        Demand(book, info);
        var instance = book.State.Instances.GetValueOrDefault(guid) ?? throw TillRefusedException.UnknownInstance(guid);
        return new CommandAnswer(new XElement("LicenseInfo",
            new XAttribute("anchor", book.Switches.LicenceAnchor),
            new XAttribute("licenseToken", book.Switches.LicenceToken),
            new XElement("LicenseInstance", new XAttribute("guid", guid), new XAttribute("seqNumber", instance.LastNumber + (book.Switches.SequenceAnswer is SequenceAnswer.Next ? 1 : 0)))));
    }

    /// <summary>
    /// Runs a licensed command: refuses it without a licence, and answers the repeat of an identical request from memory
    /// without executing it again [xsd]. "Identical" is taken strictly here, byte for byte.
    /// </summary>
    public static CommandAnswer Guard(TillBook book, XElement command, Func<TillBook, XElement, CommandAnswer> run)
    {
        switch (book.Switches.Licence)
        {
            case LicenceProfile.None:
                throw NoLicence("XMLSaveOrder");
            case LicenceProfile.Expired:
                throw TillRefusedException.Executing(null, "License check error: срок действия лицензии истёк");
            case LicenceProfile.Lifetime:
                return run(book, command);
            case LicenceProfile.Subscription:
                break;
        }

        var info = command.Element("LicenseInfo") ?? throw NoLicence("XMLSaveOrder");
        Demand(book, info);
        var named = info.Demand("LicenseInstance");
        var guid = InstanceGuid(named);
        var number = named.DemandNumber("seqNumber");
        var request = command.Annotation<RequestHash>()?.Value ?? "";
        var instance = book.State.Instances.GetValueOrDefault(guid);
        if (instance is null)
        {
            if (number is not 0)
            {
                throw TillRefusedException.UnknownInstance(guid);
            }

            DemandRoomToday(book);
        }
        else if (number == instance.LastNumber)
        {
            return request == instance.LastRequest && !book.Switches.AnswersForgotten ? Replay(instance) : throw TillRefusedException.NumberNotRaised();
        }
        else if (number != instance.LastNumber + 1)
        {
            throw TillRefusedException.WrongNumber(instance.LastNumber);
        }

        return Run(book, command, run, instance ?? new LicenceInstance { FirstSeenAt = book.Now }, guid, number, request);
    }

    private static CommandAnswer Run(
        TillBook book, XElement command, Func<TillBook, XElement, CommandAnswer> run, LicenceInstance instance,
        string guid, int number, string request)
    {
        void Remember(XElement answer)
        {
            instance.LastNumber = number;
            instance.LastRequest = request;
            instance.LastAnswer = answer.ToString(SaveOptions.DisableFormatting);
            book.State.Instances[guid] = instance;
            book.MarkChanged();
        }

        try
        {
            var answer = run(book, command);
            Remember(new XElement("Answer", answer.Content));
            return answer;
        }
        catch (TillRefusedException refused) when (book.Switches.FailureUsesNumber)
        {
            Remember(new XElement("Refused",
                new XAttribute("code", refused.Code ?? 0), new XAttribute("text", refused.Message), refused.Lines));
            throw;
        }
    }

    private static CommandAnswer Replay(LicenceInstance instance)
    {
        var answer = XElement.Parse(instance.LastAnswer);
        if (answer.Name.LocalName is "Answer")
        {
            return new CommandAnswer(answer.Attributes().ToList(), answer.Elements().ToList());
        }

        var code = (int)answer.Attribute("code")!;
        var lines = answer.Elements().ToList();
        throw lines is []
            ? TillRefusedException.Executing(code is 0 ? null : code, (string)answer.Attribute("text")!)
            : TillRefusedException.OfLines(lines);
    }

    private static void Demand(TillBook book, XElement info)
    {
        switch (book.Switches.Licence)
        {
            case LicenceProfile.None:
                throw NoLicence("XMLSaveOrder");
            case LicenceProfile.Expired:
                throw TillRefusedException.Executing(null, "License check error: срок действия лицензии истёк");
            case LicenceProfile.Lifetime:
                return;
            case LicenceProfile.Subscription when info.Text("anchor") != book.Switches.LicenceAnchor
                || info.Text("licenseToken") != book.Switches.LicenceToken:
                throw TillRefusedException.BadAnchor();
            case LicenceProfile.Subscription:
                return;
        }
    }

    private static void DemandRoomToday(TillBook book)
    {
        var today = book.State.Instances.Values.Count(one => one.FirstSeenAt > book.Now.AddDays(-1));
        if (today >= book.Switches.InstancesPerDay)
        {
            throw TillRefusedException.Executing(null, "License check error: превышено число инстансов лицензии");
        }
    }

    // Blank or braces by the schema; without braces works as well [woo] [waiter].
    private static string InstanceGuid(XElement instance) =>
        instance.Braced("guid") ?? throw TillRefusedException.MissingAttribute(instance, "guid");

    private static TillRefusedException NoLicence(string licence) =>
        TillRefusedException.Executing(null, $"License check error: нет лицензии {licence}");
}

/// <summary>The fingerprint of the request a command came in, tied to its element.</summary>
internal sealed record RequestHash(string Value);
