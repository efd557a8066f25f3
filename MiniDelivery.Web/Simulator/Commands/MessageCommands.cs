using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>Pop-ups at the stations (RK7 protocol digest, section 7.5).</summary>
internal static class MessageCommands
{
    public static CommandAnswer WaiterMessage(TillBook book, XElement command)
    {
        var text = command.DemandText("text");
        var type = command.DemandText("messageType");
        // Optional by the schema, demanded by the server [skill].
        var expires = command.Time("expireTime") ?? throw TillRefusedException.MissingAttribute(command, "expireTime");
        var message = new TillMessage
        {
            Text = text.ReplaceLineEndings(" "),
            Type = type,
            ExternalId = command.Text("external_id"),
            OnDeleteUrl = command.Text("ondeleteurl"),
            Station = book.Habits.StationMessages ? book.Find(command, "Station", Refs.Stations)?.Ident : null,
            Waiter = book.Find(command, "Waiter", Refs.Employees)?.Ident,
            Order = command.Element("Order") is null ? null : OrderCommands.Named(book, command).Guid,
            CreatedAt = book.Now,
            ExpiresAt = book.FromLocal(expires),
        };
        message.Id = book.State.NextMessageId++;
        book.State.Messages.Add(message);
        book.MarkChanged();
        return new CommandAnswer(new XElement("Message", new XAttribute("id", message.Id)));
    }

    public static CommandAnswer GetWaiterMessages(TillBook book, XElement command)
    {
        var station = book.Find(command, "Station", Refs.Stations)?.Ident;
        var waiter = book.Find(command, "Waiter", Refs.Employees)?.Ident;
        return new CommandAnswer(book.State.Messages
            .Where(message => (station is null || message.Station is null || message.Station == station)
                && (waiter is null || message.Waiter is null || message.Waiter == waiter))
            .Select(message => Write(book, message)));
    }

    public static CommandAnswer DelWaiterMessages(TillBook book, XElement command)
    {
        command.Demand("Message");
        var wanted = command.Elements("Message")
            .Select(message => (Id: message.Number("id"), ExternalId: message.Text("external_id"))).ToList();
        var removed = book.State.Messages.RemoveAll(message => wanted.Any(one =>
            one.Id == message.Id || (!string.IsNullOrEmpty(one.ExternalId) && one.ExternalId == message.ExternalId)));
        if (removed > 0)
        {
            book.MarkChanged();
        }

        return new CommandAnswer();
    }

    private static XElement Write(TillBook book, TillMessage message) => new("Message",
        new XAttribute("id", message.Id),
        new XAttribute("text", message.Text),
        new XAttribute("messageType", message.Type),
        OrderXml.Maybe("external_id", message.ExternalId),
        OrderXml.Maybe("ondeleteurl", message.OnDeleteUrl),
        new XAttribute("createTime", book.Local(message.CreatedAt)),
        new XAttribute("expireTime", book.Local(message.ExpiresAt)),
        message.Station is { } station ? OrderXml.Named("Station", book.Menu.Item(Refs.Stations, station)) : null,
        message.Waiter is { } waiter ? OrderXml.Named("Waiter", book.Menu.Item(Refs.Employees, waiter)) : null,
        message.Order is { } guid ? new XElement("Order", new XAttribute("guid", guid)) : null);
}
