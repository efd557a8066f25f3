using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Tills;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Tests.Api;

/// <summary>
/// Every use case that people call, called directly as each role: a page that forgot to ask opens nothing. A new method of a desk
/// fails here until somebody has said what right it needs.
/// </summary>
public sealed class PermissionMatrixTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly Type[] _desks = [typeof(OrderDesk), typeof(TillSettingsDesk), typeof(StaffDesk), typeof(AuditQueries), typeof(MenuDesk), typeof(ReportQueries), typeof(OrderEditor), typeof(AlertDesk), typeof(LicenseDesk), typeof(EscalationDesk), typeof(GuestDesk), typeof(StaffIntake), typeof(PushBook), typeof(IntakeDesk), typeof(InboxDesk), typeof(RetentionDesk), typeof(AppearanceDesk), typeof(CourierDesk), typeof(ConnectionDesk), typeof(SupportReport), typeof(SystemDesk), typeof(TrialIntake), typeof(WebhookDesk)];

    // By the right they need; each says whether the caller was let through.
    private static readonly Dictionary<string, (Permission Needs, Func<TestApp, OrderId, Actor, Task<bool>> Call)> _useCases = new()
    {
        ["SupportReport.WriteAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await app.Services.GetRequiredService<SupportReport>().WriteAsync(app.Restaurant.Id, by, Stop) is not null),
        ["SystemDesk.ShowAsync"] = (Permission.WatchSystem, async (app, _, by) => await app.Services.GetRequiredService<SystemDesk>().ShowAsync(by, Stop) is not null),
        ["OrderDesk.AcceptAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.AcceptAsync(id, by, Stop))),
        ["OrderDesk.DenyDuplicateAsync"] = (Permission.WorkWithOrders, async (app, id, by) => await Let(app.Desk.DenyDuplicateAsync(id, await TakeAsync(app), by, Stop))),
        ["OrderDesk.AcknowledgeAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.AcknowledgeAsync(id, by, Stop))),
        ["OrderDesk.HearAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.HearAsync(id, by, Stop))),
        ["AlertDesk.AcknowledgeAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(Alerts(app).AcknowledgeAsync([id.Value], by, Stop))),
        ["AlertDesk.Show"] = (Permission.ChangeSettings, (app, _, by) => Task.FromResult(Alerts(app).Show(app.Restaurant.Id, by) is not null)),
        ["AlertDesk.SaveAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Alerts(app).SaveAsync(Alerts(app).LastTest(app.Restaurant.Id), by, Stop))),
        ["AlertDesk.StartTestAsync"] = (Permission.WorkWithOrders, (app, _, by) => Let(Alerts(app).StartTestAsync(app.Restaurant.Id, by, Stop))),
        ["AlertDesk.RenameAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Let(Alerts(app).RenameAsync(await TerminalAsync(app), "Зал", by, Stop))),
        ["AlertDesk.SetLockingAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Let(Alerts(app).SetLockingAsync(await TerminalAsync(app), true, 10, by, Stop))),
        ["AlertDesk.SwitchAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Alerts(app).SwitchAsync(await TerminalAsync(app), app.Restaurant.Id, by, Stop))),
        ["AlertDesk.RemoveAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Let(Alerts(app).RemoveAsync(await TerminalAsync(app), by, Stop))),
        ["AlertDesk.SetVolumeAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Alerts(app).SetVolumeAsync(await TerminalAsync(app), 50, by, Stop))),
        ["AlertDesk.SetLookAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Alerts(app).SetLookAsync(await TerminalAsync(app), ListLook.Default, by, Stop))),
        ["AlertDesk.ConfirmTestAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Alerts(app).ConfirmTestAsync(await TerminalAsync(app), by, Stop))),
        ["StaffIntake.TakeAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await app.Services.GetRequiredService<StaffIntake>().TakeAsync(Some.Draft($"{Guid.NewGuid()}"), app.Restaurant.Id, fills: false, by, Stop) is not null),
        ["GuestDesk.ListAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Guests(app).ListAsync(app.Restaurant.Id, null, false, 1, by, Stop) is not null),
        ["GuestDesk.ShowAsync"] = (Permission.WorkWithOrders, async (app, id, by) => await Guests(app).ShowAsync(app.Restaurant.Id, await GuestAsync(app, id), by, Stop) is not null),
        ["GuestDesk.FindAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Guests(app).FindAsync(app.Restaurant.Id, "89000000000", by, Stop) is not null),
        ["GuestDesk.GlimpseAsync"] = (Permission.WorkWithOrders, async (app, id, by) => await Guests(app).GlimpseAsync((await app.Services.GetRequiredService<OrderQueries>().FindAsync(id, Stop))!.Order, by, Stop) is not null),
        ["GuestDesk.NoteAsync"] = (Permission.WorkWithOrders, async (app, id, by) => await Let(Guests(app).NoteAsync(app.Restaurant.Id, await GuestAsync(app, id), "Домофон", by, Stop))),
        ["GuestDesk.BlockAsync"] = (Permission.KeepGuests, async (app, _, by) => await Let(Guests(app).BlockAsync(app.Restaurant.Id, await GuestAsync(app, await TakeAsync(app)), "Не платит", by, Stop))),
        ["GuestDesk.UnblockAsync"] = (Permission.KeepGuests, async (app, _, by) => await Let(Guests(app).UnblockAsync(app.Restaurant.Id, await GuestAsync(app, await TakeAsync(app)), by, Stop))),
        ["OrderDesk.RetryTillAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.RetryTillAsync(id, by, Stop))),
        ["OrderDesk.FillAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.FillAsync(id, by, Stop))),
        ["OrderDesk.EditAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.EditAsync(id, Plan, by, Stop))),
        ["OrderDesk.WithdrawCancellationAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.WithdrawCancellationAsync(id, by, Stop))),
        ["OrderDesk.DeclineCancelAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.DeclineCancelAsync(id, by, Stop))),
        ["OrderDesk.GiveUpEditAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.GiveUpEditAsync(id, by, Stop))),
        ["OrderDesk.MoveOnAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.MoveOnAsync(id, OrderStatus.OnTheWay, by, Stop))),
        ["OrderDesk.PrintAsync"] = (Permission.WorkWithOrders, async (app, id, by) => (await app.Desk.PrintAsync(id, SlipKind.Courier, by, Stop)).Outcome.IsDone),
        ["OrderDesk.ChooseDishAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.ChooseDishAsync(id, 1, app.Services.GetRequiredService<MenuCache>().For(app.Restaurant.Id)!.Items[0].Ident, by, Stop))),
        ["OrderDesk.ChooseModifierAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.ChooseModifierAsync(id, 1, 0, 3005, "Сметана", by, Stop))),
        ["OrderDesk.StepBackAsync"] = (Permission.StepBack, (app, id, by) => Let(app.Desk.StepBackAsync(id, app.Restaurant.Day, by, Stop))),
        ["OrderDesk.CancelAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.CancelAsync(id, CancelReason.TestOrder, null, by, Stop))),
        ["OrderDesk.SendOutAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.SendOutAsync(id, null, by, Stop))),
        ["OrderDesk.AssignAsync"] = (Permission.WorkWithOrders, (app, id, by) => Let(app.Desk.AssignAsync(id, null, by, Stop))),
        ["CourierDesk.ListAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Couriers(app).ListAsync(app.Restaurant.Id, by, Stop) is not null),
        ["CourierDesk.AddAsync"] = (Permission.KeepCouriers, (app, _, by) => Let(Couriers(app).AddAsync(app.Restaurant.Id, "Иван", "", by, Stop))),
        ["CourierDesk.RenameAsync"] = (Permission.KeepCouriers, async (app, _, by) => await Let(Couriers(app).RenameAsync(await CourierAsync(app), "Пётр", "", by, Stop))),
        ["CourierDesk.SetActiveAsync"] = (Permission.KeepCouriers, async (app, _, by) => await Let(Couriers(app).SetActiveAsync(await CourierAsync(app), false, by, Stop))),
        ["CourierDesk.SetShiftAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Couriers(app).SetShiftAsync(await CourierAsync(app), true, by, Stop))),
        ["CourierDesk.IssueLinkAsync"] = (Permission.WorkWithOrders, async (app, _, by) => await Let(Couriers(app).IssueLinkAsync(await CourierAsync(app), by, Stop))),
        ["CourierDesk.TakeCashAsync"] = (Permission.KeepCouriers, async (app, _, by) => await Let(Couriers(app).TakeCashAsync(await CourierAsync(app), Money.From(1), by, Stop))),
        ["OrderEditor.OpenAsync"] = (Permission.WorkWithOrders, async (app, id, by) =>
            await app.Services.GetRequiredService<OrderEditor>().OpenAsync(id, by, takeOver: false, Stop) is not EditorAnswer.Refused { Outcome.Reason: Refusal.NotPermitted }),
        ["ReportQueries.ReadAsync"] = (Permission.ReadReports, async (app, _, by) => await Reports(app).ReadAsync(Year(app), by, Stop) is not null),
        ["ReportQueries.CouriersAsync"] = (Permission.ReadReports, async (app, _, by) => await Reports(app).CouriersAsync(Year(app), by, Stop) is not null),
        ["ReportQueries.DishesAsync"] = (Permission.ReadReports, async (app, _, by) => await Reports(app).DishesAsync(Year(app), by, Stop) is not null),
        ["ReportQueries.OrdersAsync"] = (Permission.ReadReports, async (app, _, by) => await Reports(app).OrdersAsync(Year(app), new OrderPick.Received(), 1, by, Stop) is not null),
        ["ReportQueries.CancelledAsync"] = (Permission.ReadReports, async (app, _, by) => await Reports(app).CancelledAsync(Year(app), 1, by, Stop) is not null),
        ["AuditQueries.ReadAsync"] = (Permission.ReadAudit, async (app, _, by) =>
            await app.Services.GetRequiredService<AuditQueries>().ReadAsync(new AuditFilter(), 0, by, Stop) is not null),
        ["EscalationDesk.ShowAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Ladder(app).ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["EscalationDesk.SaveAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            (await Ladder(app).SaveAsync(LadderForm(app), by, Stop)).Outcome.Reason is not Refusal.NotPermitted),
        ["EscalationDesk.TryAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            await Ladder(app).TryAsync(LadderForm(app), EscalationRung.Webhook, by, Stop) is not null),
        ["PushBook.SubscribeAsync"] = (Permission.WorkWithOrders, (app, _, by) =>
            Let(Push(app).SubscribeAsync(app.Restaurant.Id, new PushWish("", "", "", ""), "operator", by, Stop))),
        ["PushBook.UnsubscribeAsync"] = (Permission.WorkWithOrders, (app, _, by) => Let(Push(app).UnsubscribeAsync("https://nowhere.example/", by, Stop))),
        ["MenuDesk.ShowAsync"] = (Permission.KeepMenu, async (app, _, by) => await Menus(app).ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["MenuDesk.RefreshAsync"] = (Permission.KeepMenu, async (app, _, by) =>
            (await Menus(app).RefreshAsync(app.Restaurant.Id, by, Stop)).Outcome.Reason is not Refusal.NotPermitted),
        ["MenuDesk.ChooseAsync"] = (Permission.KeepMenu, (app, _, by) => Let(Menus(app).ChooseAsync(app.Restaurant.Id, SourceId.New(), "", 1, by, Stop))),
        ["MenuDesk.RemoveAsync"] = (Permission.KeepMenu, (app, _, by) => Let(Menus(app).RemoveAsync(app.Restaurant.Id, SourceId.New(), "", by, Stop))),
        ["AppearanceDesk.ShowAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Looks(app).ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["AppearanceDesk.SaveAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Looks(app).SaveAsync(app.Restaurant.Id, -1, Appearance.Plain, by, Stop))),
        ["RetentionDesk.ShowAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Keeping(app).ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["RetentionDesk.PreviewAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Keeping(app).PreviewAsync(app.Restaurant.Id, 24, by, Stop) is not null),
        ["RetentionDesk.SaveAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Keeping(app).SaveAsync(app.Restaurant.Id, 0, null, by, Stop))),
        ["RetentionDesk.FindGuestAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            (await Keeping(app).FindGuestAsync(app.Restaurant.Id, "80000000001", by, Stop)).Outcome.Reason is not Refusal.NotPermitted),
        ["RetentionDesk.EraseGuestAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            (await Keeping(app).EraseGuestAsync(app.Restaurant.Id, "80000000001", by, Stop)).Outcome.Reason is not Refusal.NotPermitted),
        ["LicenseDesk.ShowAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            await app.Services.GetRequiredService<LicenseDesk>().ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["LicenseDesk.InstallAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            (await app.Services.GetRequiredService<LicenseDesk>().InstallAsync(app.Restaurant.Id, "x", by, Stop)).Refusal is null),
        ["TillSettingsDesk.Show"] = (Permission.ChangeSettings, (app, _, by) => Task.FromResult(Tills(app).Show(app.Restaurant.Id, by) is not null)),
        ["TillSettingsDesk.SaveAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Tills(app).SaveAsync(app.Restaurant.Id, new TillForm { Url = "x" }, by, Stop))),
        ["TillSettingsDesk.ShowCertificateAsync"] = (Permission.ChangeSettings, async (app, _, by) => IsLet(await Tills(app).ShowCertificateAsync(app.Restaurant.Id, Form(app), by, Stop))),
        ["TillSettingsDesk.ReadReferencesAsync"] = (Permission.ChangeSettings, async (app, _, by) =>
            IsLet(await Tills(app).ReadReferencesAsync(app.Restaurant.Id, Form(app), by, Stop))),
        ["TillSettingsDesk.CheckAsync"] = (Permission.ChangeSettings, async (app, id, by) =>
        {
            await foreach (var probe in Tills(app).CheckAsync(app.Restaurant.Id, Form(app), by, Stop))
            {
                return true;
            }

            return false;
        }),
        ["IntakeDesk.ShowAsync"] = (Permission.PauseIntake, async (app, _, by) => await Intake(app).ShowAsync(app.Restaurant.Id, by, Stop) is not null),
        ["IntakeDesk.PauseAsync"] = (Permission.PauseIntake, (app, _, by) => Let(Intake(app).PauseAsync(app.Restaurant.Id, DateTimeOffset.MinValue, PauseReason.Other, by, Stop))),
        ["IntakeDesk.BusyAsync"] = (Permission.PauseIntake, (app, _, by) => Let(Intake(app).BusyAsync(app.Restaurant.Id, 15, DateTimeOffset.MinValue, by, Stop))),
        ["IntakeDesk.ResumeAsync"] = (Permission.PauseIntake, (app, _, by) => Let(Intake(app).ResumeAsync(app.Restaurant.Id, by, Stop))),
        ["IntakeDesk.LimitAsync"] = (Permission.PauseIntake, (app, _, by) => Let(Intake(app).LimitAsync(app.Restaurant.Id, 0, 15, by, Stop))),
        ["ConnectionDesk.ListAsync"] = (Permission.KeepConnections, async (app, _, by) => await Connections(app).ListAsync(app.Restaurant.Id, by, Stop) is not null),
        ["TrialIntake.SendAsync"] = (Permission.KeepConnections, async (app, _, by) =>
            (await app.Services.GetRequiredService<TrialIntake>().SendAsync(app.Restaurant.Id, SourceId.New(), TrialKind.Delivery, false, by, Stop)).Refusal is not TrialRefusal.NotPermitted),
        ["ConnectionDesk.AddAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Connections(app).AddAsync(app.Restaurant.Id, new SourceForm(), by, Stop))),
        ["ConnectionDesk.SaveAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Connections(app).SaveAsync(app.Restaurant.Id, SourceId.New(), 0, new SourceForm(), by, Stop))),
        ["ConnectionDesk.SwitchAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Connections(app).SwitchAsync(app.Restaurant.Id, SourceId.New(), false, by, Stop))),
        ["ConnectionDesk.IssueAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Connections(app).IssueAsync(app.Restaurant.Id, SourceId.New(), null, Scopes.All, null, by, Stop))),
        ["ConnectionDesk.RevokeAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Connections(app).RevokeAsync(app.Restaurant.Id, "nothing", by, Stop))),
        ["InboxDesk.ListAsync"] = (Permission.KeepInbox, async (app, _, by) => await Inbox(app).ListAsync(app.Restaurant.Id, settled: false, by, Stop) is not null),
        ["InboxDesk.ReadAsync"] = (Permission.KeepInbox, async (app, _, by) => await Inbox(app).ReadAsync(app.Restaurant.Id, await RefusedAsync(app), by, Stop) is not null),
        ["InboxDesk.AcceptAsync"] = (Permission.KeepInbox, async (app, _, by) => await Let(AcceptAsync(app, by))),
        ["InboxDesk.DeclineAsync"] = (Permission.KeepInbox, (app, _, by) => Let(Inbox(app).DeclineAsync(app.Restaurant.Id, Guid.Empty, "", by, Stop))),
        ["WebhookDesk.ListAsync"] = (Permission.KeepConnections, async (app, _, by) => await Hooks(app).ListAsync(app.Restaurant.Id, by, Stop) is not null),
        ["WebhookDesk.LogAsync"] = (Permission.KeepConnections, async (app, _, by) => await Hooks(app).LogAsync(app.Restaurant.Id, null, false, null, by, Stop) is not null),
        ["WebhookDesk.ShowAsync"] = (Permission.KeepConnections, async (app, _, by) => await Hooks(app).ShowAsync(app.Restaurant.Id, await DeliveryAsync(app), by, Stop) is not null),
        ["WebhookDesk.AddAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).AddAsync(app.Restaurant.Id, new WebhookForm(), by, Stop))),
        ["WebhookDesk.ChangeAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).ChangeAsync(app.Restaurant.Id, Guid.Empty, 0, new WebhookForm(), by, Stop))),
        ["WebhookDesk.RotateAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).RotateAsync(app.Restaurant.Id, Guid.Empty, 0, by, Stop))),
        ["WebhookDesk.SwitchAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).SwitchAsync(app.Restaurant.Id, Guid.Empty, 0, true, by, Stop))),
        ["WebhookDesk.RemoveAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).RemoveAsync(app.Restaurant.Id, Guid.Empty, 0, by, Stop))),
        ["WebhookDesk.PingAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).PingAsync(app.Restaurant.Id, Guid.Empty, by, Stop))),
        ["WebhookDesk.ResendAsync"] = (Permission.KeepConnections, (app, _, by) => Let(Hooks(app).ResendAsync(app.Restaurant.Id, 0, by, Stop))),
        ["StaffDesk.ListAsync"] = (Permission.ChangeSettings, async (app, _, by) => await Staff(app).ListAsync(by, Stop) is not null),
        ["StaffDesk.CreateAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).CreateAsync("", "", StaffRole.Admin, null, by, Stop))),
        ["StaffDesk.ChangeRoleAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).ChangeRoleAsync(Guid.Empty, StaffRole.Admin, by, Stop))),
        ["StaffDesk.ChangePostsAsync"] = (Permission.ChangeSettings, (app, _, by) =>
            Let(Staff(app).ChangePostsAsync(Guid.Empty, new Dictionary<RestaurantId, StaffRole> { [app.Restaurant.Id] = StaffRole.Operator }, by, Stop))),
        ["StaffDesk.DeactivateAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).DeactivateAsync(Guid.Empty, by, Stop))),
        ["StaffDesk.ActivateAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).ActivateAsync(Guid.Empty, by, Stop))),
        ["StaffDesk.UnlockAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).UnlockAsync(Guid.Empty, by, Stop))),
        ["StaffDesk.ResetPasswordAsync"] = (Permission.ChangeSettings, (app, _, by) => Let(Staff(app).ResetPasswordAsync(Guid.Empty, by, Stop))),
    };

    private static EditPlan Plan => new() { Id = Guid.NewGuid(), Version = 1, Sum = Money.Zero, Before = [], Writes = [] };

    // Nobody whose rights end at some restaurants.
    private static readonly string[] _ofTheInstallation = [nameof(StaffDesk)];

    // Open to whoever has the right in any restaurant, and why that is right.
    private static readonly Dictionary<string, string> _ofNoRestaurant = new()
    {
        ["AuditQueries.ReadAsync"] = "shows the entries of those restaurants alone",
        ["SystemDesk.ShowAsync"] = "shows what is the installation's, and of those restaurants alone",
        ["PushBook.UnsubscribeAsync"] = "whoever knows a browser's address may silence it",
    };

    // Ask nothing of anybody, and why that is right.
    private static readonly Dictionary<string, string> _forAll = new()
    {
        ["PushBook.KeyAsync"] = "a public key",
        ["SystemDesk.Troubles"] = "every page asks; it says nothing to who may not know",
        ["AlertDesk.BeatAsync"] = "a page's sign of life; the order it sounds for is noted only in the name of somebody who may work with orders",
        ["AlertDesk.BeatLockedAsync"] = "the same of a terminal that an administrator has enrolled, while nobody is signed in",
        ["AlertDesk.Lock"] = "whoever sits at a terminal may leave it",
        ["AlertDesk.Touch"] = "whoever sits at a terminal touches it",
        ["AlertDesk.LeaveAsync"] = "a page says that it is being closed",
        ["AlertDesk.LastTest"] = "every page shows who can hear",
        ["AlertDesk.SourcesAsync"] = "names of sources, shown on every row",
        ["OrderEditor.MenuOf"] = "every page shows the menu",
        ["TillSettingsDesk.Faults"] = "looks at what was typed and says nothing of what is kept",
        ["TillSettingsDesk.LookAgainAsync"] = "the strip of every page has the same button",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> UseCases() => [.. _useCases.Keys];

    [Theory]
    [MemberData(nameof(UseCases))]
    public async Task A_use_case_lets_through_whose_role_has_the_right_and_nobody_else(string useCase)
    {
        var (needs, call) = _useCases[useCase];
        Actor[] callers = [.. Enum.GetValues<StaffRole>().SelectMany(role => new[] { new Actor("Кто-то", role), new Actor("Кто-то", role, IsByPin: true) }), new Actor("сайт"), Actor.Till];
        var wrong = new List<string>();
        foreach (var by in callers.Where(by => by != Actor.Till || needs is not Permission.WorkWithOrders))
        {
            await TryAsync(by, by.May(needs));
        }

        // Who works in some restaurants only: here, or in another one.
        var isOfAll = _ofTheInstallation.Contains(useCase.Split('.')[0]);
        foreach (var role in Enum.GetValues<StaffRole>())
        {
            var elsewhere = new Actor("Чужой", role) { Posts = new Dictionary<RestaurantId, StaffRole> { [RestaurantId.New()] = role } };
            await TryAsync(elsewhere, _ofNoRestaurant.ContainsKey(useCase) && elsewhere.MaySomewhere(needs));
            var here = new Actor("Здешний", StaffRole.Admin) { Posts = new Dictionary<RestaurantId, StaffRole> { [app.Restaurant.Id] = role, [RestaurantId.New()] = StaffRole.Admin } };
            await TryAsync(here, !isOfAll && (_ofNoRestaurant.ContainsKey(useCase) ? here.MaySomewhere(needs) : role.May(needs)));
        }

        Assert.Empty(wrong);

        async Task TryAsync(Actor by, bool isExpected)
        {
            var order = needs is Permission.WorkWithOrders or Permission.StepBack ? await TakeAsync(app) : OrderId.New();
            if (await call(app, order, by) != isExpected)
            {
                wrong.Add($"{by.Name} {by.Role}");
            }
        }
    }

    [Fact]
    public void Every_use_case_of_a_desk_has_been_thought_about() =>
        Assert.Equal(
            string.Join('\n', _useCases.Keys.Concat(_forAll.Keys).Order(StringComparer.Ordinal)),
            string.Join('\n', _desks
                .SelectMany(desk => desk.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"{desk.Name}.{method.Name}"))
                .Where(name => !name.EndsWith(".Dispose", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)));

    private static async Task<OrderId> TakeAsync(TestApp app)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId = Guid.NewGuid().ToString(),
            customer = new { name = "Олег", phone = "89000000000" },
            fulfillment = new { type = "pickup" },
            items = new[] { new { code = "101", name = "Пирог", quantity = 1, price = 350, modifiers = new[] { new { name = "Соус", quantity = 1 } } } },
        }, Stop);
        return new OrderId((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid());
    }

    private static async Task<TerminalId> TerminalAsync(TestApp app) =>
        (await app.Services.GetRequiredService<TerminalBook>().EnrolAsync(app.Restaurant.Id, Stop)).Id;

    private static CourierDesk Couriers(TestApp app) => app.Services.GetRequiredService<CourierDesk>();

    private static async Task<CourierId> CourierAsync(TestApp app)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        var courier = new Courier { RestaurantId = app.Restaurant.Id, Name = "Иван", Phone = "" };
        db.Add(courier);
        await db.SaveChangesAsync(Stop);
        return courier.Id;
    }

    private static async Task<Guid> GuestAsync(TestApp app, OrderId id) =>
        (await Guests(app).GlimpseAsync((await app.Services.GetRequiredService<OrderQueries>().FindAsync(id, Stop))!.Order, new Actor("", StaffRole.Admin), Stop))!.Guest.Id;

    private static GuestDesk Guests(TestApp app) => app.Services.GetRequiredService<GuestDesk>();

    private static ReportQueries Reports(TestApp app) => app.Services.GetRequiredService<ReportQueries>();

    private static ReportFilter Year(TestApp app) => new([app.Restaurant.Id], new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31));

    private static TillSettingsDesk Tills(TestApp app) => app.Services.GetRequiredService<TillSettingsDesk>();

    private static EscalationDesk Ladder(TestApp app) => app.Services.GetRequiredService<EscalationDesk>();

    private static PushBook Push(TestApp app) => app.Services.GetRequiredService<PushBook>();

    private static EscalationForm LadderForm(TestApp app) => new() { Plain = new EscalationSettings { RestaurantId = app.Restaurant.Id } };

    private static MenuDesk Menus(TestApp app) => app.Services.GetRequiredService<MenuDesk>();

    private static AppearanceDesk Looks(TestApp app) => app.Services.GetRequiredService<AppearanceDesk>();

    private static RetentionDesk Keeping(TestApp app) => app.Services.GetRequiredService<RetentionDesk>();

    private static AlertDesk Alerts(TestApp app) => app.Services.GetRequiredService<AlertDesk>();

    private static IntakeDesk Intake(TestApp app) => app.Services.GetRequiredService<IntakeDesk>();

    private static ConnectionDesk Connections(TestApp app) => app.Services.GetRequiredService<ConnectionDesk>();

    private static InboxDesk Inbox(TestApp app) => app.Services.GetRequiredService<InboxDesk>();

    private static async Task<Outcome> AcceptAsync(TestApp app, Actor by) => (await Inbox(app).AcceptAsync(app.Restaurant.Id, Guid.Empty, null, by, Stop)).Outcome;

    // Of many callers, all look at the same.
    private static async Task<Guid> RefusedAsync(TestApp app)
    {
        using var shop = app.Shop();
        await shop.PostAsync("/api/v1/orders", new StringContent("{", null, "application/json"), Stop);
        var anyone = new Actor("", StaffRole.Admin);
        await TestApp.Eventually(async () => await Inbox(app).ListAsync(app.Restaurant.Id, settled: false, anyone, Stop) is [_, ..], "what was refused is in the inbox");
        return (await Inbox(app).ListAsync(app.Restaurant.Id, settled: false, anyone, Stop))![0].Item.Id;
    }

    private static StaffDesk Staff(TestApp app) => app.Services.GetRequiredService<StaffDesk>();

    private static TillForm Form(TestApp app) => Tills(app).Show(app.Restaurant.Id, new Actor("", StaffRole.Admin))!.Form;

    private static WebhookDesk Hooks(TestApp app) => app.Services.GetRequiredService<WebhookDesk>();

    private static async Task<long> DeliveryAsync(TestApp app)
    {
        var admin = new Actor("", StaffRole.Admin);
        var source = (await Hooks(app).ListAsync(app.Restaurant.Id, admin, Stop))!.Sources[0].Id;
        if ((await Hooks(app).ListAsync(app.Restaurant.Id, admin, Stop))!.Endpoints is [])
        {
            await Hooks(app).AddAsync(app.Restaurant.Id, new WebhookForm { Source = source, Url = "https://shop.invalid/" }, admin, Stop);
        }

        await Hooks(app).PingAsync(app.Restaurant.Id, (await Hooks(app).ListAsync(app.Restaurant.Id, admin, Stop))!.Endpoints[0].Id, admin, Stop);
        return (await Hooks(app).LogAsync(app.Restaurant.Id, null, false, null, admin, Stop))![0].Id;
    }

    private static async Task<bool> Let(Task<WebhookReply> work) => (await work).Refusal is not WebhookRefusal.NotPermitted;

    private static async Task<bool> Let(Task<Outcome> work) => (await work).Reason is not Refusal.NotPermitted;

    private static async Task<bool> Let(Task<ConnectionAnswer> work) => (await work).Refusal is not ConnectionRefusal.NotPermitted;
    private static async Task<bool> Let(Task<CourierAnswer> work) => (await work).Refusal is not CourierRefusal.NotPermitted;

    private static async Task<bool> Let(Task<StaffAnswer> work) => (await work).Refusal is not StaffRefusal.NotPermitted;

    private static bool IsLet<T>(TillAnswer<T> answer) => answer.TroubleOrNull is not { Text: "Only an administrator may do this." };
}
