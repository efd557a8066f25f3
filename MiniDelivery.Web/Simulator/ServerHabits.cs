namespace MiniDelivery.Web.Simulator;

/// <summary>
/// What a server of one version does differently (RK7 protocol digest, sections 3 to 7: each member names its source).
/// </summary>
internal sealed record ServerHabits
{
    /// <summary>Four numbers, as the envelope gives them.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Protocol version: 166 at 7.5.3, 248 from 7.6.4.483 on [rec].</summary>
    public required int XmlVersion { get; init; }

    /// <summary>ArrivalDateTime is missing in some builds [rec].</summary>
    public bool Arrival { get; init; } = true;

    /// <summary>CreateOrder answers with the full Order since 7.5.5.057 [xsd].</summary>
    public bool OrderInCreate { get; init; } = true;

    /// <summary>change_guids of VoidOrder exists since 7.6.5.189 and is on by default [xsd].</summary>
    public bool ChangesGuids { get; init; } = true;

    /// <summary>GetOrder by ExternalProps is in the 7.26 schema only.</summary>
    public bool FindsByProps { get; init; }

    /// <summary>7.26 servers write KdsState where the schema says KDSState [skill].</summary>
    public string KitchenElement { get; init; } = "KDSState";

    /// <summary>Old versions know no Station in WaiterMessage [serchip].</summary>
    public bool StationMessages { get; init; } = true;

    /// <summary>Old versions tell only their clock and name in GetSystemInfo [rec].</summary>
    public bool FullSystemInfo { get; init; } = true;

    /// <summary>Commands that this version does not know yet.</summary>
    public IReadOnlySet<string> Unknown { get; init; } = new HashSet<string>();

    public static ServerHabits Of(SimulatorSwitches switches) =>
        switches.NoArrival ? Of(switches.Profile) with { Arrival = false } : Of(switches.Profile);

    private static ServerHabits Of(ServerProfile profile) => profile switch
    {
        ServerProfile.Old75 => new ServerHabits
        {
            ServerVersion = "7.5.3.298",
            XmlVersion = 166,
            Arrival = false,
            OrderInCreate = false,
            ChangesGuids = false,
            StationMessages = false,
            FullSystemInfo = false,
            Unknown = new HashSet<string>
            {
                "LockOrder", "GetOrderList2", "GetOrderMenu2", "GetSystemInfo2", "ValidateOrder",
                "GetXMLLicenseInstanceSeqNumber", "GetModifierStopList", "AddModifierToStopList",
                "DeleteModifierFromStopList",
            },
        },
        ServerProfile.V764 => new ServerHabits
        {
            ServerVersion = "7.6.4.483",
            XmlVersion = 248,
            ChangesGuids = false,
            Unknown = new HashSet<string>
            {
                "GetOrderMenu2", "GetModifierStopList", "AddModifierToStopList", "DeleteModifierFromStopList",
            },
        },
        ServerProfile.V770 => new ServerHabits { ServerVersion = "7.7.0.244", XmlVersion = 248, Arrival = false },
        ServerProfile.V7268 => new ServerHabits
        {
            ServerVersion = "7.26.8.2001",
            XmlVersion = 248,
            FindsByProps = true,
            KitchenElement = "KdsState",
        },
    };
}
