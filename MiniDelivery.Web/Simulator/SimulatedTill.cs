using System.Xml;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator.Commands;
using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// The simulated r_keeper 7 cash server without its HTTP: its memory, its commands and what a cashier can do with it.
/// Thread-safe; requests and acts run one after another. What the specification calls faithful is in the RK7 protocol
/// digest, section 11.
/// </summary>
public sealed partial class SimulatedTill : IDisposable
{
    internal const string NetName = "MID";

    private const int LogLength = 200;

    // A till that was already open when the delivery service came: the first order on "Dlv" was an earlier one, so the
    // first of ours is "Dlv.2", as in the product's own pictures. It is closed and in no list, so nobody trips over it.
    private const int EarlierDeliveryOrders = 1;

    private readonly Lock _lock = new();
    private readonly SimulatedTillOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<Uri, CancellationToken, Task<HookAnswer>> _hook;
    private readonly SimulatorMenu _menu;
    private readonly TillStore _store;
    private readonly TillState _state;
    private readonly LinkedList<TillLogEntry> _log = [];
    private readonly ITimer _timer;
    private SimulatorSwitches _switches = new();
    private long _entries;

    internal SimulatedTill(
        SimulatedTillOptions options, TimeProvider time, Func<Uri, CancellationToken, Task<HookAnswer>> hook)
    {
        _options = options;
        _time = time;
        _hook = hook;
        _menu = new SimulatorMenu(options.User);
        _store = new TillStore(options.File);
        _state = _store.Load() ?? FreshState();
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Schedule();
    }

    /// <summary>
    /// Something a page shows has changed: an order, a lock, the stop list, the log, a switch. Carries nothing; look with
    /// <see cref="View"/>. Raised on the thread that changed it, so listeners must only take note.
    /// </summary>
    public event Action? Changed;

    /// <summary>The switches as they are; one-shot faults count down in it.</summary>
    public SimulatorSwitches Switches
    {
        get
        {
            lock (_lock)
            {
                return _switches;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_lock)
            {
                _switches = value;
            }

            Changed?.Invoke();
        }
    }

    /// <summary>The last 200 requests with their answers, the newest first.</summary>
    public IReadOnlyList<TillLogEntry> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Executes one XML document and commits before it returns the answer. Never throws for a bad request.</summary>
    public string Execute(string xml) => Execute(TillRequest.Parse(xml), null);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    internal string Execute(TillRequest request, SimulatorFault? fault)
    {
        string answer;
        lock (_lock)
        {
            var started = _time.GetTimestamp();
            var book = Open();
            var arrived = book.Local(book.Now);
            TillClockwork.Run(book);
            var results = Refuse(book, request, fault) is { } refusal
                ? [Refused(request.Commands.Count > 0 ? request.Commands[0] : null, refusal, 0)]
                : request.Commands.Select(command => Run(book, command)).ToList();
            Commit(book);
            answer = Write(Envelope.Of(book.Habits, arrived, book.Local(_time.GetUtcNow()), request, results));
            Remember(request, results.Find(result => !result.Succeeded) ?? results[0], answer, fault?.Kind, started);
        }

        Changed?.Invoke();
        return answer;
    }

    /// <summary>The first fault that fits a request; a one-shot one is used up by this.</summary>
    internal SimulatorFault? TakeFault(TillRequest request)
    {
        lock (_lock)
        {
            var fault = _switches.Faults.FirstOrDefault(fault =>
                fault.Times is null or > 0
                && (!fault.ChangingOnly || request.IsChanging)
                && (fault.Command is null || request.Commands.Any(command => command.Text("CMD") == fault.Command)));
            if (fault?.Times is { } times)
            {
                // By reference: two equal faults are two faults.
                _switches = _switches with
                {
                    Faults =
                    [
                        .. _switches.Faults.Select(one => ReferenceEquals(one, fault) ? one with { Times = times - 1 } : one)
                            .Where(one => one.Times is null or > 0),
                    ],
                };
            }

            return fault;
        }
    }

    /// <summary>Puts a request that was never executed into the log.</summary>
    internal void Note(TillRequest request, FaultKind? fault, string status)
    {
        lock (_lock)
        {
            Remember(request, new Envelope.Result(null, status, null, "", 0, []), "", fault, _time.GetTimestamp());
        }

        Changed?.Invoke();
    }

