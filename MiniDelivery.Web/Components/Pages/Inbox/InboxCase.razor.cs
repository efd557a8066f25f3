using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Inbox;

/// <summary>One body that needs help: whom to call, what is wrong, and what can be done about it. What is typed stays while the list changes around it.</summary>
public sealed partial class InboxCase(InboxDesk desk, CurrentStaff staff, IStringLocalizer<InboxPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private string? _text;
    private string? _reason;
    private string? _said;
    private IReadOnlyList<InboxFault> _faults = [];
    private bool _isBusy;

    /// <summary>The body.</summary>
    [Parameter]
    [EditorRequired]
    public required InboxEntry Entry { get; set; }

    /// <summary>Whose it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>It is an order now.</summary>
    [Parameter]
    public EventCallback<(OrderId Id, int Number)> OnAccepted { get; set; }

    /// <summary>It is declined.</summary>
    [Parameter]
    public EventCallback OnDeclined { get; set; }

    private IStringLocalizer<InboxPage> L => localizer;

    private InboxItem Item => Entry.Item;

    private string Size => Math.Max(1, (Item.Length + 512) / 1024).ToString(CultureInfo.CurrentCulture);

    private Task ReadAsync() => DoAsync(async () =>
    {
        _text = await desk.ReadAsync(Restaurant.Id, Item.Id, await staff.GetAsync(), CancellationToken.None);
        _said = _text is null ? L["Lost"].Value : null;
    });

    private Task AcceptAsync() => DoAsync(async () =>
    {
        var answer = await desk.AcceptAsync(Restaurant.Id, Item.Id, _text, await staff.GetAsync(), CancellationToken.None);
        if (answer.Outcome.IsDone)
        {
            await OnAccepted.InvokeAsync(answer.Answer switch
            {
                IntakeAnswer.Taken taken => (taken.Id, taken.Number),
                IntakeAnswer.AlreadyKnown known => (known.Id, known.Number),
                _ => default,
            });
            return;
        }

        (_said, _faults) = (WhyNot(answer), answer.Faults ?? []);
    });

    private Task DeclineAsync() => DoAsync(async () =>
    {
        var outcome = await desk.DeclineAsync(Restaurant.Id, Item.Id, _reason ?? "", await staff.GetAsync(), CancellationToken.None);
        if (outcome.IsDone)
        {
            await OnDeclined.InvokeAsync();
            return;
        }

        (_said, _faults) = (words.Why(outcome, Restaurant), []);
    });

    // What the intake said, where it was asked; the rules' own words else.
    private string WhyNot(InboxAnswer answer) => answer.Answer is { } said && L[$"Answer.{said.GetType().Name}"] is { ResourceNotFound: false } word
        ? word.Value
        : words.Why(answer.Outcome, Restaurant);

    private async Task DoAsync(Func<Task> work)
    {
        _isBusy = true;
        try
        {
            await work();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
