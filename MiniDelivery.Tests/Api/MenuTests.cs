using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Api;

/// <summary>What shops see of the till's menu, and what is remembered of their dishes.</summary>
public sealed class MenuTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private MenuCache Menus => app.Services.GetRequiredService<MenuCache>();

    [Fact]
    public async Task A_shop_reads_dishes_prices_modifiers_with_limits_and_stops()
    {
        using var shop = app.Shop();

        var menu = await shop.GetFromJsonAsync<JsonElement>("/api/v1/menu", _none);

        var pie = Dish(menu, "101");
        Assert.Equal(("Пирог", 350m, false), (pie.GetProperty("name").GetString(), pie.GetProperty("price").GetDecimal(), pie.GetProperty("stopped").GetBoolean()));
        var modifiers = pie.GetProperty("modifierGroups").EnumerateArray().SelectMany(group => group.GetProperty("modifiers").EnumerateArray());
        Assert.Contains(modifiers, modifier => modifier.GetProperty("code").GetString() == "305" && modifier.GetProperty("price").GetDecimal() == 20m);
        Assert.True(Dish(menu, Code(SimulatorMenu.StoppedDish)).GetProperty("stopped").GetBoolean());
        Assert.True(menu.GetProperty("categories").GetArrayLength() >= 5);
    }

    [Fact]
    public async Task An_unchanged_menu_is_304_and_one_with_a_new_stop_is_sent_again()
    {
        using var shop = app.Shop();
        var first = await shop.GetAsync("/api/v1/menu", _none);
        shop.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));
        Assert.Equal(HttpStatusCode.NotModified, (await shop.GetAsync("/api/v1/menu", _none)).StatusCode);

        app.Till.SetStop(102, stopped: true, quantity: null);
        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));

        var changed = await shop.GetAsync("/api/v1/menu", _none);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.True(Dish(await changed.Content.ReadFromJsonAsync<JsonElement>(_none), "102").GetProperty("stopped").GetBoolean());
        app.Till.SetStop(102, stopped: false, quantity: null);
        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));
    }

    [Fact]
    public async Task References_that_did_not_change_are_not_read_again()
    {
        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));
        var before = Asked("GetRefData");

        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));

        Assert.Equal(before, Asked("GetRefData"));
        app.Till.ChangeDish(103, name: null, price: 12_300, active: null);
        Assert.Null(await Menus.ReadAsync(app.Restaurant.Id, _none));
        Assert.True(Asked("GetRefData") > before);
    }

    [Fact]
    public async Task Without_the_scope_there_is_no_menu()
    {
        using var shop = app.Shop(await app.IssueKeyAsync(Scopes.OrdersWrite));

        Assert.Equal(HttpStatusCode.Forbidden, (await shop.GetAsync("/api/v1/menu", _none)).StatusCode);
    }

    [Fact]
    public async Task What_a_person_said_of_a_dish_holds_for_the_sources_next_order_and_for_no_other_source()
    {
        using var shop = app.Shop();
        var first = await PostAsync(shop, "R-1");
        Assert.False(first.Mapped);
        var pie = Menus.For(app.Restaurant.Id)!.Match("101", null)!;

        Assert.True((await app.Desk.ChooseDishAsync(first.Id, 1, pie.Ident, Some.Anna, _none)).IsDone);

        Assert.True((await PostAsync(shop, "R-2")).Mapped);
        using var other = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));
        Assert.False((await PostAsync(other, "R-3")).Mapped);
    }

    private static async Task<(OrderId Id, bool Mapped)> PostAsync(HttpClient shop, string externalId)
    {
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId,
            customer = new { phone = "87776665544" },
            fulfillment = new { type = "pickup" },
            items = new[] { new { code = "WEB-PIE", name = "Пирог по-домашнему", quantity = 1 } },
        }, _none);
        answer.EnsureSuccessStatusCode();
        var order = await answer.Content.ReadFromJsonAsync<JsonElement>(_none);
        return (new OrderId(order.GetProperty("id").GetGuid()), order.GetProperty("items")[0].GetProperty("mapped").GetBoolean());
    }

    private static JsonElement Dish(JsonElement menu, string code) => menu.GetProperty("categories").EnumerateArray()
        .SelectMany(category => category.GetProperty("items").EnumerateArray())
        .Single(item => item.GetProperty("code").GetString() == code);

    private static string Code(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private int Asked(string command) => app.Till.Log.Count(entry => entry.Command == command);
}
