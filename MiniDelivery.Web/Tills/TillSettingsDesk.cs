using System.Runtime.CompilerServices;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Menu;

namespace MiniDelivery.Web.Tills;

/// <summary>
/// Values as they stand in a form. A secret that is null was not touched: the one that is kept holds. Secrets only go this way,
/// never back to a page. A class and not a record: a record would print them.
/// </summary>
public sealed class TillForm : TillPlainSettings
{
    /// <summary>A new password; null = as it is kept.</summary>
    public string? Password { get; set; }

    /// <summary>A new licence token; null = as it is kept.</summary>
    public string? LicenseToken { get; set; }
}

/// <summary>What the page may know of the settings.</summary>
/// <param name="Form">The values to begin with, without secrets.</param>
/// <param name="Origin">Where they come from; null = nothing was ever set.</param>
/// <param name="HasPassword">Whether a password is kept.</param>
/// <param name="HasLicenseToken">Whether a licence token is kept.</param>
public sealed record TillSettingsView(TillForm Form, TillSettingsOrigin? Origin, bool HasPassword, bool HasLicenseToken);

/// <summary>What an administrator can do about the till's settings. Everybody else is refused, whatever page they found.</summary>
public sealed class TillSettingsDesk
{
    private readonly TillSettingsStore _store;
    private readonly ITillSetup _setup;
    private readonly TillMonitor _monitor;
    private readonly MenuCache _menus;

    internal TillSettingsDesk(TillSettingsStore store, ITillSetup setup, TillMonitor monitor, MenuCache menus) =>
        (_store, _setup, _monitor, _menus) = (store, setup, monitor, menus);

    /// <summary>The settings to show; null for who may not see them.</summary>
    public TillSettingsView? Show(RestaurantId restaurant, Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return null;
        }

        var form = new TillForm();
        var kept = _store.Values(restaurant);
        kept?.CopyPlainTo(form);
        return new TillSettingsView(form, _store.Origin(restaurant), kept is { Password: not "" }, kept is { LicenseToken: not "" });
    }

    /// <summary>What is wrong with the values; empty = they can be tried and saved.</summary>
    public IReadOnlyList<TillFault> Faults(RestaurantId restaurant, TillForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var plain = new TillValues();
        form.CopyPlainTo(plain);
        List<TillFault> faults = [.. plain.Faults()];
        var kept = _store.Values(restaurant);
        if (plain.Url is not "" && kept is not null && !plain.MayUseSecretsOf(kept))
        {
            if (form.Password is null && kept.Password is not "")
            {
                faults.Add(new TillFault(TillField.Password, TillFaultKind.MustBeTypedAgain));
            }

            if (form.LicenseToken is null && kept.LicenseToken is not "" && plain.LicenseAnchor is not "")
            {
                faults.Add(new TillFault(TillField.LicenseToken, TillFaultKind.MustBeTypedAgain));
            }
        }

        return faults;
    }

    /// <summary>Keeps the values; they hold at once. Whether the till can be reached with them does not matter here.</summary>
    public async Task<Outcome> SaveAsync(RestaurantId restaurant, TillForm form, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (Faults(restaurant, form) is not [])
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        await _store.SaveAsync(restaurant, Values(restaurant, form), by, cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Lets everybody see what the new settings are worth: the strip and the menu ask the till again.</summary>
    public Task LookAgainAsync(RestaurantId restaurant, CancellationToken cancellationToken) => Task.WhenAll(
        _monitor.CheckAsync(restaurant, cancellationToken), _menus.ReadAsync(restaurant, cancellationToken));

    /// <summary>The certificate of the server at the form's address.</summary>
    public Task<TillAnswer<TillCertificate>> ShowCertificateAsync(
        RestaurantId restaurant, TillForm form, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.May(Permission.ChangeSettings, restaurant)
            ? _setup.ShowCertificateAsync(form, cancellationToken)
            : Task.FromResult<TillAnswer<TillCertificate>>(new TillAnswer<TillCertificate>.NotSent(_notPermitted));
    }

    /// <summary>What there is to choose from at the form's till.</summary>
    public Task<TillAnswer<TillReferences>> ReadReferencesAsync(
        RestaurantId restaurant, TillForm form, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.May(Permission.ChangeSettings, restaurant)
            ? _setup.ReadReferencesAsync(Values(restaurant, form), cancellationToken)
            : Task.FromResult<TillAnswer<TillReferences>>(new TillAnswer<TillReferences>.NotSent(_notPermitted));
    }

    /// <summary>Climbs the ladder with the form's values.</summary>
    public async IAsyncEnumerable<TillProbe> CheckAsync(
        RestaurantId restaurant, TillForm form, Actor by, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            yield break;
        }

        await foreach (var probe in _setup.CheckAsync(restaurant, Values(restaurant, form), cancellationToken))
        {
            yield return probe;
        }
    }

    private static readonly TillTrouble _notPermitted = new(TillTroubles.NotConfigured, "Only an administrator may do this.");

    // A secret is kept back from an address that it was not given for, even when nobody asked for the form's faults.
    private TillValues Values(RestaurantId restaurant, TillForm form)
    {
        var values = new TillValues();
        form.CopyPlainTo(values);
        var kept = _store.Values(restaurant) is { } known && values.MayUseSecretsOf(known) ? known : null;
        values.Password = form.Password ?? kept?.Password ?? "";
        values.LicenseToken = values.LicenseAnchor is "" ? "" : form.LicenseToken ?? kept?.LicenseToken ?? "";
        return values;
    }
}
