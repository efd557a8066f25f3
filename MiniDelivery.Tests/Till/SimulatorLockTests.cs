using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorLockTests : SimulatorBase
{
    [Fact]
    public async Task A_lock_keeps_out_whoever_lacks_its_key()
    {
        await CreateAsync();

        Assert.Equal("1", Text(await LockAsync(who: "<Station code=\"1\"/><Employee code=\"9001\"/>"), "locked"));

        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "(станция Касса доставки, оператор Web)");
        AssertOk(await SaveAsync(attributes: $"lockguid=\"{Key}\""));
        var listed = (await ListAsync()).Single();
        Assert.Equal(("1", "Web"), (Text(listed, "locked"), Text(listed.Element("LockedByWaiter")!, "name")));
    }

    [Fact]
    public async Task A_lock_without_station_and_employee_belongs_to_the_server()
    {
        await CreateAsync();
        await LockAsync();

        AssertRefused(
            await VoidAsync(), "Query Executing Error", 2219, "(станция Кассовый сервер, оператор Кассовый сервер)");
    }

    [Fact]
    public async Task A_lockTime_in_the_schemas_own_form_is_Ok_and_locks_nothing()
    {
        await CreateAsync();

        var answer = await LockAsync("00:02:00");

        AssertOk(answer);
        Assert.Equal("0", Text(answer, "locked"));
        AssertOk(await SaveAsync());
    }

    [Fact]
    public async Task A_lock_ends_by_zero_time_or_by_itself()
    {
        await CreateAsync();
        await LockAsync();
        Assert.Equal("0", Text(await LockAsync("1899-12-30T00:00:00"), "locked"));
        AssertOk(await SaveAsync());

        await LockAsync();
        var version = Text(await AskAsync("GetOrderList2"), "lastversion");
        Time.Advance(TimeSpan.FromSeconds(119));
        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "заблокирован");
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Ok", Text(await AskAsync("GetOrderList2", $"lastversion=\"{version}\""), "Status"));
        AssertOk(await SaveAsync());
    }

    [Fact]
    public async Task Another_key_cannot_lock_what_is_locked()
    {
        await CreateAsync();
        await LockAsync();

        AssertRefused(
            await LockAsync(key: "{11111111-7D53-4C1B-9B7E-1E5A0C2D3F44}"), "Query Executing Error", 2219, "заблокирован");
        Assert.Equal("1", Text(await LockAsync(), "locked"));
    }

    [Fact]
    public async Task The_cashier_waits_for_a_clients_lock()
    {
        await CreateAsync();
        await LockAsync();

        Assert.Equal(CashierRefusal.LockedByOther, Till.AddDish(Id, 101, 1000, []).Refusal);
        Assert.Equal(CashierRefusal.LockedByOther, (await Till.OpenOrderAsync(Id, Stop)).Outcome.Refusal);
    }

    [Fact]
    public async Task An_order_open_at_the_station_is_closed_to_every_key()
    {
        await CreateAsync();
        await LockAsync();
        await LockAsync("1899-12-30T00:00:00");
        await Till.OpenOrderAsync(Id, Stop);

        AssertRefused(
            await SaveAsync(attributes: $"lockguid=\"{Key}\""), "Query Executing Error", 2219, "(станция Касса 1, оператор Иванова А.)");
        Till.LeaveOrder(Id);
        AssertOk(await SaveAsync());
    }
}
