using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Tests.Components;

/// <summary>The pieces of the header, each with what it is told and nothing else.</summary>
public sealed class ShellTests : BunitContext
{
    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
    private static readonly DateTimeOffset _now = new(2027, 1, 13, 13, 41, 0, TimeSpan.Zero);
    private static readonly TillInfo _info = new("7.26.8.2001", "MIDSERV", null, null);

    public ShellTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("ru");
        Services.AddLocalization();
        this.AddAuthorization();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(_now));
    }

    [Fact]
    public void A_till_that_is_there_is_named_by_its_version_without_the_build() =>
        Assert.Equal("Касса на связи · RK7 7.26.8", Strip(new TillHealth(_info, null, _now)).TextContent.Trim());

    [Fact]
    public void A_till_that_is_gone_says_since_when_by_the_restaurants_clock()
    {
        var strip = Strip(new TillHealth(_info, new TillTrouble(TillTroubles.Unreachable, "refused"), _now));

        Assert.Equal("Касса не отвечает с 20:41", strip.TextContent.Trim());
        Assert.Equal("bad", strip.GetAttribute("data-state"));
    }

    [Fact]
    public void A_till_without_an_address_is_not_called_broken() =>
        Assert.Equal("warn", Strip(new TillHealth(null, new TillTrouble(TillTroubles.NotConfigured, ""), _now)).GetAttribute("data-state"));

    [Fact]
    public void Pressed_the_strip_tells_since_when_the_last_answer_and_how_many_wait()
    {
        var more = Render<TillStrip>(parameters => parameters
            .Add(strip => strip.Health, new TillHealth(_info, null, _now) { Queue = 3 })
            .Add(strip => strip.LastAnswer, _now.AddSeconds(-5))
            .Add(strip => strip.Zone, _zone));

        Assert.Equal("20:41", more.Find("[data-testid=till-since]").TextContent);
        Assert.Equal("20:40:55", more.Find("[data-testid=till-last-answer]").TextContent);
        Assert.Equal("3", more.Find("[data-testid=till-queue]").TextContent);
    }

    [Fact]
    public void Trouble_says_what_and_what_to_do_and_who()
    {
        var said = Render<TillTroubleWords>(parameters => parameters.Add(words => words.Trouble, new TillTrouble("rk7-2133", "Общая смена 7 была открыта слишком давно.")));

        Assert.Equal("Смена открыта слишком давно", said.Find("[data-testid=trouble-what]").TextContent);
        Assert.Contains("Закройте смену", said.Find("[data-testid=trouble-do]").TextContent, StringComparison.Ordinal);
        Assert.Contains("менеджер", said.Find("[data-testid=trouble-who]").TextContent, StringComparison.Ordinal);
        Assert.False(said.Find("details").HasAttribute("open"));
    }

    [Fact]
    public async Task Trouble_without_words_of_its_own_shows_what_the_till_said_and_copies_it()
    {
        var copied = JSInterop.SetupModule("./js/copy.js").SetupVoid("copyText", "#43 rk7-9999: Что-то странное").SetVoidResult();
        var said = Render<TillTroubleWords>(parameters => parameters
            .Add(words => words.Trouble, new TillTrouble("rk7-9999", "Что-то странное"))
            .Add(words => words.About, "#43"));

        Assert.True(said.Find("details").HasAttribute("open"));
        Assert.Contains("Что-то странное", said.Find("[data-testid=trouble-raw]").TextContent, StringComparison.Ordinal);
        await said.InvokeAsync(() => said.Find("[data-testid=trouble-copy]").ClickAsync(new()));

        Assert.Single(copied.Invocations);
        Assert.Equal("Скопировано", said.Find("[data-testid=trouble-copy]").TextContent);
    }

    [Fact]
    public void A_silent_till_costs_no_orders_and_the_bar_says_so()
    {
        var bar = Banner(new TillHealth(_info, new TillTrouble(TillTroubles.Timeout, "10 s"), _now));

        Assert.Contains(
            "Касса не отвечает с 20:41. Заказы принимаются, мы передадим их, когда она вернётся.", bar.Find("[data-testid=banner]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_the_till_without_words_of_its_own_is_shown()
    {
        var bar = Banner(new TillHealth(_info, new TillTrouble("rk7-9999", "Ошибка"), _now));

        Assert.Contains("9999", bar.Find("[data-testid=banner]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_till_that_is_well_needs_no_bar() => Assert.Empty(Banner(new TillHealth(_info, null, _now)).Markup.Trim());

    [Fact]
    public async Task The_button_asks_the_till_once_and_waits_for_its_answer()
    {
        var answer = new TaskCompletionSource();
        var asked = 0;
        var bar = Render<TillBanner>(parameters => parameters
            .Add(banner => banner.Health, new TillHealth(null, new TillTrouble(TillTroubles.Unreachable, ""), _now))
            .Add(banner => banner.Zone, _zone)
            .Add(banner => banner.OnCheck, () =>
            {
                asked++;
                return answer.Task;
            }));

        var click = bar.InvokeAsync(() => bar.Find("[data-testid=till-check]").ClickAsync(new()));
        Assert.True(bar.Find("[data-testid=till-check]").HasAttribute("disabled"));
        answer.SetResult();
        await click;

        Assert.False(bar.Find("[data-testid=till-check]").HasAttribute("disabled"));
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(LicenseState.EndsSoon, "late", "заканчивается 20.01.2027")]
    [InlineData(LicenseState.Grace, "bad", "закончилась 20.01.2027. Заказы пока принимаются")]
    [InlineData(LicenseState.Expired, "bad", "не принимаются")]
    [InlineData(LicenseState.Missing, "bad", "Нет лицензии")]
    public void A_licence_that_ends_is_said_to_everybody(LicenseState state, string level, string words)
    {
        var bar = Render<LicenseBanner>(parameters => parameters
            .Add(banner => banner.License, new LicenseCheck(state, state is LicenseState.Missing ? null : _now.AddDays(7)))
            .Add(banner => banner.Zone, _zone)).Find("[data-testid=banner]");

        Assert.Equal(level, bar.GetAttribute("data-level"));
        Assert.Contains(words, bar.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_valid_licence_needs_no_bar() => Assert.Empty(Render<LicenseBanner>(parameters => parameters
        .Add(banner => banner.License, new LicenseCheck(LicenseState.Valid, _now.AddDays(300)))
        .Add(banner => banner.Zone, _zone)).Markup.Trim());

    [Theory]
    [InlineData(45, "через 45 мин", "false")]
    [InlineData(-5, "опаздывает на 5 мин", "true")]
    public void What_is_late_is_marked_as_late(int minutes, string words, string late)
    {
        var said = Services.GetRequiredService<IStringLocalizer<Words>>();
        var until = Render(Moments.Until(_now.AddMinutes(minutes), _now, UntilForms.Of(said), said)).Find("span");

        Assert.Equal((words, late), (until.TextContent, until.GetAttribute("data-late")));
        Assert.Equal(6, until.GetAttribute("data-words")!.Split('|').Length);
    }

    private AngleSharp.Dom.IElement Strip(TillHealth health) => Render<TillStrip>(parameters => parameters
        .Add(strip => strip.Health, health)
        .Add(strip => strip.Zone, _zone)).Find("[data-testid=till-strip]");

    private IRenderedComponent<TillBanner> Banner(TillHealth health) => Render<TillBanner>(parameters => parameters
        .Add(banner => banner.Health, health)
        .Add(banner => banner.Zone, _zone)
        .Add(banner => banner.OnCheck, () => Task.CompletedTask));
}
