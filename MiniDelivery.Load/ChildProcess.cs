using System.Diagnostics;

namespace MiniDelivery.Load;

/// <summary>Processes that tests and measurements start: quiet, and none outlives the run.</summary>
internal static class ChildProcess
{
    /// <summary>Starts one; what it says goes to <paramref name="said"/>.</summary>
    public static Process Start(ProcessStartInfo start, Action<string>? said = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said?.Invoke(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said?.Invoke(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
        return process;
    }

    /// <summary>Asks one to end, as a service manager does (SIGTERM), and answers with its exit code.</summary>
    public static async Task<int> TerminateAsync(Process process, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Ends one by its number, without a word to it (SIGKILL).</summary>
    public static async Task KillAsync(Process? process)
    {
        if (process is not null)
        {
            End(process);
            await process.WaitForExitAsync();
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
