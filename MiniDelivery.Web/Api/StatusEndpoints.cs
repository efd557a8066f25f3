using System.Security.Claims;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Api;

/// <summary>What a shop can know of the restaurant's state: <c>/api/v1/status</c>.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder routes) => routes.MapRead("/api/v1/status", Show)
        .RequireAuthorization(Scopes.OrdersRead)
        .WithTags("Status").WithGroupName("v1")
        .WithName("getStatus")
        .WithSummary("Whether the restaurant takes orders, and whether anybody would hear one")
        .Produces<StatusBody>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblems(ApiProblems.OfEveryCall);

    private static IResult Show(
        HttpContext context,
        ClaimsPrincipal caller,
        LicenseWatch licenses,
        IntakeWatch intakes,
        TillMonitor tills,
        TerminalBook terminals,
        RestaurantDirectory restaurants)
    {
        var restaurant = restaurants.Get(Shop.Of(caller).Restaurant);
        var license = licenses.For(restaurant.Id);
        var intake = intakes.For(restaurant.Id);
        var till = tills.For(restaurant.Id);
        var hearing = terminals.For(restaurant.Id);
        return Conditional.Answer(context, new StatusBody(
            StatusBody.Of(intake.Mode),
            StatusBody.Of(intake),
            intake.Until is { } until ? TimeZoneInfo.ConvertTime(until, restaurant.Zone) : null,
            intake.AddedMinutes,
            new StatusLicense(
                license.State switch
                {
                    LicenseState.Valid => "valid",
                    LicenseState.EndsSoon => "endsSoon",
                    LicenseState.Grace => "grace",
                    LicenseState.Expired => "expired",
                    LicenseState.Missing => "missing",
                },
                license.Expires is { } end ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end, restaurant.Zone).DateTime) : null),
            new StatusTill(
                till switch
                {
                    null => "unknown",
                    { IsWell: true } => "ok",
                    { Trouble.Code: TillTroubles.NotConfigured } => "notConfigured",
                    { IsSilent: true } => "silent",
                    _ => "trouble",
                },
                till?.Since),
            new StatusTerminals(hearing.Count, hearing.NobodySince)));
    }
}

/// <summary>The restaurant's state.</summary>
/// <param name="Intake"><c>open</c>: orders are taken as they come; <c>busy</c>: so, too, but guests wait longer; <c>paused</c>: none are taken. Without a licence they are refused all the same.</param>
/// <param name="Reason">Why it is paused: <c>kitchenBusy</c>, <c>noCouriers</c>, <c>tillTrouble</c>, <c>technical</c>, <c>other</c>, <c>outOfHours</c> or <c>slotFull</c>; null = it is not.</param>
/// <param name="Until">Until when intake is as it is; null = until it changes.</param>
/// <param name="AddedMinutes">Minutes to add to every promised time.</param>
/// <param name="License">The licence «Интернет заказы».</param>
/// <param name="Till">The till.</param>
/// <param name="Terminals">The screens on which staff work.</param>
internal sealed record StatusBody(string Intake, string? Reason, DateTimeOffset? Until, int AddedMinutes, StatusLicense License, StatusTill Till, StatusTerminals Terminals)
{
    /// <summary>How it looks on a good day.</summary>
    internal static StatusBody Example(DateTimeOffset now, TimeZoneInfo zone) => new(
        "open", null, null, 0, new StatusLicense("valid", new DateOnly(2027, 11, 17)), new StatusTill("ok", TimeZoneInfo.ConvertTime(now, zone)), new StatusTerminals(2, null));

    /// <summary>Whether orders are taken, as shops are told it.</summary>
    internal static string Of(IntakeMode mode) => mode switch
    {
        IntakeMode.Open => "open",
        IntakeMode.Busy => "busy",
        IntakeMode.Paused => "paused",
    };

    /// <summary>Why orders are kept out, as shops are told it.</summary>
    internal static string? Of(IntakeNow intake) => intake.Bar is { } bar
        ? bar switch
        {
            IntakeBar.OutOfHours => "outOfHours",
            IntakeBar.SlotFull => "slotFull",
            IntakeBar.Pause => (intake.Reason ?? PauseReason.Other) switch
            {
                PauseReason.KitchenBusy => "kitchenBusy",
                PauseReason.NoCouriers => "noCouriers",
                PauseReason.TillTrouble => "tillTrouble",
                PauseReason.Technical => "technical",
                PauseReason.Other => "other",
            },
        }
        : null;
}

/// <summary>A licence.</summary>
/// <param name="State"><c>valid</c>, <c>endsSoon</c>, <c>grace</c>, <c>expired</c> or <c>missing</c>.</param>
/// <param name="LastDay">Its last day by the restaurant's calendar; null = there is none.</param>
internal sealed record StatusLicense(string State, DateOnly? LastDay);

/// <summary>A till.</summary>
/// <param name="State"><c>ok</c>, <c>silent</c>, <c>trouble</c>, <c>notConfigured</c>, or <c>unknown</c> until it was first asked.</param>
/// <param name="Since">Since when.</param>
internal sealed record StatusTill(string State, DateTimeOffset? Since);

/// <summary>Terminals.</summary>
/// <param name="Hearing">How many would be heard if an order came now.</param>
/// <param name="NobodySince">Since when none would; null = one would, or none was seen yet.</param>
internal sealed record StatusTerminals(int Hearing, DateTimeOffset? NobodySince);
