using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>
/// The two order lists, which say nearly the same under different names, and the receipts (RK7 protocol digest,
/// section 6.3; names from resGetOrderList and resGetOrderList2 [xsd]).
/// </summary>
internal static class ListCommands
{
    public static CommandAnswer GetOrderList2(TillBook book, XElement command) =>
        List(book, command, (visit, orders) => new XElement("Visit",
            new XAttribute("visit", visit.Id),
            new XAttribute("guid", visit.Guid),
            new XAttribute("finished", OrderXml.Bit(visit.Finished)),
            OrderXml.Named("GuestType", book.Menu.Item(Refs.GuestTypes, visit.GuestType)),
            OrderXml.Guests(visit),
            new XElement("Orders", orders.Select(order => Order2(book, order)))));

    public static CommandAnswer GetOrderList(TillBook book, XElement command)
    {
        var needs = (
            Ids: command.Flag("needIdents", true), Codes: command.Flag("needCodes", true), Names: command.Flag("needNames", false));
        return List(book, command, (visit, orders) => new XElement("Visit",
            new XAttribute("VisitID", visit.Id),
            new XAttribute("guid", visit.Guid),
            new XAttribute("Finished", OrderXml.Bit(visit.Finished)),
            new XAttribute("GuestsCount", visit.GuestCount ?? visit.Guests.Count),
            new XElement("Orders", orders.Select(order => Order1(book, order, needs)))));
    }

    public static CommandAnswer GetReceiptList(TillBook book, XElement command)
    {
        var only = command.Element("Order") is null ? null : OrderCommands.Named(book, command).Guid;
        var receipts = book.State.Receipts.Where(receipt => only is null || receipt.Order == only)
            .Select(receipt => (Receipt: receipt, Order: book.Find(receipt.Order)))
            .Where(pair => pair.Order is not null).ToList();
        return new CommandAnswer(new XElement("ReceiptsList",
            new XAttribute("count", receipts.Count),
            new XAttribute("lastversion", book.State.NextReceipt),
            receipts.Select(pair => new XElement("Receipt",
                new XAttribute("line_guid", pair.Receipt.LineGuid),
                new XAttribute("checknum", pair.Receipt.Number),
                new XAttribute("sum", pair.Receipt.Sum),
                new XAttribute("state", 6),
                new XAttribute("printtime", book.Local(pair.Receipt.At)),
                new XElement("Order",
                    new XAttribute("guid", pair.Order!.Guid), new XAttribute("visit", pair.Order.Visit),
                    new XAttribute("orderIdent", pair.Order.Ident), new XAttribute("url", OrderXml.Url(pair.Order)))))));
    }

    private static CommandAnswer List(TillBook book, XElement command, Func<TillVisit, List<TillOrder>, XElement> write)
    {
        var version = new XAttribute("lastversion", book.State.ListVersion);
        var table = book.Find(command, "Table", Refs.Tables)?.Ident;
        var waiter = book.Find(command, "Waiter", Refs.Employees)?.Ident;
        var onlyOpened = command.Word("onlyOpened", false);
        if (command.Text("lastversion") == book.State.ListVersion.ToString(CultureInfo.InvariantCulture))
        {
            return new CommandAnswer(version) { Status = "No changes" };
        }

        var orders = book.State.Orders
            .Where(order => order.Listed
                && !(onlyOpened && order.Finished)
                && (table is null || order.Table == table)
                && (waiter is null || order.Waiter == waiter))
            .ToLookup(order => order.Visit);
        return new CommandAnswer(version, book.State.Visits
            .Where(visit => orders.Contains(visit.Id))
            .Select(visit => write(visit, [.. orders[visit.Id]])));
    }

