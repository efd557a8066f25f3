using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class UtcDateTimeConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

internal sealed class OrderIdConverter() : ValueConverter<OrderId, Guid>(id => id.Value, value => new OrderId(value));

internal sealed class RestaurantIdConverter() : ValueConverter<RestaurantId, Guid>(id => id.Value, value => new RestaurantId(value));

internal sealed class SourceIdConverter() : ValueConverter<SourceId, Guid>(id => id.Value, value => new SourceId(value));

internal sealed class CourierIdConverter() : ValueConverter<CourierId, Guid>(id => id.Value, value => new CourierId(value));

internal sealed class TerminalIdConverter() : ValueConverter<TerminalId, Guid>(id => id.Value, value => new TerminalId(value));

internal sealed class MoneyConverter() : ValueConverter<Money, long>(money => money.Minor, value => new Money(value));

internal sealed class QuantityConverter() : ValueConverter<Quantity, long>(quantity => quantity.Thousandths, value => new Quantity(value));

/// <summary>A small immutable value kept as JSON in one column.</summary>
internal sealed class JsonConverter<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
    stored => JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Default)!);

/// <summary>Values kept as JSON are equal when their JSON is.</summary>
internal sealed class JsonComparer<T>() : ValueComparer<T>(
    (left, right) => JsonSerializer.Serialize(left, JsonSerializerOptions.Default) == JsonSerializer.Serialize(right, JsonSerializerOptions.Default),
    value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default).GetHashCode(StringComparison.Ordinal),
    value => value);
