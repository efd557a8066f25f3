using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>Each restaurant has the till that its own settings name.</summary>
internal sealed class Rk7Tills(Rk7Client client, ILicenseSequence sequence, ITillOptionsSource settings) : ITills
{
    private readonly ConcurrentDictionary<RestaurantId, Rk7References> _references = new();

    /// <inheritdoc/>
    public ITill For(RestaurantId restaurant) =>
        new Rk7Till(
            client,
            _references.GetOrAdd(restaurant, _ => new Rk7References()),
            new Rk7Licensed(sequence, restaurant),
            () => settings.For(restaurant));
}

/// <summary>
/// Turns our questions into RK7's, and RK7's trouble into ours. Settings are looked up at each call, so that a change needs no
/// restart; settings that became unusable meanwhile count as no till.
/// </summary>
internal sealed class Rk7Till(Rk7Client client, Rk7References references, Rk7Licensed licensed, Func<TillOptions> settings) : ITill
{
    /// <inheritdoc/>
    public TimeSpan Timeout => (Settings(out _) ?? new TillOptions()).Patience;

    /// <inheritdoc/>
    public async Task<TillAnswer<TillInfo>> GetInfoAsync(CancellationToken cancellationToken)
    {
        var info = Judge(await AskAsync(_ => Rk7Messages.GetSystemInfo2(), cancellationToken));
        if (info is TillAnswer<Rk7Answer>.Refused { Trouble.Code: not (TillTroubles.Unauthorized or TillTroubles.HttpStatus) })
        {
            // An old server does not know it; the older command works everywhere (RK7 protocol digest, section 6.1).
            info = Judge(await AskAsync(_ => Rk7Messages.GetSystemInfo(), cancellationToken));
        }

        return info.Then(Rk7Answers.Info) switch
        {
            TillAnswer<TillInfo>.Done { Value: { IsNewEnough: false } tooOld } => new TillAnswer<TillInfo>.Refused(new TillTrouble(
                TillTroubles.VersionTooOld, $"The server is {(tooOld.Version is "" ? "of unknown version" : tooOld.Version)}; 7.6.4 or newer is needed.")),
            var answer => answer,
        };
    }

    /// <inheritdoc/>
    public async Task<TillAnswer<TillOrder>> CreateOrderAsync(NewTillOrder order, CancellationToken cancellationToken)
    {
        var answer = Judge(await TellAsync(till => Rk7Messages.CreateOrder(till, order), cancellationToken));
        return await OrderInAsync(answer, order.Guid);
    }

