using System.Globalization;
using System.Xml.Linq;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// A command that the till refuses: becomes the answer's Status, RK7ErrorN and ErrorText. An exception, and not a value,
/// because a refusal may come from the depth of reading a nested request and always ends the whole command.
/// Texts and numbers are those of the RK7 protocol digest, section 3; the ones marked "ours" there is no source for.
/// </summary>
internal sealed class TillRefusedException : Exception
{
    private TillRefusedException(string status, int? code, string text, IReadOnlyList<XElement>? lines = null)
        : base(text)
    {
        Status = status;
        Code = code;
        Lines = lines ?? [];
    }

    public string Status { get; }

    public int? Code { get; }

    /// <summary>Error elements, one for each line that was refused.</summary>
    public IReadOnlyList<XElement> Lines { get; }

    public static TillRefusedException Parse(string text) => new("Query Parse Error", null, text);

    public static TillRefusedException Bad(string text) => new("Bad Query Parameters", null, text);

    public static TillRefusedException Executing(int? code, string text) => new("Query Executing Error", code, text);

    public static TillRefusedException UnknownCommand(string name) => Bad($"Unknown command {name}");

    public static TillRefusedException MissingElement(string name) => Bad($"Error: child element \"{name}\" not found");

    public static TillRefusedException MissingAttribute(XElement element, string name) =>
        Bad($"Attribute \"{Path(element)}/@{name}\" is not found");

    public static TillRefusedException BadInteger(XElement element, string name, string value) =>
        Bad($"Bad integer attribute {Path(element)}/@{name} value: \"{value}\"");

    public static TillRefusedException NotInReference(string value, string reference) =>
        Bad($"Не найден элемент {value} в коллекции {reference}");

    // No recorded answer: the wording is ours.
    public static TillRefusedException OrderNotFound(string order) => Executing(null, $"Заказ {order} не найден");

    public static TillRefusedException VisitClosed(long visit) =>
        Executing(2128, string.Create(CultureInfo.InvariantCulture, $"Визит {visit} закрыт!"));

    public static TillRefusedException VisitLocked(long visit) => Executing(2129,
        string.Create(CultureInfo.InvariantCulture, $"Визит {visit} не может быть закрыт: заказ заблокирован станцией"));

    public static TillRefusedException ShiftTooOld(int shift) => Executing(2133,
        string.Create(CultureInfo.InvariantCulture, $"Общая смена {shift} была открыта слишком давно. Нужно закрыть"));

    public static TillRefusedException ShiftClosing(bool withCode) => new(
        "Query Parse Error", withCode ? 2172 : null, "UCSERR(2172): В данный момент закрывается общая смена");

    public static TillRefusedException Locked(string station, string person) => Executing(2219,
        $"Не получается заблокировать. Заказ заблокирован другим ключом блокировки (станция {station}, оператор {person})");

    public static TillRefusedException WrongReason(string reason) =>
        Executing(3383, $"Причина \"{reason}\" не предназначена для этой операции");

    public static TillRefusedException NoGuests() => Executing(3444, "Количество гостей не может быть равно нулю");

    public static TillRefusedException UnknownInstance(string guid) => Executing(5304, $"Инстанс {guid} не найден");

    // "именить" is the server's own spelling.
    public static TillRefusedException WrongNumber(int last) => Executing(5305, string.Create(CultureInfo.InvariantCulture,
        $"В инстансе неверно заполнен атрибут SeqNumber. Атрибут должен именить значение из множества [{last}, {last + 1}]."));

    public static TillRefusedException NumberNotRaised() => Executing(5310, "SeqNumber должен быть увеличен");

    public static TillRefusedException BadAnchor() => Executing(null, "Bad license anchor");

    /// <summary>One or more lines that cannot be sold; the whole command fails.</summary>
    public static TillRefusedException OfLines(IReadOnlyList<XElement> lines) =>
        new("Query Executing Error", LineCode, (string)lines[0].Attribute("ErrorText")!, lines);

    /// <summary>
    /// The number of every line error. The schema demands one, but no source names the real numbers: this one is ours,
    /// and a client must not depend on it.
    /// </summary>
    public const int LineCode = 9999;

    public static XElement Line(string text, XElement faulty) => new("Error",
        new XAttribute("RK7ErrorN", LineCode), new XAttribute("ErrorText", text),
        new XElement("FaultyTag", new XElement(faulty)));

    private static string Path(XElement element) =>
        string.Join('/', element.AncestorsAndSelf().Reverse().Select(part => part.Name.LocalName));
}
