using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>«Помощь»: the whole work on one page, in the words and colours of the screen itself.</summary>
public sealed partial class Help(IStringLocalizer<Help> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private static readonly (string Section, int Lines)[] _lists =
        [("alert", 5), ("editor", 5), ("cashier", 5), ("watch", 3), ("cancel", 5), ("till", 5)];

    private static readonly string[] _sections = ["order", "states", .. _lists.Select(list => list.Section), "keys", "first", "license"];

    private static readonly OrderStatus[] _way =
        [OrderStatus.Waiting, OrderStatus.Created, OrderStatus.Accepted, OrderStatus.OnTheWay, OrderStatus.Archived];

    private static readonly (string Key, string Word)[] _keys =
        [("?", "list"), ("/", "search"), ("Tab", "tab"), ("Enter", "enter"), ("Esc", "escape")];

    private IEnumerable<string> Lines(string section, int count) =>
        Enumerable.Range(1, count).Select(line => localizer[$"{section}.{line}"].Value);
}
