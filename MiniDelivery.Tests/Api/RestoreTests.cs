using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Tests.Api;

/// <summary>A copy made while the program works, taken to another machine: with the key file everything is there, without it the secrets are not.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_installation_comes_back_from_its_copy_and_its_key_file()
    {
        string copy, secret;
        await using var first = new TestApp();
        await first.InitializeAsync();
        using (var shop = first.Shop())
        {
            await PostAsync(shop, "R-1");
            await PostAsync(shop, "R-2");
            secret = first.Services.GetRequiredService<SecretBox>().Close("kassa");
            copy = Backup.Make(Path.Combine(first.Folder, "test.db"), Path.Combine(first.Folder, "copies"), TimeProvider.System.GetLocalNow()).File;
            await PostAsync(shop, "R-3");
        }

        await first.StopAsync();
        await using var second = new TestApp();
        Backup.Restore(copy, Path.Combine(second.Folder, "test.db"), TimeProvider.System.GetLocalNow());
        Directory.CreateDirectory(Path.Combine(second.Folder, "keys"));
        File.Copy(Path.Combine(first.Folder, "keys", "protection.pfx"), Path.Combine(second.Folder, "keys", "protection.pfx"));
        await second.InitializeAsync();
        Assert.Equal(["R-1", "R-2"], await OrdersAsync(second));
        Assert.Equal("kassa", second.Services.GetRequiredService<SecretBox>().Open(secret));
        using (var shop = second.Shop())
        {
            await PostAsync(shop, "R-3"); // The shop sends again what the copy had not.
        }

        Assert.Equal(["R-1", "R-2", "R-3"], await OrdersAsync(second));

        await using var third = new TestApp();
        Backup.Restore(copy, Path.Combine(third.Folder, "test.db"), TimeProvider.System.GetLocalNow());
        await third.InitializeAsync();
        Assert.Equal(["R-1", "R-2"], await OrdersAsync(third));
        Assert.Null(third.Services.GetRequiredService<SecretBox>().Open(secret));
        using var person = new Visitor(third.Address);
        await person.SignInAsync("admin", TestApp.Password, Stop);
    }

    private static async Task PostAsync(HttpClient shop, string number) =>
        (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(number), Stop)).EnsureSuccessStatusCode();

    private static async Task<List<string>> OrdersAsync(TestApp app)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        return await db.Orders.OrderBy(order => order.Number).Select(order => order.ExternalId).ToListAsync(Stop);
    }
}
