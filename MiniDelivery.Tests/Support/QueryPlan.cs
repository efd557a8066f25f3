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
        command.CommandText = "EXPLAIN QUERY PLAN " + Parameter().Replace(sql, "1");
        await using var plan = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await plan.ReadAsync())
        {
            steps.Add(plan.GetString(3));
        }

        return steps;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
