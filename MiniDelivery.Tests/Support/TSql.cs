using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace MiniDelivery.Tests.Support;

/// <summary>Microsoft's own parser of T-SQL (SQL Server 2022).</summary>
internal static class TSql
{
    /// <summary>Fails with the parser's words when it is not T-SQL.</summary>
    public static TSqlScript Parse(string sql)
    {
        var script = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);

        Assert.Empty(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"));
        Assert.NotEmpty(script.Batches);
        return script;
    }

    /// <summary>What stands between one GO and the next.</summary>
    public static IEnumerable<string> Batches(string sql) =>
        Parse(sql).Batches.Select(batch => sql.Substring(batch.StartOffset, batch.FragmentLength));
}
