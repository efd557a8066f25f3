using System.Data.Common;
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// A start that is refused says why in words, one line for each setting that is wrong, and ends with 1: whoever installs a program
/// should not have to read a stack. What is not about settings ends as ever.
/// </summary>
internal static class StartRefusal
{
    /// <summary>What is wrong with the settings; empty = it is not about them.</summary>
    public static IReadOnlyList<string> Words(Exception? error) => error switch
    {
        OptionsValidationException wrong => [.. wrong.Failures],
        AggregateException several when several.InnerExceptions.Select(Words).ToList() is var all && all.TrueForAll(words => words.Count > 0) => [.. all.SelectMany(words => words)],
        SettingException wrong => [wrong.Message],
        // The binder names the key itself.
        InvalidOperationException { Message: var message } when message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => [message],
        DbException wrong => [$"ConnectionStrings:MiniDelivery: the database cannot be opened: {wrong.Message}"],
        IOException { InnerException: AddressInUseException } wrong => [$"ASPNETCORE_URLS: {wrong.Message} Another program listens there."],
        FormatException { Message: var message } when message.StartsWith("Invalid url", StringComparison.OrdinalIgnoreCase) => [$"ASPNETCORE_URLS: {message}"],
        _ => [],
    };

    /// <summary>From now on. A host of somebody else's, that of the tests above all, hears the exception itself.</summary>
    public static void Listen()
    {
        if (Assembly.GetEntryAssembly() == typeof(StartRefusal).Assembly)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Say(unhandled.ExceptionObject as Exception);
        }
    }

    private static void Say(Exception? error)
    {
        if (Words(error) is not [_, ..] words)
        {
            return;
        }

        Console.Error.WriteLine("MiniDelivery does not start / MiniDelivery не запускается:");
        foreach (var line in words)
        {
            Console.Error.WriteLine($"  {line}");
        }

        Environment.Exit(1);
    }
}
