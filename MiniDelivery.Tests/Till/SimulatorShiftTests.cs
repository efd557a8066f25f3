using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorShiftTests : SimulatorBase
{
    [Fact]
    public async Task A_shift_that_is_too_old_takes_no_new_orders_but_lets_old_ones_be_edited()
    {
        await CreateAsync();
        Switch(switches => switches with { ShiftTooOld = true });

        AssertRefused(await CreateAsync(""), "Query Executing Error", 2133, "Общая смена 1 была открыта слишком давно. Нужно закрыть");
        AssertOk(await SaveAsync());
    }

    [Theory]
    [InlineData(ShiftClosing.WithCode, 2172)]
    [InlineData(ShiftClosing.WithoutCode, null)]
    public async Task A_closing_shift_refuses_everything_as_a_parse_error(ShiftClosing closing, int? code)
    {
        Switch(switches => switches with { ShiftClosing = closing });

        AssertRefused(await AskAsync("GetSystemInfo"), "Query Parse Error", code, "UCSERR(2172)");
    }

    [Theory]
    [InlineData(true, 2172)]
    [InlineData(false, null)]
    public async Task Closing_by_hand_takes_its_time(bool number, int? code)
    {
        Switch(switches => switches with { ShiftCloseSeconds = 20, ShiftCloseNumber = number });
        Till.CloseShift();

        AssertRefused(await AskAsync("GetOrderList2"), "Query Parse Error", code, "UCSERR(2172): В данный момент закрывается общая смена");
        Time.Advance(TimeSpan.FromSeconds(20));

        var shift = (await AskAsync("GetSystemInfo2")).Descendants("CommonShift").Single();
        Assert.Equal(("2", "2030-01-01T15:00:20"), (Text(shift, "ShiftNum"), Text(shift, "ShiftStartTime")));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_new_shift_forgets_finished_orders_and_perhaps_empty_ones(bool vanish, int listed)
    {
        Switch(switches => switches with { EmptyOrdersVanish = vanish, ListVersionRestarts = true });
        await CreateAsync();
        await SaveAsync();
        Till.Pay(Id, 1);
        var open = Text(await CreateAsync(""), "guid")!;
        Till.AddDish(open, 102, 1000, []);
        await CreateAsync("");
        Assert.Equal(3, (await ListAsync()).Count);

        Till.CloseShift();

        var list = await AskAsync("GetOrderList2");
        Assert.Equal(listed, list.Descendants("Order").Count());
        Assert.True(Number(list, "lastversion") < 10);
        Assert.Equal(("1", "1"), (Text(await GetAsync(), "paid"), Text(await GetAsync(), "finished")));
    }
}
