using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace MiniDelivery.Web.Access;

/// <summary>Who sits at an open page, as long as the account says so: a closed account's pages, and those that nobody has
/// touched for too long, go to the sign-in page by themselves.</summary>
internal sealed class StaffSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly StaffStamps _stamps;
    private readonly Seats _seats;
    private readonly IHostApplicationLifetime _lifetime;
    private IDisposable? _listening;
    private IDisposable? _watching;

    public StaffSession(ILoggerFactory loggers, StaffStamps stamps, Seats seats, IHostApplicationLifetime lifetime)
        : base(loggers)
    {
        (_stamps, _seats, _lifetime) = (stamps, seats, lifetime);
        AuthenticationStateChanged += OnKnown;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => StaffStamps.Believed;

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        // A program that stops has nothing left to ask, and open pages outlive it by a moment.
        _lifetime.ApplicationStopping.IsCancellationRequested || await MayStayAsync(authenticationState.User, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= OnKnown;
        _listening?.Dispose();
        _watching?.Dispose();
        base.Dispose(disposing);
    }

    // Before the host has said who it is there is nobody to ask about.
    private void OnKnown(Task<AuthenticationState> state)
    {
        _listening ??= _stamps.Listen(Look);
        _watching ??= _seats.Listen(Look);

        void Look() => _ = Task.Run(LookAsync);
    }

    private async Task<bool> MayStayAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        _seats.Holds(user) && await _stamps.IsCurrentAsync(user, cancellationToken);

    private async Task LookAsync()
    {
        var state = await GetAuthenticationStateAsync();
        if (state.User.Identity is { IsAuthenticated: true } && !await MayStayAsync(state.User, CancellationToken.None))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }
}
