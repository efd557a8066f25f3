using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorCashierTests : SimulatorBase
{
    private Func<Uri?> _service = () => null;

    protected override SimulatedTillOptions Options => new() { Zone = TimeZoneInfo.Utc, HookUrl = () => _service() };

    [Fact]
    public async Task Opening_an_order_calls_the_service_with_the_guid_in_braces()
    {
        var calls = new ConcurrentQueue<string>();
        await using var service = await ServeAsync(context =>
        {
            calls.Enqueue($"{context.Request.Path}?guid={context.Request.Query["guid"]}");
            return Task.CompletedTask;
        });
        await CreateAsync();

        var opened = await Till.OpenOrderAsync(Id, Stop);

        Assert.True(opened.Outcome.Done);
        Assert.True(opened.Hook!.Succeeded);
        Assert.Equal([$"/api/int/orderitems?guid={Id}"], calls);
    }

    [Fact]
    public async Task The_service_fills_the_order_before_the_station_locks_it()
    {
        await using var service = await ServeAsync(async context =>
        {
            AssertOk(await LockAsync());
            AssertOk(await SaveAsync(attributes: $"lockguid=\"{Key}\""));
            AssertOk(await LockAsync("1899-12-30T00:00:00"));
        });
        await CreateAsync();

        Assert.True((await Till.OpenOrderAsync(Id, Stop)).Hook!.Succeeded);

        var order = Till.View().Orders.Single();
        Assert.Equal(("Пирог", "Касса 1, Иванова А."), (order.Lines.Single().Name, order.LockedBy));
        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "Касса 1");
    }

    [Fact]
    public async Task A_station_waits_for_a_service_that_still_holds_its_lock()
    {
        await using var service = await ServeAsync(_ => LockAsync());
        await CreateAsync();
        await Till.OpenOrderAsync(Id, Stop);

        AssertOk(await SaveAsync(attributes: $"lockguid=\"{Key}\""));
        AssertOk(await LockAsync("1899-12-30T00:00:00"));

        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "Касса 1");
    }

    [Fact]
    public async Task A_station_that_locks_first_lifts_its_lock_for_a_moment()
    {
        Switch(switches => switches with { StationLocking = StationLocking.LockThenHook });
        await CreateAsync();
        await Till.OpenOrderAsync(Id, Stop);

        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "Иванова А.");
        Time.Advance(TimeSpan.FromSeconds(4));
        AssertOk(await SaveAsync());
        Time.Advance(TimeSpan.FromSeconds(10));
        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "Иванова А.");
        Assert.True(Till.LeaveOrder(Id).Done);
        AssertOk(await SaveAsync());
    }

    [Fact]
    public async Task A_lock_can_follow_the_answer_later()
    {
        Switch(switches => switches with { LockDelaySeconds = 3 });
        await CreateAsync();
        await Till.OpenOrderAsync(Id, Stop);

        AssertOk(await SaveAsync());
        Time.Advance(TimeSpan.FromSeconds(3));
        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "Иванова А.");
    }

    [Fact]
    public async Task A_service_that_fails_or_is_not_there_does_not_keep_the_order_shut()
    {
        await using var service = await ServeAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await CreateAsync();

        var failed = await Till.OpenOrderAsync(Id, Stop);
        _service = () => new Uri("http://127.0.0.1:1/");
        var absent = await Till.OpenOrderAsync(Id, Stop);

        Assert.Equal((true, false, "HTTP 404"), (failed.Outcome.Done, failed.Hook!.Succeeded, failed.Hook.Trouble));
        Assert.Equal((true, false), (absent.Outcome.Done, absent.Hook!.Succeeded));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up()
    {
        var answered = new TaskCompletionSource();
        await using var service = await ServeAsync(_ => answered.Task);
        await CreateAsync();

        var opening = Till.OpenOrderAsync(Id, Stop);
        while (!opening.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        answered.SetResult();
        Assert.Equal("timeout", (await opening).Hook!.Trouble);
    }

    [Fact]
    public async Task A_cashiers_whole_day()
    {
        await CreateAsync();
        await SaveAsync();
        var version = Number(await GetAsync(), "version");

        Assert.True(Till.AddDish(Id, 501, 1000, [312]).Done);
        Assert.Equal(CashierRefusal.DishNotSold, Till.AddDish(Id, 501, 1000, []).Refusal);
        Assert.True(Till.AddDish(Id, 701, 1000, []).Done);
        Assert.True(Till.ChangeComment(Id, "Домофон 12").Done);
        Assert.True(Till.RemoveLine(Id, Till.View().Orders.Single().Lines[0].Uni).Done);
        Assert.True(Till.PrintToKitchen(Id).Done);
        Assert.Equal(CashierRefusal.NothingToPrint, Till.PrintToKitchen(Id).Refusal);
        Assert.True(Till.PrintBill(Id).Done);
        Assert.NotNull((await ListAsync()).Single().Attribute("billTime"));
        Assert.True(Till.Pay(Id, 1).Done);

        var order = await GetAsync();
        Assert.True(Number(order, "version") >= version + 6);
        Assert.Equal(
            ("1", "1", "Домофон 12", 120000, 0),
            (Text(order, "paid"), Text(order, "finished"), Text(order, "persistentComment"), Number(order, "orderSum"), Number(order, "unpaidSum")));
        Assert.Equal(CashierRefusal.OrderClosed, Till.AddDish(Id, 101, 1000, []).Refusal);
        Assert.Equal("120000", Text((await AskAsync("GetReceiptList")).Descendants("Receipt").Single(), "sum"));
        AssertRefused(await VoidAsync(), "Query Executing Error", 2128, "закрыт");
    }

    public static TheoryData<string> Acts() => ["add", "remove", "comment", "print", "bill", "pay", "void", "transfer"];

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Each_act_moves_version_checksum_and_list_and_is_refused_while_a_client_has_the_lock(string act)
    {
        await CreateAsync();
        await SaveAsync();
        Till.NewOrder(SimulatorMenu.DeliveryTable);
        var uni = Till.View().Orders[0].Lines.Single().Uni;
        var body = new { order = Id, to = Till.View().Orders[1].Id, dish = 102, uni, unis = new[] { uni }, text = "Домофон 12" };
        await LockAsync();
        var before = (await GetAsync()).ToString();
        var list = Number(await AskAsync("GetOrderList2"), "lastversion");

        Assert.Equal("lockedByOther", await RefusalAsync());
        Assert.Equal(before, (await GetAsync()).ToString());
        Assert.Equal(list, Number(await AskAsync("GetOrderList2"), "lastversion"));

        await LockAsync("1899-12-30T00:00:00");
        list = Number(await AskAsync("GetOrderList2"), "lastversion");
        Assert.Null(await RefusalAsync());
        var (was, now) = (XElement.Parse(before), await GetAsync());
        Assert.True(Number(now, "version") > Number(was, "version"));
        Assert.NotEqual(Text(was, "crc32"), Text(now, "crc32"));
        Assert.True(Number(await AskAsync("GetOrderList2"), "lastversion") > list);

        async Task<string?> RefusalAsync()
        {
            using var answer = await ControlAsync(act, body);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("refusal").GetString();
        }
    }

    [Fact]
    public async Task Lines_move_from_one_order_to_another()
    {
        await CreateAsync();
        await SaveAsync();
        Till.NewOrder(SimulatorMenu.DeliveryTable);
        var target = Till.View().Orders[1].Id;

        Assert.True(Till.Transfer(Id, target, [.. Till.View().Orders[0].Lines.Select(line => line.Uni)]).Done);

        Assert.Equal([0L, 70000L], Till.View().Orders.Select(order => order.Sum));
    }

    [Fact]
    public async Task A_printed_dish_that_is_removed_stays_as_refused()
    {
        await CreateAsync();
        await SaveAsync();
        Till.PrintToKitchen(Id);

        Till.RemoveLine(Id, Till.View().Orders.Single().Lines.Single().Uni);

        var line = Till.View().Orders.Single().Lines.Single();
        Assert.Equal((0, 2000, 0L), (line.Quantity, line.Refused, line.Amount));
    }

    [Fact]
    public async Task Scripts_do_what_a_cashier_does()
    {
        await CreateAsync();

        using var added = await ControlAsync("add", new { order = "Dlv.2", dish = 101, quantity = 2000 });
        using var stopped = await ControlAsync("stop", new { dish = 102 });
        using var opened = await ControlAsync("open", new { order = "Dlv.2" });
        using var voided = await ControlAsync("void", new { order = "Dlv.2", reason = 1 });
        using var nonsense = await ControlAsync("dance", new { });

        Assert.All([added, stopped, opened, voided], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        var orders = JsonDocument.Parse(await Client.GetStringAsync("control/orders", Stop));
        Assert.True(orders.RootElement[0].GetProperty("isDeleted").GetBoolean());
        Assert.Equal(0, Till.View().Dishes.Single(dish => dish.Code is 102).Rest);
        Assert.Contains("CreateOrder", await Client.GetStringAsync("control/log", Stop), StringComparison.Ordinal);
    }

    private async Task<WebApplication> ServeAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => answer(context));
        await app.StartAsync(Stop);
        var address = new Uri(app.Urls.First());
        _service = () => address;
        return app;
    }
}
