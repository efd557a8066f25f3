using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>A letter (SMTP). A mail server of the house's own network is as good as any other: an administrator names it.</summary>
internal sealed class MailChannel(SecretBox secrets) : IAlarmChannel
{
    public EscalationRung Rung => EscalationRung.Mail;

    public async Task<AlarmAnswer> SendAsync(AlarmMessage message, EscalationSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.IsSetUp(Rung) || !MailboxAddress.TryParse(settings.MailFrom, out var from) || !InternetAddressList.TryParse(settings.MailTo, out var to))
        {
            return new AlarmAnswer(AlarmTrouble.NotSetUp);
        }

        if (secrets.Open(settings.MailPassword) is not { } password)
        {
            return new AlarmAnswer(AlarmTrouble.SecretLost);
        }

        using var letter = new MimeMessage { Subject = message.Title(AlarmMessage.UsualLanguage), MessageId = $"{message.Id(Rung)}@minidelivery" };
        letter.From.Add(from);
        letter.To.AddRange(to);
        letter.Body = new TextPart("plain") { Text = message.Text(AlarmMessage.UsualLanguage) };
        using var smtp = new SmtpClient { Timeout = (int)OutsideClient.Patience.TotalMilliseconds };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(OutsideClient.Patience);
        try
        {
            await smtp.ConnectAsync(settings.MailHost, settings.MailPort, Of(settings.MailSecurity), patience.Token);
            if (settings.MailUser is not "")
            {
                await smtp.AuthenticateAsync(settings.MailUser, password, patience.Token);
            }

            await smtp.SendAsync(letter, patience.Token);
            await smtp.DisconnectAsync(quit: true, patience.Token);
            return AlarmAnswer.Sent;
        }
        catch (SmtpCommandException error)
        {
            return new AlarmAnswer(AlarmTrouble.Refused, (int)error.StatusCode);
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return new AlarmAnswer(AlarmTrouble.SignInRefused);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlarmAnswer(AlarmTrouble.TimedOut);
        }
        catch (Exception error) when (error is SocketException or IOException or SslHandshakeException or ProtocolException or NotSupportedException or TimeoutException)
        {
            return new AlarmAnswer(AlarmTrouble.Unreachable);
        }
    }

    private static SecureSocketOptions Of(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
    };
}
