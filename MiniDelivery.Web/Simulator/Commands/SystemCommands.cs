using System.Globalization;
using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>What the server says about itself (RK7 protocol digest, section 6.1).</summary>
internal static class SystemCommands
{
    private static readonly DateTime _delphiZero = new(1899, 12, 30);

    public static CommandAnswer GetSystemInfo(TillBook book, XElement command)
    {
        var info = new XElement("SystemInfo",
            new XAttribute("SystemTime", (long)(book.LocalNow - _delphiZero).TotalMilliseconds),
            new XAttribute("ReqSysVer", 0),
            new XAttribute("ProcessID", 4711));
        if (!book.Habits.FullSystemInfo)
        {
            info.Add(new XAttribute("NetName", SimulatedTill.NetName));
            return new CommandAnswer(info);
        }

        info.Add(
            new XAttribute("ShiftDate", Date(book).ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
            new XAttribute("RestCode", SimulatorMenu.RestaurantCode),
            Place(book));
        return new CommandAnswer(info);
    }

    public static CommandAnswer GetSystemInfo2(TillBook book, XElement command)
    {
        var shift = book.State.Shift;
        // A shift that is refused as too old says so itself.
        var created = book.Local(shift.CreatedAt.AddDays(book.Switches.ShiftTooOld ? -2 : 0));
        return new CommandAnswer(new XElement("SystemInfo",
            new XAttribute("ProcessID", 4711),
            new XAttribute("RestCode", SimulatorMenu.RestaurantCode),
            new XAttribute("SystemTime", (long)(book.LocalNow - _delphiZero).TotalMilliseconds),
            Place(book),
            new XElement("CommonShift",
                new XAttribute("ShiftDate", Date(book).ToString("yyyy-MM-dd'T'00:00:00", CultureInfo.InvariantCulture)),
                new XAttribute("ShiftNum", shift.Number),
                new XAttribute("ShiftStartTime", created),
                new XAttribute("ShiftCreateTime", created))));
    }

    public static CommandAnswer GetFunctions(TillBook book, XElement command) => new(
        CommandTable.Announced(book.Habits).Select(name => new XElement("Query",
            new XAttribute("name", name), new XAttribute("deprecated", OrderXml.Bit(name is "GetOrderList")))));

    private static DateTime Date(TillBook book) => DateTime.Parse(
        book.Local(book.State.Shift.CreatedAt), CultureInfo.InvariantCulture, DateTimeStyles.None).Date;

    private static XElement[] Place(TillBook book) =>
    [
        OrderXml.Named("CashGroup", book.Menu.Item(Refs.CashGroups, SimulatorMenu.CashGroup)),
        OrderXml.Named("Restaurant", book.Menu.Item(Refs.Restaurants, SimulatorMenu.Restaurant)),
    ];
}
