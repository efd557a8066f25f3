using System.Globalization;
using System.Resources;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Health;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Pages.Status;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Tests.Components;

/// <summary>«Состояние системы» as a manager sees it.</summary>
public sealed class SystemPageTests : OrderPagesTest
{
    private readonly ToldPart _disk = new(SystemPart.Disk, "database");
    private SystemWatch? _watch;

    /// <summary>Every code that a look can give, by part.</summary>
    public static TheoryData<SystemPart, string, bool> Codes() => new()
    {
        { SystemPart.Database, "Ok", true }, { SystemPart.Database, "Unreachable", false }, { SystemPart.Database, "CannotStore", false },
        { SystemPart.Board, "Ok", true }, { SystemPart.Board, "NotRead", false },
        { SystemPart.Till, "Ok", true }, { SystemPart.Till, "Asking", true }, { SystemPart.Till, "NotConfigured", false }, { SystemPart.Till, "Silent", false }, { SystemPart.Till, "Refuses", false },
        { SystemPart.License, "Ok", true }, { SystemPart.License, "EndsSoon", false }, { SystemPart.License, "Grace", false }, { SystemPart.License, "Expired", false }, { SystemPart.License, "Missing", false },
        { SystemPart.Instances, "Ok", true }, { SystemPart.Instances, "Alone", true }, { SystemPart.Instances, "Apart", false },
        { SystemPart.Disk, "Ok", true }, { SystemPart.Disk, "Low", false }, { SystemPart.Disk, "Full", false }, { SystemPart.Disk, "Unknown", false },
        { SystemPart.Log, "Ok", true }, { SystemPart.Log, "Off", true }, { SystemPart.Log, "NotWritten", false },
        { SystemPart.Work, "Ok", true }, { SystemPart.Work, "Failing", false }, { SystemPart.Work, "Stuck", false },
        { SystemPart.Backup, "Ok", true }, { SystemPart.Backup, "Waiting", true }, { SystemPart.Backup, "Elsewhere", true },
        { SystemPart.Backup, "Off", false }, { SystemPart.Backup, "Failed", false }, { SystemPart.Backup, "Late", false },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Whatever_is_found_has_words_and_whatever_is_wrong_says_what_to_do(SystemPart part, string code, bool isWell)
    {
        var words = new ResourceManager(typeof(SystemPage));

        Assert.NotNull(words.GetString($"{part}.{code}", CultureInfo.InvariantCulture));
        Assert.Equal(isWell, words.GetString($"{part}.{code}.Do", CultureInfo.InvariantCulture) is null);
        Assert.NotNull(new ResourceManager(typeof(Words)).GetString($"System.{part}", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Each_regular_work_has_a_name_that_people_understand()
    {
        var words = new ResourceManager(typeof(SystemPage));

        Assert.All(
            typeof(RegularWork).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RegularWork))),
            work => Assert.True(words.GetString($"Name.{work.Name}", CultureInfo.InvariantCulture) is { Length: > 0 }, work.Name));
    }

    [Fact]
    public async Task What_breaks_is_on_the_page_by_itself_with_what_to_do_and_so_is_that_it_is_well_again()
    {
        await Watch.LookAsync(CancellationToken.None);
        var page = Render<SystemPage>();
        await SeeAsync(page, () => Assert.Equal("Всё работает", page.Find("[data-testid=system-all]").TextContent));
        Assert.Single(page.FindAll("[data-testid=system-empty]"));

        _disk.Is(FindingLevel.Trouble, "Full", "17");
        await Watch.LookAsync(CancellationToken.None);

        await SeeAsync(page, () => Assert.Equal("Не работает: 1", page.Find("[data-testid=system-all]").TextContent));
        var part = page.Find("[data-testid=system-part]").TextContent;
        Assert.Contains("Место на диске · база данных", part, StringComparison.Ordinal);
        Assert.Contains("Место почти кончилось: 17 МБ", part, StringComparison.Ordinal);
        Assert.Contains("Освободите место сейчас", part, StringComparison.Ordinal);

        _disk.Is(FindingLevel.Ok, "Ok", "90000");
        await Watch.LookAsync(CancellationToken.None);

        await SeeAsync(page, () => Assert.Equal("Всё работает", page.Find("[data-testid=system-all]").TextContent));
        await SeeAsync(page, () => Assert.Equal(2, page.FindAll("[data-testid=system-line]").Count));
    }

    [Fact]
    public void The_bar_names_what_does_not_work()
    {
        var bar = Render<SystemBanner>(parameters => parameters.Add(banner => banner.Troubles, [new Finding(SystemPart.Backup, FindingLevel.Trouble, "Failed")]));

        Assert.Contains("Не работает: Резервная копия.", bar.Markup, StringComparison.Ordinal);
        Assert.Equal("system", bar.Find("[data-testid=system-banner]").GetAttribute("href"));
        Assert.Empty(Render<SystemBanner>(parameters => parameters.Add(banner => banner.Troubles, [])).Markup.Trim());
    }

    private SystemWatch Watch => _watch ??= new SystemWatch(Database.Contexts, [_disk], Database.Signal, TimeProvider.System, NullLogger<SystemWatch>.Instance);

    private protected override void AddServices()
    {
        Services.AddSingleton(_ => Watch);
        Services.AddSingleton<TillMonitor>();
        Services.AddSingleton(_ => new SystemDesk(Database.Contexts, Watch, new WorkCheck(new ServiceCollection().BuildServiceProvider(), TimeProvider.System)));
    }
}
