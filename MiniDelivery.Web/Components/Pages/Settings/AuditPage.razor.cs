using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Журнал»: who changed what, for managers and administrators.</summary>
public sealed partial class AuditPage(
    AuditQueries queries,
    RestaurantDirectory directory,
    CurrentRestaurant here,
    CurrentStaff staff,
    IStringLocalizer<AuditPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private AuditLines? _page;
    private bool _isDenied;
    private int _number;
    private DateOnly? _from;
    private DateOnly? _to;
    private string _who = "";
    private string _what = "";
    private string _text = "";

    private Guid? _restaurant;

    // Those that the person may read about, closed ones too; with one there is nothing to choose.
    private IReadOnlyList<RestaurantInfo> _readable = [];

    private RestaurantInfo Restaurant => here.Info;


    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var by = await staff.GetAsync();
        _readable = [.. directory.All.Where(one => by.May(Permission.ReadAudit, one.Id))];
        await ReadAsync();
    }

    private Task FilterAsync() => TurnAsync(-_number);

    private Task TurnAsync(int pages)
    {
        _number += pages;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        // Whole days by the restaurant's clock, from midnight: an audit is read beside a calendar, not beside the till.
        var filter = new AuditFilter(Midnight(_from), Midnight(_to?.AddDays(1)), _who, _what, _text, _restaurant is { } about ? new RestaurantId(about) : null);
        _page = await queries.ReadAsync(filter, _number, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _page is null;
    }

    private DateTimeOffset? Midnight(DateOnly? day) => day is { } date ? new BusinessDay(Restaurant.Zone, 0).Start(date) : null;

    private string WordOf(string act) => localizer[$"Audit.{act}"] is { ResourceNotFound: false } word ? word.Value : act;

    private string ChangeOf(AuditLine line) => (Said(line.Old), Said(line.New)) switch
    {
        ({ Length: > 0 } old, { Length: > 0 } now) => $"{old} → {now}",
        ({ Length: > 0 } old, _) => $"{old} →",
        (_, { Length: > 0 } now) => now,
        _ => "",
    };

    // Roles are kept by their names; everything else as it was written.
    private string? Said(string? text) =>
        text is { } name && Enum.GetNames<StaffRole>().Contains(name) ? words.Of(Enum.Parse<StaffRole>(name)) : text;
}
