using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Live;

/// <summary>Reads orders as rows of a list: for the board, and for the pages of the archive and of a search.</summary>
internal static class BoardReader
{
    /// <summary>Reads the chosen orders with their dishes, without their history.</summary>
    public static async Task<List<BoardRow>> ReadAsync(DeliveryDb db, IQueryable<Order> orders, CancellationToken cancellationToken)
    {
        var found = await (from order in orders
                           join source in db.Sources on order.SourceId equals source.Id
                           join restaurant in db.Restaurants on order.RestaurantId equals restaurant.Id
                           select new
                           {
                               order.Id,
                               order.RestaurantId,
                               order.Number,
                               order.Status,
                               order.Version,
                               order.ReceivedAt,
                               order.StatusChangedAt,
                               order.PromisedAt,
                               order.Guest,
                               order.Type,
                               order.Address,
                               order.Comment,
                               order.Total,
                               order.Payment,
                               order.Cancellation,
                               order.CancelWish,
                               order.LookAlikes,
                               order.SearchText,
                               order.Handoff,
                               Lines = order.Lines.OrderBy(line => line.Line).ToList(),
                               order.FirstHeardAt,
                               order.AcknowledgedAt,
                               order.LouderSince,
                               order.CourierName,
                               order.SourceId,
                               Source = source.Name,
                               source.IsStaff,
                               restaurant.CookingMinutes,
                               restaurant.TravelMinutes,
                               source.Colour,
                               order.IsTest,
                               order.IsWithoutTill,
                               order.AcceptedByRuleAt,
                           }).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(order => new BoardRow
            {
                Id = order.Id,
                RestaurantId = order.RestaurantId,
                Number = order.Number,
                Status = order.Status,
                Version = order.Version,
                ReceivedAt = order.ReceivedAt,
                StatusChangedAt = order.StatusChangedAt,
                PromisedAt = order.PromisedAt,
                Clock = OrderClock.Of(order.ReceivedAt, order.PromisedAt, order.Type, new ServicePace(order.CookingMinutes, order.TravelMinutes)),
                Guest = order.Guest,
                Type = order.Type,
                Address = order.Address,
                Comment = order.Comment,
                Total = order.Total,
                Payment = order.Payment,
                Source = order.Source,
                SourceId = order.SourceId,
                Colour = order.Colour,
                CourierName = order.CourierName,
                IsOfStaff = order.IsStaff,
                IsTest = order.IsTest,
                IsWithoutTill = order.IsWithoutTill,
                AcceptedByRuleAt = order.AcceptedByRuleAt,
                FirstHeardAt = order.FirstHeardAt,
                AcknowledgedAt = order.AcknowledgedAt,
                LouderSince = order.LouderSince,
                Dishes = [.. order.Lines.Select(line => new BoardDish(line.Name, line.Quantity, line.IsMapped, line.MenuIdent))],
                Till = order.Handoff?.TillState ?? Domain.Till.TillState.None,
                TillAct = order.Handoff?.Act,
                TillOrderName = order.Handoff?.OrderName,
                Seen = TillGlance.Of(order.Status, order.Handoff, order.Lines, order.Total),
                IsVoidedAtTill = order.Cancellation is { Reason: CancelReason.VoidedAtTill },
                Trouble = order.Handoff?.Trouble,
                IsCancelWanted = order.Cancellation is not null && order.Status is not OrderStatus.Deleted,
                IsCancelAsked = order.CancelWish is not null && order.Cancellation is null && order.Status.IsLive,
                LookAlikes = [.. order.LookAlikes.Where(other => !other.IsSettled).Select(other => other.Number)],
                SearchText = order.SearchText,
            }),
        ];
    }
}
