using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Reaches a server step by step — name, connection, certificate — so that a person learns which of them fails. Sends nothing
/// beyond the TLS handshake.
/// </summary>
internal static class Rk7Reach
{
    /// <summary>The addresses behind the name.</summary>
    public static Task<TillAnswer<IPAddress[]>> ResolveAsync(TillOptions till, CancellationToken cancellationToken) => TryAsync(
        till,
        TillTroubles.NameUnknown,
        async clock =>
        {
            var host = till.Endpoint.IdnHost;
            return IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address] : await Dns.GetHostAddressesAsync(host, clock);
        },
        cancellationToken);

    /// <summary>An open connection; the caller's to dispose.</summary>
    public static Task<TillAnswer<Socket>> ConnectAsync(TillOptions till, IPAddress[] addresses, CancellationToken cancellationToken) => TryAsync(
        till,
        TillTroubles.Unreachable,
        async clock =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(addresses, till.Endpoint.Port, clock);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        cancellationToken);

    /// <summary>The certificate that the server shows on an open connection, whoever it is.</summary>
    public static Task<TillAnswer<TillCertificate>> ShakeHandsAsync(TillOptions till, Socket socket, CancellationToken cancellationToken) => TryAsync(
        till,
        TillTroubles.TlsFailed,
        async clock =>
        {
            var faults = SslPolicyErrors.RemoteCertificateNotAvailable;
            var options = Rk7Tls.For((_, shown, _, found) =>
            {
                // Anybody may show theirs: it is looked at, and then the connection is closed without a word.
                faults = found;
                return shown is not null;
            });
            options.TargetHost = till.Endpoint.IdnHost;
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsClientAsync(options, clock);
            using var certificate = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
            return new TillCertificate(
                certificate.Subject,
                certificate.NotBefore.ToUniversalTime(),
                certificate.NotAfter.ToUniversalTime(),
                Key(certificate),
                certificate.GetCertHashString(HashAlgorithmName.SHA256),
                faults is SslPolicyErrors.None,
                Protocol(tls.SslProtocol));
        },
        cancellationToken);

    private static string Key(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDsaPublicKey();
        return rsa is not null ? $"RSA {Rk7Format.Write(rsa.KeySize)}"
            : curve is not null ? $"ECDSA {Rk7Format.Write(curve.KeySize)}"
            : certificate.PublicKey.Oid.FriendlyName ?? "?";
    }

    private static string Protocol(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => $"{protocol}",
    };

    private static async Task<TillAnswer<T>> TryAsync<T>(
        TillOptions till, string code, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(till.Patience);
        try
        {
            return new TillAnswer<T>.Done(await step(clock.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TillAnswer<T>.NotSent(new TillTrouble(code, FormattableString.Invariant($"No answer within {till.Patience.TotalSeconds} s.")));
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException)
        {
            return new TillAnswer<T>.NotSent(new TillTrouble(code, error.GetBaseException().Message));
        }
    }
}
