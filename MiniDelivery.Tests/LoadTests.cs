using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace MiniDelivery.Tests;

/// <summary>Each scenario of MiniDelivery.Load runs and prints what it promises. How fast, nobody asks here: the machine is shared.</summary>
public sealed class LoadTests
{
    [Theory]
    [InlineData("board", "--seconds 4 --pages 3 --browsers 1 --orders 5", @"^POST to changed DOM in Chromium: p50 [\d.]+ ms, .*\nPOST to the drawing at the other pages: p50 [\d.]+ ms, .*\n(.*\n)*?memory per circuit, 2 of them beside the first 1: -?[\d.]+ MiB")]
    [InlineData("ingest", "--seconds 1 --connections 4", @"^ +4 connections: +\d+ creates/s, p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, .*raw writer \d+/s \(")]
    [InlineData("reports", "--orders 800 --times 1", @"^slowest question: \d+ ms")]
    [InlineData("soak", "--seconds 3 --rate 4", @"^answered \d+, stored \d+, at the till \d+: nothing lost")]
    [InlineData("start-up", "--runs 1", @"^later starts: \d+ ms median")]
    public async Task A_scenario_runs_and_prints_what_it_promises(string scenario, string options, string promised)
    {
        var said = new ConcurrentQueue<string>();
        var start = BuiltApp.StartInfo("MiniDelivery.Load", new Dictionary<string, string>(), [scenario, .. options.Split(' ')]);
        using var process = ChildProcess.Start(start, said.Enqueue);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(9), TestContext.Current.CancellationToken); // Longer than any of them waits for anything.
            var all = string.Join('\n', said);
            Assert.True(process.ExitCode is 0, all);
            Assert.Matches(new Regex(promised, RegexOptions.Multiline), all);
        }
        finally
        {
            await ChildProcess.KillAsync(process);
        }
    }

    [Fact]
    public async Task What_nobody_knows_is_answered_with_what_there_is()
    {
        var said = new ConcurrentQueue<string>();
        using var process = ChildProcess.Start(BuiltApp.StartInfo("MiniDelivery.Load", new Dictionary<string, string>(), "dance"), said.Enqueue);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(said, line => line.Contains("ingest", StringComparison.Ordinal));
    }
}
