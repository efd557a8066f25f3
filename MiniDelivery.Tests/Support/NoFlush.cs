using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// No test pulls the plug, so nothing need reach the disk: a flush after each commit is most of the time of a test that stores much.
/// Comes after the application's own pragmas.
/// </summary>
internal sealed class NoFlush : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=OFF;";
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=OFF;";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
