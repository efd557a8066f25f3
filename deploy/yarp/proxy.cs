// MiniDelivery behind YARP, two instances of one installation: `dotnet run proxy.cs` with the appsettings.json beside it.
// The instances need Redis:Configuration, one database, one DataProtection certificate, and Proxy:Networks:0=<this machine>/32;
// on one machine nothing need be set for that.
#:sdk Microsoft.NET.Sdk.Web
#:package Yarp.ReverseProxy@2.3.0
#:property PublishAot=false

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 17 * 1024 * 1024); // The program itself refuses large bodies, with words.
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

var app = builder.Build();
app.MapReverseProxy(); // WebSockets of pages (/_blazor) and of the hub (/hubs) included; X-Forwarded-For, -Proto and -Host are set by itself.
app.Run();
