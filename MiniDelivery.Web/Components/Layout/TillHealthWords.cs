using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>Tells a till that is not there from one that is there and refuses us: people do different things about them.</summary>
internal static class TillHealthWords
{
    extension(TillHealth health)
    {
        /// <summary>Nobody answers. It passes by itself, and orders go on coming in.</summary>
        public bool IsSilent => health.Trouble?.Code is TillTroubles.Unreachable or TillTroubles.NameUnknown
            or TillTroubles.Timeout or TillTroubles.BrokenAnswer;
    }
}