    private static Envelope.Result Run(TillBook book, XElement element)
    {
        try
        {
            var name = element.DemandText("CMD");
            var command = CommandTable.Find(name, book.Habits) ?? throw TillRefusedException.UnknownCommand(name);
            var answer = command.Run(book, element);
            return new Envelope.Result(element, answer.Status, null, "", 0, answer.Content);
        }
        catch (TillRefusedException refusal)
        {
            return Refused(element, refusal, 0);
        }
    }

    private static Envelope.Result Refused(XElement? command, TillRefusedException refusal, long workTime) =>
        new(command, refusal.Status, refusal.Code, refusal.Message, workTime, [refusal.Lines]);

    /// <summary>Why the whole document is refused: it cannot be read, the shift is being closed, or a switch says that a station is in the way.</summary>
    private TillRefusedException? Refuse(TillBook book, TillRequest request, SimulatorFault? fault) => book.Switches.ShiftClosing switch
    {
        ShiftClosing.WithCode => TillRefusedException.ShiftClosing(true),
        ShiftClosing.WithoutCode => TillRefusedException.ShiftClosing(false),
        ShiftClosing.No when book.State.Shift.ClosedAt is not null => TillRefusedException.ShiftClosing(book.Switches.ShiftCloseNumber),
        ShiftClosing.No when fault is { Kind: FaultKind.Locked } => TillRefusedException.Locked(
            _menu.ByCode(Refs.Stations, SimulatorMenu.HallStation).Name, _menu.ByCode(Refs.Employees, SimulatorMenu.CashierEmployee).Name),
        ShiftClosing.No => request.Refusal,
    };

    private static string Write(XElement root)
    {
        using var text = new Utf8Writer();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  " }))
        {
            root.WriteTo(writer);
        }

        return text.ToString();
    }

    private TillState FreshState() => new()
    {
        Shift = new TillShift { CreatedAt = _time.GetUtcNow() },
        LastNumbers = { [_menu.ByCode(Refs.Tables, SimulatorMenu.DeliveryTable).Ident] = EarlierDeliveryOrders },
        Rests =
        {
            [_menu.ByCode(Refs.Dishes, SimulatorMenu.StoppedDish).Ident] =
                new DishRest { Prohibited = true, Reason = _menu.ByCode(Refs.Reasons, SimulatorMenu.OutOfStock).Ident },
            [_menu.ByCode(Refs.Dishes, SimulatorMenu.LimitedDish).Ident] = new DishRest { Quantity = 5000 },
        },
    };

    private TillBook Open() => new(_state, _menu, _switches, _options.Zone, _time.GetUtcNow());

    /// <summary>Stores what changed before anybody hears of it, as a real server commits before it answers.</summary>
    private void Commit(TillBook book)
    {
        if (book.Changed)
        {
            _store.Save(_state);
        }

        Schedule();
    }

    private void Schedule()
    {
        if (TillClockwork.NextDue(_state) is { } due)
        {
            var wait = due - _time.GetUtcNow();
            // Timers take seven weeks at most; one that rings too early finds nothing to do and is set again.
            _timer.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay)),
                Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            var book = Open();
            TillClockwork.Run(book);
            Commit(book);
        }

        Changed?.Invoke();
    }

    private void Remember(TillRequest request, Envelope.Result result, string answer, FaultKind? fault, long started)
    {
        _log.AddFirst(new TillLogEntry(
            ++_entries, TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _options.Zone), request.Name, result.Status, result.Code,
            result.Text, fault, request.Text, answer, _time.GetElapsedTime(started)));
        if (_log.Count > LogLength)
        {
            _log.RemoveLast();
        }
    }

    private sealed class Utf8Writer() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}

/// <summary>One request and what came of it.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="At">Server local time of the answer.</param>
/// <param name="Command">The command or commands; empty when the request could not be read.</param>
/// <param name="Status">Status of the answer, or the HTTP status when there was none.</param>
/// <param name="Code">RK7ErrorN, if any.</param>
/// <param name="Text">ErrorText.</param>
/// <param name="Fault">The fault that struck.</param>
/// <param name="Request">The document as it came.</param>
/// <param name="Answer">The document as it would go; empty when nothing was executed.</param>
/// <param name="Took">Time to execute.</param>
public sealed record TillLogEntry(
    long Number, DateTimeOffset At, string Command, string Status, int? Code, string Text, FaultKind? Fault, string Request,
    string Answer, TimeSpan Took);

/// <summary>What came of the form script's call.</summary>
/// <param name="Succeeded">HTTP 2xx: the script looks at nothing else.</param>
/// <param name="Address">What was called.</param>
/// <param name="Trouble">Why it failed, for the tester.</param>
public sealed record HookAnswer(bool Succeeded, Uri Address, string? Trouble);