    /// <inheritdoc/>
    public async Task<TillAnswer<TillOrder?>> FindOrderAsync(TillOrderKey key, CancellationToken cancellationToken)
    {
        var found = Found(await AskAsync(_ => Rk7Messages.GetOrder(key.Guid), cancellationToken));
        if (found is TillAnswer<TillOrder?>.Done { Value: null } && key is { Visit: { } visit, OrderIdent: { } ident })
        {
            // Whoever cancelled it may have let the till change its guids; these numbers stay.
            return Found(await AskAsync(_ => Rk7Messages.GetOrder(visit, ident), cancellationToken));
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<TillAnswer<TillOrderList>> ListOrdersAsync(long? lastVersion, CancellationToken cancellationToken) =>
        Judge(await AskAsync(_ => Rk7Messages.GetOrderList2(lastVersion), cancellationToken))
            .Then(answer => Rk7Answers.OrderList(answer, lastVersion, Settings(out _)));

    /// <inheritdoc/>
    public async Task<TillAnswer<bool>> LockOrderAsync(
        TillOrderKey key, Guid lockGuid, TimeSpan time, CancellationToken cancellationToken) =>
        Judge(await TellAsync(till => Rk7Messages.LockOrder(till, key.Guid, lockGuid, time), cancellationToken))
            .Then(Rk7Answers.Locked);

    /// <inheritdoc/>
    public Task<TillAnswer<TillOrder>> SaveOrderAsync(
        TillOrderKey key, Guid lockGuid, Guid packageGuid, FillPlan plan, CancellationToken cancellationToken) =>
        SaveAsync(packageGuid, till => Rk7Messages.SaveOrder(till, key.Guid, lockGuid, packageGuid, plan), key, cancellationToken);

    /// <inheritdoc/>
    public Task<TillAnswer<TillOrder>> SavePackagesAsync(
        TillOrderKey key, Guid lockGuid, EditPlan plan, CancellationToken cancellationToken) =>
        SaveAsync(plan.Id, till => Rk7Messages.SavePackages(till, key.Guid, lockGuid, plan.Writes), key, cancellationToken);

    private async Task<TillAnswer<TillOrder>> SaveAsync(
        Guid intent, Func<TillOptions, XElement> message, TillOrderKey key, CancellationToken cancellationToken)
    {
        var answer = await TellLicensedAsync(intent, message, cancellationToken);

        // Ok with an error in it: at least one dish is not in (section 3). A person must look, not a retry.
        return answer is TillAnswer<Rk7Answer>.Done { Value: var done } && done.LineTrouble() is { } trouble
            ? new TillAnswer<TillOrder>.Refused(trouble)
            : await OrderInAsync(answer, key.Guid);
    }

    /// <inheritdoc/>
    public async Task<TillAnswer<TillNothing>> CommentOrderAsync(
        TillOrderKey key, Guid lockGuid, string comment, CancellationToken cancellationToken) =>
        Judge(await TellAsync(_ => Rk7Messages.UpdateOrder(key.Guid, lockGuid, comment), cancellationToken)).Then(_ => default(TillNothing));

    /// <inheritdoc/>
    public async Task<TillAnswer<TillNothing>> VoidOrderAsync(TillOrderKey key, CancellationToken cancellationToken) =>
        Judge(await TellAsync(till => Rk7Messages.VoidOrder(till, key.Guid), cancellationToken)).Then(_ => default(TillNothing));

    /// <inheritdoc/>
    public async Task<TillAnswer<TillNothing>> CloseVisitAsync(long visitId, CancellationToken cancellationToken) =>
        Judge(await TellAsync(_ => Rk7Messages.CloseVisit(visitId), cancellationToken)).Then(_ => default(TillNothing));

    /// <inheritdoc/>
    public async Task<TillAnswer<RestaurantMenu>> ReadMenuAsync(DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        // A till that cannot tell its versions is asked for everything.
        var list = Judge(await AskAsync(_ => Rk7Messages.GetRefList(), cancellationToken));
        var versions = list is TillAnswer<Rk7Answer>.Done { Value: var known } ? Rk7References.Versions(known) : new Dictionary<string, long>();
        var till = Settings(out _)?.Url ?? "";
        (string? Reference, Func<TillOptions, XElement> Question)[] questions =
        [
            ("MENUITEMS", _ => Rk7Messages.GetMenuItems()),
            ("CATEGLIST", _ => Rk7Messages.GetCategories()),
            ("MODISCHEMES", _ => Rk7Messages.GetModifierSchemes()),
            ("MODIGROUPS", _ => Rk7Messages.GetModifierGroups()),
            ("MODIFIERS", _ => Rk7Messages.GetModifiers()),
            (null, Rk7Messages.GetOrderMenu),
            (null, _ => Rk7Messages.GetDishRests()),
        ];
        var parts = new List<Rk7Answer>();
        foreach (var (reference, question) in questions)
        {
            var answer = reference is null ? await ReadAsync() : await references.ReadAsync(till, reference, versions, ReadAsync);
            if (answer is not TillAnswer<Rk7Answer>.Done { Value: var part })
            {
                return answer.Then<Rk7Answer, RestaurantMenu>(_ => throw new System.Diagnostics.UnreachableException());
            }

            parts.Add(part);

            async Task<TillAnswer<Rk7Answer>> ReadAsync() => Judge(await AskAsync(question, cancellationToken));
        }

        var all = new Rk7MenuParts(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
        return (await WithCombosAsync(all, till, versions, cancellationToken)).Then(whole => Rk7MenuAnswers.Menu(whole, readAt));
    }

    // Asked only where there are combos; a till that does not know these references sells everything else from here.
    private async Task<TillAnswer<Rk7MenuParts>> WithCombosAsync(
        Rk7MenuParts parts, string till, IReadOnlyDictionary<string, long> versions, CancellationToken cancellationToken)
    {
        if (!Rk7MenuAnswers.HasCombos(parts))
        {
            return new TillAnswer<Rk7MenuParts>.Done(parts);
        }

        var schemes = await references.ReadAsync(
            till, "COMBOSCHEMES", versions, async () => Judge(await AskAsync(_ => Rk7Messages.GetComboSchemes(), cancellationToken)));
        var groups = await references.ReadAsync(
            till, "COMBOGROUPS", versions, async () => Judge(await AskAsync(_ => Rk7Messages.GetComboGroups(), cancellationToken)));
        return (schemes, groups) switch
        {
            (TillAnswer<Rk7Answer>.Refused, _) or (_, TillAnswer<Rk7Answer>.Refused) => new TillAnswer<Rk7MenuParts>.Done(parts),
            (TillAnswer<Rk7Answer>.Done { Value: var scheme }, _) => groups.Then(group => parts with { ComboSchemes = scheme, ComboGroups = group }),
            _ => schemes.Then(_ => parts),
        };
    }

    /// <summary>
    /// The order that a tell answered with. Some servers answer without it; then it is asked for, and if that fails the caller
    /// must ask again later. The caller's token has no say any more: the till has done it already.
    /// </summary>
    private async Task<TillAnswer<TillOrder>> OrderInAsync(TillAnswer<Rk7Answer> told, Guid guid)
    {
        var answered = told.Then(answer => (Order: Rk7Answers.Order(answer), Guid: Rk7Answers.CreatedGuid(answer)));
        if (answered is not TillAnswer<(TillOrder? Order, Guid? Guid)>.Done { Value: { Order: null } done })
        {
            return answered.Then(value => value.Order!);
        }

        var found = await FindOrderAsync(new TillOrderKey(done.Guid ?? guid), CancellationToken.None);
        return found is TillAnswer<TillOrder?>.Done { Value: { } order }
            ? new TillAnswer<TillOrder>.Done(order)
            : new TillAnswer<TillOrder>.NoIdea(
                found.TroubleOrNull ?? new TillTrouble(TillTroubles.BrokenAnswer, "The till said Ok but does not show the order."));
    }

    private static TillAnswer<TillOrder?> Found(TillAnswer<Rk7Answer> read) =>
        read is TillAnswer<Rk7Answer>.Done { Value.MayMeanAbsent: true }
            ? new TillAnswer<TillOrder?>.Done(null)
            : Judge(read).Then(Rk7Answers.Order);

    internal static TillAnswer<Rk7Answer> Judge(TillAnswer<Rk7Answer> read) =>
        read is TillAnswer<Rk7Answer>.Done { Value: { IsDone: false } answer } ? answer.Refusal<Rk7Answer>() : read;

    private Task<TillAnswer<Rk7Answer>> AskAsync(Func<TillOptions, XElement> message, CancellationToken cancellationToken) =>
        SendAsync(client.AskAsync, message, cancellationToken);

    private Task<TillAnswer<Rk7Answer>> TellAsync(Func<TillOptions, XElement> message, CancellationToken cancellationToken) =>
        SendAsync(client.TellAsync, message, cancellationToken);

    private async Task<TillAnswer<Rk7Answer>> TellLicensedAsync(
        Guid package, Func<TillOptions, XElement> message, CancellationToken cancellationToken) =>
        Settings(out _) is { IsConfigured: true } till
            ? await licensed.TellAsync(
                till, package, message(till), async request => Judge(await TellAsync(_ => request, cancellationToken)), cancellationToken)
            : Judge(await TellAsync(message, cancellationToken));

    private async Task<TillAnswer<Rk7Answer>> SendAsync(
        Func<TillOptions, XElement, CancellationToken, Task<TillAnswer<XElement>>> send,
        Func<TillOptions, XElement> message,
        CancellationToken cancellationToken)
    {
        var till = Settings(out var fault);
        return till is { IsConfigured: true }
            ? (await send(till, message(till), cancellationToken)).Then(Rk7Answer.Read)
            : new TillAnswer<Rk7Answer>.NotSent(new TillTrouble(TillTroubles.NotConfigured, fault ?? "Till:Url is not set."));
    }

    private TillOptions? Settings(out string? fault)
    {
        try
        {
            fault = null;
            return settings();
        }
        catch (Exception error) when (error is OptionsValidationException or InvalidOperationException)
        {
            fault = error.Message;
            return null;
        }
    }
}

internal static class TillAnswerSteps
{
    extension<T>(TillAnswer<T> answer)
    {
        /// <summary>Reads on from a done answer; any other stays what it is. What cannot be read leaves no idea what was done.</summary>
        public TillAnswer<TNext> Then<TNext>(Func<T, TNext> read)
        {
            switch (answer)
            {
                case TillAnswer<T>.Done done:
                    try
                    {
                        return new TillAnswer<TNext>.Done(read(done.Value));
                    }
                    catch (FormatException error)
                    {
                        return new TillAnswer<TNext>.NoIdea(new TillTrouble(TillTroubles.BrokenAnswer, error.Message));
                    }

                case TillAnswer<T>.Refused refused:
                    return new TillAnswer<TNext>.Refused(refused.Trouble);
                case TillAnswer<T>.Later later:
                    return new TillAnswer<TNext>.Later(later.Trouble);
                case TillAnswer<T>.NotSent notSent:
                    return new TillAnswer<TNext>.NotSent(notSent.Trouble);
                case TillAnswer<T>.NoIdea noIdea:
                    return new TillAnswer<TNext>.NoIdea(noIdea.Trouble);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }
}
