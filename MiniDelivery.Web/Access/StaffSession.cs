using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace MiniDelivery.Web.Access;

/// <summary>Who sits at an open page, as long as the account says so: a closed account's pages go to the sign-in page by themselves.</summary>
internal sealed class StaffSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly StaffStamps _stamps;
    private readonly IHostApplicationLifetime _lifetime;
    private IDisposable? _listening;

    public StaffSession(ILoggerFactory loggers, StaffStamps stamps, IHostApplicationLifetime lifetime)
        : base(loggers)
    {
        (_stamps, _lifetime) = (stamps, lifetime);
        AuthenticationStateChanged += OnKnown;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => StaffStamps.Believed;

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        // A program that stops has nothing left to ask, and open pages outlive it by a moment.
        _lifetime.ApplicationStopping.IsCancellationRequested || await _stamps.IsCurrentAsync(authenticationState.User, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= OnKnown;
        _listening?.Dispose();
        base.Dispose(disposing);
    }

    // Before the host has said who it is there is nobody to ask about.
    private void OnKnown(Task<AuthenticationState> state) => _listening ??= _stamps.Listen(() => _ = Task.Run(LookAsync));

    private async Task LookAsync()
    {
        var state = await GetAuthenticationStateAsync();
        if (state.User.Identity is { IsAuthenticated: true } && !await _stamps.IsCurrentAsync(state.User, CancellationToken.None))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }
}
