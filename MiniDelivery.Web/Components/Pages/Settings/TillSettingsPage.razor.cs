using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Касса»: connects a till, and says of each step whether it holds and what to do if not.</summary>
public sealed partial class TillSettingsPage(
    TillSettingsDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<TillSettingsPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private static readonly TillTrouble _lost = new(TillTroubles.SecretUnreadable, "CryptographicException");

    private readonly CancellationTokenSource _closed = new();
    private TillForm _form = new();
    private TillSettingsView? _view;
    private IReadOnlyList<TillFault> _faults = [];
    private IReadOnlyList<TillProbe> _probes = [];
    private TillReferences? _references;
    private TillTrouble? _referencesTrouble;
    private TillCertificate? _certificate;
    private TillTrouble? _certificateTrouble;
    private string _savedText = "";
    private int _saves;
    private bool _wasTried;
    private bool _isAsking;
    private bool _isReading;
    private bool _isChecking;
    private bool _isStale;
    private bool _isSaving;
    private bool _isAskingToSave;

    private IStringLocalizer<TillSettingsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    // Only what was checked as it now stands may be saved without a word.
    private bool IsProven => !_isStale && !_isChecking && _probes is [_, ..]
        && _probes.All(probe => probe.State is TillProbeState.Ok or TillProbeState.Warning);

    private string OriginText => _view!.Origin switch
    {
        { ChangedBy: { } by } origin => L["Origin.Page", by, Format.DateTime(origin.ChangedAt, Restaurant.Zone)],
        { } when _form.Url is not "" => L["Origin.Configuration"],
        _ => L["Origin.None"],
    };

    private string WarningText => _form.Url.Trim() is "" ? L["Warning.NoAddress"]
        : _probes.Any(probe => probe.State is TillProbeState.Failed) && !_isStale ? L["Warning.Failed"]
        : L["Warning.NotChecked"];

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ShowAsync();
        if (_view is not null && _form.Url is not "")
        {
            await ReadReferencesAsync();
        }
    }

    private async Task ShowAsync()
    {
        _view = desk.Show(Restaurant.Id, await staff.GetAsync());
        _form = _view?.Form ?? _form;
    }

    // Nobody is told of faults before they have tried; from then on each disappears as it is put right.
    private void Touch()
    {
        (_isStale, _isAskingToSave, _savedText) = (true, false, "");
        _faults = _wasTried ? desk.Faults(Restaurant.Id, _form) : [];
    }

    private bool HasFaults()
    {
        _wasTried = true;
        _faults = desk.Faults(Restaurant.Id, _form);
        return _faults is [_, ..];
    }

    private void Trust(TillCertificate certificate)
    {
        _form.CertificateThumbprint = certificate.Thumbprint;
        Touch();
    }

    private async Task ShowCertificateAsync()
    {
        (_isAsking, _certificate, _certificateTrouble) = (true, null, null);
        await WhileOpenAsync(async closed =>
        {
            var answer = await desk.ShowCertificateAsync(Restaurant.Id, _form, await staff.GetAsync(), closed);
            _certificate = answer is TillAnswer<TillCertificate>.Done { Value: var shown } ? shown : null;
            _certificateTrouble = answer.TroubleOrNull;
        });
        _isAsking = false;
    }

    private async Task ReadReferencesAsync()
    {
        (_isReading, _referencesTrouble) = (true, null);
        await WhileOpenAsync(async closed =>
        {
            var answer = await desk.ReadReferencesAsync(Restaurant.Id, _form, await staff.GetAsync(), closed);
            _references = answer is TillAnswer<TillReferences>.Done { Value: var read } ? read : null;
            _referencesTrouble = answer.TroubleOrNull;
        });
        _isReading = false;
    }

    private async Task CheckAsync()
    {
        _isAskingToSave = false;
        if (_isChecking || HasFaults())
        {
            return;
        }

        (_isChecking, _isStale, _probes) = (true, false, []);
        await WhileOpenAsync(async closed =>
        {
            await foreach (var probe in desk.CheckAsync(Restaurant.Id, _form, await staff.GetAsync(), closed))
            {
                _probes = [.. _probes.Where(known => known.Rung != probe.Rung), probe];
                _certificate = probe.Certificate is { } shown && shown.Thumbprint != _form.Pin ? shown : _certificate;
                (_references, _referencesTrouble) = probe.References is { } read ? (read, null) : (_references, _referencesTrouble);
                StateHasChanged();
            }
        });
        _isChecking = false;
    }

    private async Task SaveAsync()
    {
        if (HasFaults())
        {
            return;
        }

        if (!IsProven)
        {
            _isAskingToSave = true;
            return;
        }

        await KeepAsync();
    }

    private async Task KeepAsync()
    {
        if (_isSaving || HasFaults())
        {
            return;
        }

        _isSaving = true;
        try
        {
            var outcome = await desk.SaveAsync(Restaurant.Id, _form, await staff.GetAsync(), CancellationToken.None);
            if (outcome.IsDone)
            {
                _isAskingToSave = false;
                _savedText = L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)];
                // New inputs: what was typed as a password leaves the page.
                _saves++;
                await ShowAsync();
            }
            else
            {
                _savedText = words.Why(outcome, Restaurant);
            }
        }
        finally
        {
            _isSaving = false;
        }

        StateHasChanged();
        await WhileOpenAsync(closed => desk.LookAgainAsync(Restaurant.Id, closed));
    }

    private async Task WhileOpenAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left meanwhile.
        }
    }
}
