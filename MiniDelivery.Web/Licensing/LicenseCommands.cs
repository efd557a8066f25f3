using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Licensing;

/// <summary>The commands <c>license keygen | issue | show</c> of the program. They touch no database.</summary>
internal static class LicenseCommands
{
    /// <summary>The first word that leads here.</summary>
    public const string Name = "license";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Carries out a command line; 0 = well.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var license = new Command(Name, "Keys and licences for «Интернет заказы»") { Keygen(output), Issue(output, errors), Show(output) };
        try
        {
            return await new RootCommand("MiniDelivery") { license }.Parse(arguments).InvokeAsync(
                new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException or FormatException)
        {
            // A wrong file or key is the caller's to put right: words, and not a stack.
            await errors.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Command Keygen(TextWriter output)
    {
        var file = new Option<FileInfo>("--out") { Description = "File for the private key (PEM); it must not exist yet", Required = true };
        var command = new Command("keygen", "Makes a key pair; prints the public key for Licensing:PublicKeys") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await using (var stream = parsed.GetRequiredValue(file).Open(PrivateFile.New()))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteLineAsync(key.ExportPkcs8PrivateKeyPem().AsMemory(), cancellationToken);
            }

            await output.WriteLineAsync(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        });
        return command;
    }

    private static Command Issue(TextWriter output, TextWriter errors)
    {
        var key = new Option<FileInfo>("--key") { Description = "The private key (PEM)", Required = true };
        var code = new Option<string>("--restaurant") { Description = "Code of the restaurant", Required = true };
        var name = new Option<string>("--name") { Description = "To whom it is issued", Required = true };
        var until = new Option<DateOnly>("--until")
        {
            Description = "The last day, as 2027-11-17; in force until its end in UTC",
            Required = true,
            CustomParser = ParseDay,
        };
        var from = new Option<DateOnly?>("--from") { Description = "The first day; today when absent", CustomParser = result => ParseDay(result) };
        var command = new Command("issue", "Signs a licence and prints it") { key, code, name, from, until };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var first = parsed.GetValue(from) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var last = parsed.GetRequiredValue(until);
            if (last < first)
            {
                await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The last day, {last:yyyy-MM-dd}, is before the first, {first:yyyy-MM-dd}."));
                return 1;
            }

            using var signer = ECDsa.Create();
            signer.ImportFromPem(await File.ReadAllTextAsync(parsed.GetRequiredValue(key).FullName, cancellationToken));
            var license = new License(
                Guid.CreateVersion7().ToString(),
                parsed.GetRequiredValue(code),
                parsed.GetRequiredValue(name),
                [License.OnlineOrders],
                Midnight(first),
                Midnight(last.AddDays(1)));
            await output.WriteLineAsync(LicenseKeys.Sign(license, signer));
            return 0;
        });
        return command;
    }

    private static Command Show(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "File with the licence" };
        var key = new Option<string>("--public-key") { Description = "The public key, as keygen printed it", Required = true };
        var command = new Command("show", "Checks a licence and prints what it says") { file, key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new LicensingOptions { PublicKeys = [parsed.GetRequiredValue(key)] };
            var token = await File.ReadAllTextAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            if (await new LicenseReader(Options.Create(options)).ReadAsync(token) is not { } license)
            {
                await output.WriteLineAsync("Not a licence signed with this key.");
                return 1;
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
                Licence    {license.Id}
                Restaurant {license.RestaurantCode} ({license.Name})
                Modules    {string.Join(", ", license.Modules)}
                In force   {license.NotBefore:u} to {license.Expires:u}
                """));
            return 0;
        });
        return command;
    }

    private static DateOnly ParseDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[^1].Value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"\"{result.Tokens[^1].Value}\" is not a day like 2027-11-17.");
        return default;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
