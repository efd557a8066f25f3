using System.Globalization;
using System.IO.Pipes;
using System.Text;

// The runtime looks for a class of this very name outside of any namespace and runs it before the program (DOTNET_STARTUP_HOOKS): so a
// process can be asked for its heap that knows nothing of being measured.
#pragma warning disable CA1050 // Declare types in namespaces
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Where the runtime reads whose hooks to run.</summary>
    public const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Name of the pipe to answer at.</summary>
    public const string PipeVariable = "MINIDELIVERY_LOAD_PIPE";

    /// <summary>Runs in the measured process.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PipeVariable) is { Length: > 0 } pipe)
        {
            _ = Task.Run(() => AnswerAsync(pipe));
        }
    }

    /// <summary>Asks it, from the measuring one. MiB.</summary>
    public static async Task<double> AskHeapAsync(string pipe, CancellationToken cancellationToken)
    {
        await using var client = new NamedPipeClientStream(".", pipe, PipeDirection.In, PipeOptions.Asynchronous);
        await client.ConnectAsync(cancellationToken);
        using var reader = new StreamReader(client);
        return long.Parse((await reader.ReadToEndAsync(cancellationToken)).Trim(), CultureInfo.InvariantCulture) / 1048576.0;
    }

    private static async Task AnswerAsync(string pipe)
    {
        while (true)
        {
            await using var server = new NamedPipeServerStream(pipe, PipeDirection.Out, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
            await server.WaitForConnectionAsync();
            // Twice: what has a finalizer goes only with the second.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            try
            {
                await server.WriteAsync(Encoding.ASCII.GetBytes(GC.GetTotalMemory(false).ToString(CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // Whoever asked has gone meanwhile, because the time was over; the next one is answered all the same.
            }
        }
    }
}
