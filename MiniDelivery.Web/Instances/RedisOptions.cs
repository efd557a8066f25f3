using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MiniDelivery.Web.Instances;

/// <summary>Section <c>Redis</c> of the settings: where several instances of one installation meet.</summary>
public sealed class RedisOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Redis";

    /// <summary>Begins every name of ours, unless <c>channelPrefix</c> of the configuration says another: a Redis may serve others, too.</summary>
    private const string OwnPrefix = "minidelivery";

    /// <summary>As StackExchange.Redis writes it: <c>host:6379,password=…,ssl=true</c>. Empty = one instance.</summary>
    public string? Configuration { get; set; }

    /// <summary>Whether there are to be several instances.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(Configuration);

    /// <summary>What begins the names of our channels and keys.</summary>
    internal static string PrefixOf(ConfigurationOptions configuration) =>
        configuration.ChannelPrefix.IsNullOrEmpty ? OwnPrefix : (string)configuration.ChannelPrefix!;

    /// <summary>The configuration as the client takes it.</summary>
    /// <exception cref="ArgumentException">It says something that nobody understands.</exception>
    internal ConfigurationOptions Parse()
    {
        var parsed = ConfigurationOptions.Parse(Configuration ?? "");
        parsed.AbortOnConnectFail = false; // A Redis that is away must not keep an instance from starting.
        parsed.BacklogPolicy = BacklogPolicy.FailFast; // What cannot be said now is old by the time it can.
        parsed.ReconnectRetryPolicy = new LinearRetry(1000);
        parsed.ClientName ??= "MiniDelivery";
        return parsed;
    }
}

internal sealed class ValidateRedisOptions : IValidateOptions<RedisOptions>
{
    private const string Like = "Redis:Configuration: it must be like redis.example:6379,password=…,ssl=true";

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        if (!options.IsSet)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            var parsed = options.Parse();
            var strange = parsed.EndPoints.OfType<System.Net.DnsEndPoint>().FirstOrDefault(end => Uri.CheckHostName(end.Host) is UriHostNameType.Unknown);
            return (parsed.EndPoints.Count, strange) switch
            {
                (0, _) => ValidateOptionsResult.Fail($"{Like}; no address is in it."),
                (_, { } end) => ValidateOptionsResult.Fail($"{Like}; \"{end.Host}\" is no host name."),
                _ => ValidateOptionsResult.Success,
            };
        }
        catch (ArgumentException error)
        {
            // Its words name the keyword; the text itself may hold a password and is not repeated.
            return ValidateOptionsResult.Fail($"{Like}; {error.Message.ReplaceLineEndings(" ")}");
        }
    }
}