    private static XElement Order2(TillBook book, TillOrder order)
    {
        var menu = book.Menu;
        var sums = Pricing.Of(order, menu);
        return new XElement("Order",
            new XAttribute("visit", order.Visit),
            new XAttribute("orderIdent", order.Ident),
            new XAttribute("guid", order.Guid),
            new XAttribute("url", OrderXml.Url(order)),
            new XAttribute("version", order.Version),
            new XAttribute("crc32", order.Crc),
            OrderXml.Maybe("persistentComment", order.Comment),
            OrderXml.Maybe("nonPersistentComment", order.PassingComment),
            new XAttribute("openTime", book.Local(order.OpenedAt)),
            OrderXml.Maybe("FinishTime", order.FinishedAt is { } finished ? book.Local(finished) : null),
            OrderXml.Maybe("holder", order.Holder),
            new XAttribute("orderName", order.Name),
            new XAttribute("locked", OrderXml.Bit(book.HeldBy(order) is not null)),
            new XAttribute("deleted", OrderXml.Bit(order.Deleted)),
            new XAttribute("orderSum", sums.Sum),
            new XAttribute("prepaySum", sums.Prepaid),
            new XAttribute("promisedSum", sums.Promised),
            new XAttribute("discountSum", sums.DiscountSum),
            new XAttribute("unpaidSum", sums.Unpaid),
            new XAttribute("totalPieces", sums.Pieces),
            new XAttribute("paid", OrderXml.Bit(order.Paid)),
            new XAttribute("finished", OrderXml.Bit(order.Finished)),
            OrderXml.Maybe("billTime", order.BilledAt is { } billed ? book.Local(billed) : null),
            OrderXml.Named("Creator", menu.Item(Refs.Employees, order.Creator)),
            OrderXml.Named("Waiter", menu.Item(Refs.Employees, order.Waiter)),
            OrderXml.Named("OrderCategory", menu.Item(Refs.OrderCategories, order.Category)),
            OrderXml.Named("OrderType", menu.Item(Refs.OrderTypes, order.Type)),
            OrderXml.Named("Table", menu.Item(Refs.Tables, order.Table)),
            LockedBy(book, order),
            OrderXml.Props(order));
    }

    private static XElement Order1(TillBook book, TillOrder order, (bool Ids, bool Codes, bool Names) needs)
    {
        var menu = book.Menu;
        var sums = Pricing.Of(order, menu);
        IEnumerable<XAttribute> Reference(string prefix, RefItem item)
        {
            if (needs.Ids)
            {
                yield return new XAttribute(prefix + "ID", item.Ident);
            }

            if (needs.Codes)
            {
                yield return new XAttribute(prefix + "Code", item.Code);
            }

            if (needs.Names)
            {
                yield return new XAttribute(prefix + "Name", item.Name);
            }
        }

        return new XElement("Order",
            new XAttribute("OrderID", order.Ident),
            new XAttribute("OrderName", order.Name),
            new XAttribute("guid", order.Guid),
            new XAttribute("url", OrderXml.Url(order)),
            new XAttribute("Version", order.Version),
            new XAttribute("crc32", order.Crc),
            new XAttribute("locked", OrderXml.Bit(book.HeldBy(order) is not null)),
            new XAttribute("OrderSum", sums.Sum),
            new XAttribute("ToPaySum", sums.Unpaid),
            new XAttribute("PrepaySum", sums.Prepaid),
            new XAttribute("PromisedSum", sums.Promised),
            new XAttribute("PriceListSum", order.Sessions.SelectMany(session => session.Lines).Sum(Pricing.ListAmount)),
            new XAttribute("TotalPieces", sums.Pieces),
            new XAttribute("CreateTime", book.Local(order.OpenedAt)),
            OrderXml.Maybe("FinishTime", order.FinishedAt is { } finished ? book.Local(finished) : null),
            new XAttribute("Finished", OrderXml.Bit(order.Finished)),
            new XAttribute("Bill", OrderXml.Bit(order.BilledAt is not null)),
            OrderXml.Maybe("BillTime", order.BilledAt is { } billed ? book.Local(billed) : null),
            OrderXml.Maybe("dontcheckLicense", order.Hidden ? 1 : null),
            Reference("Table", menu.Item(Refs.Tables, order.Table)),
            Reference("Waiter", menu.Item(Refs.Employees, order.Waiter)),
            Reference("OrderCateg", menu.Item(Refs.OrderCategories, order.Category)),
            Reference("OrderType", menu.Item(Refs.OrderTypes, order.Type)),
            LockedBy(book, order),
            order.ExtSource is null && order.ExtId is null
                ? null
                : new XElement("ExternalID",
                    new XAttribute("ExtSource", order.ExtSource ?? ""), new XAttribute("ExtID", order.ExtId ?? "")));
    }

    private static IEnumerable<XElement> LockedBy(TillBook book, TillOrder order)
    {
        if (book.HeldBy(order) is not var (station, person))
        {
            yield break;
        }

        if (person is not null)
        {
            yield return OrderXml.Named("LockedByWaiter", person);
        }

        if (station is not null)
        {
            yield return OrderXml.Named("LockedByStation", station);
        }
    }
}
