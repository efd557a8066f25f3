using System.Reflection;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>What this program calls itself.</summary>
public static class ProductInfo
{
    /// <summary>The product's name.</summary>
    public static string Name => "MiniDelivery";

    /// <summary>The version, without the commit that the build appends: <c>1.0.0</c>.</summary>
    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
