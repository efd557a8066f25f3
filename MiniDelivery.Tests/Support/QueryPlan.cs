using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Support;

/// <summary>How SQLite would answer a question.</summary>
internal static partial class QueryPlan
{
    /// <summary>Its steps, in SQLite's words.</summary>
    public static async Task<List<string>> OfAsync(DeliveryDb db, IQueryable query)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        var text = query.ToQueryString();
        var sql = text[text.IndexOf("SELECT", StringComparison.Ordinal)..].Split("\n\n", StringSplitOptions.None)[0];
        command.CommandText = Parameter().Replace(sql, "1");
        return Of(command);
    }

    /// <summary>The same of a command, with its parameters.</summary>
    public static List<string> Of(DbCommand command)
    {
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
