using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Orders;

/// <content>«Редактирование заказа»: changing what the till has.</content>
public sealed partial class Order
{
    /// <summary>Whether a person may open the order at the till for editing, and what stands in the way.</summary>
    public Outcome MayEdit(Actor by)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Status is not (OrderStatus.Created or OrderStatus.Accepted) || Handoff is not { ExistsAtTill: true })
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        return Cancellation is not null || Handoff is { IsOpen: true } or { Act: HandoffAct.Void }
            ? Outcome.Refused(Refusal.TillIsBusyWithIt, _history[^1])
            : Outcome.Done;
    }

    /// <summary>«Сохранить» in the editor: promises the till what a person changed.</summary>
    public Outcome Edit(EditPlan plan, Actor by, DateTimeOffset now)
    {
        var refusal = MayEdit(by);
        if (!refusal.IsDone)
        {
            return refusal;
        }

        if (plan.IsEmpty && (Status is not OrderStatus.Created || plan.LeavesNothing))
        {
            return Outcome.Refused(Refusal.NothingToSave);
        }

        if (plan.LeavesNothing)
        {
            return Outcome.Refused(Refusal.NoDishesLeft);
        }

        if (plan.IsEmpty)
        {
            // A cashier has rung everything up by hand, and a person has looked at it: that is what «Принят» means.
            Handoff!.Agreed();
            Enter(OrderStatus.Accepted, StepKind.TillContentAgreed, by, now, Handoff.OrderName);
            return Outcome.Done;
        }

        Handoff!.PromiseEdit(plan, now);
        Note(StepKind.EditRequested, by, now);
        return Outcome.Done;
    }

    /// <summary>A person has seen that the till refused their changes; the till keeps what it has.</summary>
    public Outcome GiveUpEdit(Actor by)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Handoff is { Act: HandoffAct.Edit, State: HandoffState.Refused })
        {
            Handoff.GiveUpEdit(Status is OrderStatus.Created ? HandoffAct.Create : HandoffAct.Fill);
            Version++;
        }

        return Outcome.Done;
    }

    /// <summary>What a person changed is in the till's order. The first time that is what «Принят» means.</summary>
    public void TillHasEdited(TillOrder found, DateTimeOffset now)
    {
        Handoff!.Has(found, HandoffAct.Edit);
        if (Status is OrderStatus.Created)
        {
            Enter(OrderStatus.Accepted, StepKind.TillFilled, Actor.Till, now, found.Name);
        }
        else
        {
            Note(StepKind.TillEdited, Actor.Till, now, found.Name);
        }

        VoidIfUnwanted(now);
    }
}
