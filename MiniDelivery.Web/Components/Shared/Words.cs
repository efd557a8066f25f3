using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>The vocabulary that pages share: <c>IStringLocalizer&lt;Words&gt;</c> finds it in Words.resx (Russian) and Words.en.resx.</summary>
public sealed class Words;

/// <summary>Trouble in plain words.</summary>
/// <param name="What">What happened.</param>
/// <param name="Do">What to do about it.</param>
public sealed record TroubleWords(string What, string Do)
{
    /// <summary>Who can do it.</summary>
    public string Who { get; init; } = "";

    /// <summary>Whether there are no words for just this: what the till said is all there is.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>Finds the words for what the domain only names.</summary>
public static partial class WordsExtensions
{
    extension(IStringLocalizer<Words> words)
    {
        /// <summary>«Ожидает», «Создан» …</summary>
        public string Of(OrderStatus status) => words[$"Status.{status}"];

        /// <summary>«Доставка» or «Самовывоз».</summary>
        public string Of(FulfillmentType type) => words[$"Type.{type}"];

        /// <summary>«Наличные», «Картой», «Онлайн».</summary>
        public string Of(PaymentMethod method) => words[$"Payment.{method}"];

        /// <summary>Why an order was cancelled.</summary>
        public string Of(CancelReason reason) => words[$"CancelReason.{reason}"];

        /// <summary>Entrance, floor, apartment, intercom: what is said of an address besides street and house.</summary>
        public string Parts(Address address) => string.Join(", ", new (string Key, string? Value)[]
        {
            ("Entrance", address.Entrance), ("Floor", address.Floor), ("Apartment", address.Apartment), ("Intercom", address.Intercom),
        }.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => words[$"Address.{part.Key}", part.Value!].Value));

        /// <summary>An address in one line.</summary>
        public string Of(Address address) => words.Parts(address) is { Length: > 0 } parts ? $"{address.Text}, {parts}" : address.Text;

        /// <summary>What happened to an order.</summary>
        public string Of(StepKind kind) => words[$"StepKind.{kind}"];

        /// <summary>Where an order stands at the till; empty for <see cref="TillState.None"/>.</summary>
        public string Of(TillState state) => state is TillState.None ? "" : words[$"TillState.{state}"];

        /// <summary>How far the till's cashiers are with an order: «счёт», «оплачен на кассе», «закрыт на кассе»; null = no bill yet.</summary>
        public string? Of(Live.TillGlance seen) => seen switch
        {
            { IsFinished: true } => words["AtTill.Closed"].Value,
            { IsPaid: true } => words["AtTill.Paid"].Value,
            { IsBilled: true } => words["AtTill.Billed"].Value,
            _ => null,
        };

        /// <summary>«Оператор», «Менеджер», «Администратор».</summary>
        public string Of(StaffRole role) => words[$"Role.{role}"];

        /// <summary>Whether a terminal would be heard, and if not, why.</summary>
        public string Of(Terminal terminal) => words[terminal switch
        {
            { Sound: TerminalSound.Unknown } => "Hearing.SoundUnknown",
            { Sound: TerminalSound.Blocked } => "Hearing.SoundBlocked",
            { Volume: 0 } => "Hearing.SoundOff",
            _ => "Hearing.SoundOn",
        }];

        /// <summary>Why the rules said no, and who was quicker where that is the reason.</summary>
        public string Why(Outcome outcome, RestaurantInfo restaurant)
        {
            var why = words[$"Refusal.{outcome.Reason}"].Value;
            return outcome is { Reason: Refusal.StatusDoesNotAllow, Because: { } step }
                ? words["Refusal.Because", why, words.Of(step.Kind), step.By, Format.Time(step.At, restaurant.Zone)]
                : why;
        }

        /// <summary>What is wrong with the till and what to do. A number that has no words of its own is shown as the till said it.</summary>
        public TroubleWords Of(TillTrouble trouble)
        {
            var what = words[$"Till.{trouble.Code}.What"];
            if (!what.ResourceNotFound)
            {
                return new TroubleWords(what, words[$"Till.{trouble.Code}.Do"])
                {
                    Who = words[$"Till.{trouble.Code}.Who"],
                    IsUnknown = trouble.Code is TillTroubles.Unknown,
                };
            }

            var number = TillNumber().Match(trouble.Code) is { Success: true } found ? found.Groups[1].Value : trouble.Code;
            return new TroubleWords(words["Till.Unknown.What", number], words["Till.Unknown.Do"])
            {
                Who = words["Till.Unknown.Who"],
                IsUnknown = true,
            };
        }
    }

    /// <summary>A state as CSS knows it: <c>data-status="onTheWay"</c>.</summary>
    public static string CssName(this OrderStatus status) => status switch
    {
        OrderStatus.Waiting => "waiting",
        OrderStatus.Created => "created",
        OrderStatus.Accepted => "accepted",
        OrderStatus.OnTheWay => "onTheWay",
        OrderStatus.Archived => "archived",
        OrderStatus.Deleted => "deleted",
    };

    [GeneratedRegex(@"^rk7-(\d+)$")]
    private static partial Regex TillNumber();
}
