using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Web.Setup;

namespace MiniDelivery.Tests.Support;

/// <summary>The application as a restaurant starts it for the first time: the Production environment and an empty database.</summary>
public class ProductionApp : TestApp
{
    private readonly SetupLink _link = new();

    public ProductionApp() => With(services => services.AddSingleton(_link.Console));

    /// <summary>The one-time token, as the console says it.</summary>
    internal string Token => _link.Token;

    protected override string EnvironmentName => "Production";

    protected override Task ReadyAsync() => Task.CompletedTask;
}

/// <summary>Reads what is said on the console of a first start.</summary>
internal sealed partial class SetupLink
{
    private readonly StringBuilder _said = new();

    public SetupConsole Console => new(new StringWriter(_said));

    public string Token => Link().Match(_said.ToString()).Groups[1].Value;

    [GeneratedRegex("/setup\\?token=([A-Za-z0-9_-]{43})\\s")]
    private static partial Regex Link();
}
