namespace MiniDelivery.Tests.Support;

/// <summary>The application as a restaurant starts it for the first time: the Production environment and an empty database.</summary>
public class ProductionApp : TestApp
{
    protected override string EnvironmentName => "Production";

    public override ValueTask InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        return ValueTask.CompletedTask;
    }
}
