using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Tests.Till;

/// <summary>What trouble on the wire means: surely not sent, no idea, or a no.</summary>
public class Rk7WireTests
{
    private static readonly Guid _guid = new("9a4e1b7c-2f60-4b3d-8c5a-6d7e8f901234");
    private static readonly TillOrderKey _key = new(_guid);
    private static readonly NewTillOrder _order = new(_guid, "#43", "shop-a/58213", "Анна", 1);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_a_post_of_plain_utf8_with_name_and_password()
    {
        string[] seen = [];
        await using var stub = await Rk7Stub.StartAsync(call =>
        {
            var request = call.Http.Request;
            seen = [request.Method, request.Path, request.ContentType!, request.Headers.Authorization.ToString()];
            return call.AnswerAsync(Rk7Samples.OkXml(Rk7Samples.Order(_guid)));
        });

        await stub.Till.CreateOrderAsync(_order, None);

        Assert.Equal(
            ["POST", "/rk7api/v0/xmlinterface.xml", "application/xml; charset=utf-8", "Basic " + Convert.ToBase64String("web:пароль"u8)],
            seen);
        var body = Encoding.UTF8.GetString(Assert.Single(stub.Calls).Body);
        Assert.StartsWith("""<?xml version="1.0" encoding="utf-8"?><RK7Query>""", body, StringComparison.Ordinal);
        Assert.Contains("Анна", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_repeated_until_it_is_answered()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.Number < 3
            ? call.AnswerAsync("", 503)
            : call.AnswerAsync(Rk7Samples.OkXml(Rk7Samples.Order(_guid))));

        var answer = await stub.Till.FindOrderAsync(_key, None);

        Assert.Equal("Dlv.2", Assert.IsType<TillAnswer<TillOrder?>.Done>(answer).Value!.Name);
        Assert.Equal(3, stub.Calls.Count);
    }

    [Fact]
    public async Task A_question_is_repeated_twice_and_no_more()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync("", 503));

        Assert.Equal(TillTroubles.HttpStatus, NoIdea(await stub.Till.FindOrderAsync(_key, None)));
        Assert.Equal(3, stub.Calls.Count);
    }

    [Fact]
    public async Task Whatever_fails_a_tell_is_told_once()
    {
        Func<Rk7Call, Task>[] failures =
        [
            call => call.AnswerAsync("", 500),
            call => call.AnswerAsync("", 503),
            call => call.AnswerAsync("<RK7QueryRes"),
            call => { call.Http.Abort(); return Task.CompletedTask; },
        ];
        foreach (var failure in failures)
        {
            await using var stub = await Rk7Stub.StartAsync(failure);
            Func<ITill, Task<TillTrouble?>>[] tells =
            [
                async till => (await till.CreateOrderAsync(_order, None) as TillAnswer<TillOrder>.NoIdea)?.Trouble,
                async till => (await till.SaveOrderAsync(_key, _guid, _guid, new FillPlan([], []), None) as TillAnswer<TillOrder>.NoIdea)?.Trouble,
                async till => (await till.LockOrderAsync(_key, _guid, TimeSpan.FromMinutes(1), None) as TillAnswer<bool>.NoIdea)?.Trouble,
                async till => (await till.VoidOrderAsync(_key, None) as TillAnswer<TillNothing>.NoIdea)?.Trouble,
                async till => (await till.CloseVisitAsync(1, None) as TillAnswer<TillNothing>.NoIdea)?.Trouble,
            ];

            foreach (var tell in tells)
            {
                Assert.NotNull(await tell(stub.Till));
            }

            Assert.Equal(["CreateOrder", "SaveOrder", "LockOrder", "VoidOrder", "CloseVisit"], stub.Calls.Select(call => call.Command));
        }
    }

    // SocketsHttpHandler repeats a request by itself when a kept connection turns out to be closed. It must not do so once the
    // till may have read it.
    [Fact]
    public async Task A_kept_connection_that_closes_after_the_request_does_not_repeat_it()
    {
        await using var till = new Rk7RawTill(number => number is 1 ? Http(Rk7Samples.OkXml("", "locked=\"1\"")) : null);
        await using var connection = new Rk7Connection(("Url", till.Url));

        Assert.Equal(new TillAnswer<bool>.Done(true), await connection.Till.LockOrderAsync(_key, _guid, TimeSpan.FromMinutes(1), None));
        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await connection.Till.CreateOrderAsync(_order, None)));

        Assert.Equal((2, 1), (till.Requests, till.Connections));
    }

    [Fact]
    public async Task Half_an_answer_leaves_no_idea()
    {
        var whole = Http(Rk7Samples.OkXml(Rk7Samples.Order(_guid)));
        await using var till = new Rk7RawTill(_ => whole[..^40], closeAfterwards: true);
        await using var connection = new Rk7Connection(("Url", till.Url));

        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await connection.Till.CreateOrderAsync(_order, None)));
        Assert.Equal(1, till.Requests);
    }

    [Fact]
    public async Task A_till_that_is_off_was_surely_not_told()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(""));
        await stub.StopListeningAsync();

        Assert.Equal(TillTroubles.Unreachable, NotSent(await stub.Till.CreateOrderAsync(_order, None)));
        Assert.Equal(TillTroubles.Unreachable, NotSent(await stub.Till.FindOrderAsync(_key, None)));
    }

    [Fact]
    public async Task A_name_that_nobody_has_was_surely_not_told()
    {
        await using var connection = new Rk7Connection(("Url", "http://till.invalid"));

        Assert.Equal(TillTroubles.NameUnknown, NotSent(await connection.Till.CreateOrderAsync(_order, None)));
    }

    // The port listens but speaks no TLS and says nothing: the time runs out before anything could be sent.
    [Fact]
    public async Task A_connection_that_never_stands_was_surely_not_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = new Rk7Connection(("Url", $"https://{listener.LocalEndpoint}"), ("Timeout", "0.3"));

        Assert.Equal(TillTroubles.Unreachable, NotSent(await connection.Till.CreateOrderAsync(_order, None)));
    }

    [Fact]
    public async Task Silence_is_not_a_no()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.SilenceAsync(), null, ("Timeout", "3"));

        Assert.Equal(TillTroubles.Timeout, NoIdea(await stub.Till.CreateOrderAsync(_order, None)));
        Assert.Equal(TillTroubles.Timeout, NoIdea(await stub.Till.FindOrderAsync(_key, None)));
        Assert.Equal(2, stub.Calls.Count);
    }

    [Fact]
    public async Task An_answer_that_dribbles_for_ever_is_silence()
    {
        await using var stub = await Rk7Stub.StartAsync(
            async call =>
            {
                call.Http.Response.ContentLength = 1000;
                await call.Http.Response.WriteAsync("<RK7QueryResult", CancellationToken.None);
                await call.Http.Response.Body.FlushAsync(CancellationToken.None);
                await call.SilenceAsync();
            },
            null,
            ("Timeout", "3"));

        Assert.Equal(TillTroubles.Timeout, NoIdea(await stub.Till.CreateOrderAsync(_order, None)));
    }

    [Fact]
    public async Task A_document_type_declaration_is_not_read()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(
            """<!DOCTYPE a [<!ENTITY b "c">]><RK7QueryResult Status="Ok" ErrorText="&b;"/>"""));

        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await stub.Till.CloseVisitAsync(1, None)));
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_not_read()
    {
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)' ');
        await using var stub = await Rk7Stub.StartAsync(async call =>
        {
            while (!call.Http.RequestAborted.IsCancellationRequested)
            {
                await call.Http.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });

        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await stub.Till.CloseVisitAsync(1, None)));
    }

    [Theory]
    [InlineData(401, TillTroubles.Unauthorized)]
    [InlineData(403, TillTroubles.HttpStatus)]
    [InlineData(404, TillTroubles.HttpStatus)]
    [InlineData(302, TillTroubles.HttpStatus)]
    public async Task A_plain_no_of_the_web_server_is_a_no(int status, string code)
    {
        await using var stub = await Rk7Stub.StartAsync(call =>
        {
            call.Http.Response.Headers.Location = "/elsewhere";
            return call.AnswerAsync("", status);
        });

        Assert.Equal(code, Refused(await stub.Till.CreateOrderAsync(_order, None)));
        Assert.Equal(code, Refused(await stub.Till.FindOrderAsync(_key, None)));
        Assert.Equal(code, Refused(await stub.Till.GetInfoAsync(None)));
        Assert.Equal(3, stub.Calls.Count);
    }

    [Theory]
    [InlineData("<html><body>nginx</body></html>")]
    [InlineData("")]
    [InlineData("""<?xml version="1.0" encoding="x-nobody-knows-it"?><RK7QueryResult Status="Ok"/>""")]
    public async Task A_page_that_is_no_answer_leaves_no_idea(string page)
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(page));

        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await stub.Till.CloseVisitAsync(1, None)));
    }

    [Fact]
    public async Task Exactly_the_pinned_certificate_is_accepted()
    {
        using var certificate = SelfSigned();
        var ours = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await using var stub = await Rk7Stub.StartAsync(
            call => call.AnswerAsync(Rk7Samples.OkXml("")), certificate, ("CertificateThumbprint", ours));
        await using var strange = new Rk7Connection(("Url", stub.Url), ("CertificateThumbprint", new string('A', 64)));
        await using var system = new Rk7Connection(("Url", stub.Url));

        Assert.IsType<TillAnswer<TillNothing>.Done>(await stub.Till.CloseVisitAsync(1, None));
        Assert.Equal(TillTroubles.Certificate, NotSent(await strange.Till.CloseVisitAsync(1, None)));
        Assert.Equal(TillTroubles.Certificate, NotSent(await system.Till.CloseVisitAsync(1, None)));
        Assert.Single(stub.Calls);
    }

    // Otherwise the connection that the old pin opened would serve until it is five minutes old.
    [Fact]
    public async Task A_new_pin_holds_at_once()
    {
        using var certificate = SelfSigned();
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml("")), certificate);
        await using var connection = new Rk7Connection(
            ("Url", stub.Url), ("CertificateThumbprint", certificate.GetCertHashString(HashAlgorithmName.SHA256)));

        Assert.IsType<TillAnswer<TillNothing>.Done>(await connection.Till.CloseVisitAsync(1, None));
        connection.Configuration["Till:CertificateThumbprint"] = new string('A', 64);
        connection.Configuration.Reload();

        Assert.Equal(TillTroubles.Certificate, NotSent(await connection.Till.CloseVisitAsync(1, None)));
    }

    [Fact]
    public async Task A_question_nobody_wants_any_more_throws()
    {
        using var source = new CancellationTokenSource();
        await using var stub = await Rk7Stub.StartAsync(async call =>
        {
            await source.CancelAsync();
            await call.SilenceAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stub.Till.FindOrderAsync(_key, source.Token));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task A_tell_that_is_on_its_way_is_waited_for_whatever_the_caller_wants()
    {
        using var source = new CancellationTokenSource();
        await using var stub = await Rk7Stub.StartAsync(async call =>
        {
            await source.CancelAsync();
            await call.AnswerAsync(Rk7Samples.OkXml(call.Command is "GetOrder" ? Rk7Samples.Order(_guid) : ""));
        });

        Assert.IsType<TillAnswer<TillOrder>.Done>(await stub.Till.CreateOrderAsync(_order, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stub.Till.CreateOrderAsync(_order, source.Token));
        Assert.Equal(["CreateOrder", "GetOrder"], stub.Calls.Select(call => call.Command));
    }

    [Fact]
    public async Task No_trouble_repeats_what_we_sent()
    {
        await using var stub = await Rk7Stub.StartAsync(call => { call.Http.Abort(); return Task.CompletedTask; });

        var trouble = (await stub.Till.CreateOrderAsync(_order, None)).TroubleOrNull!;

        Assert.DoesNotContain("Анна", trouble.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("пароль", trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_has_the_command_and_nothing_of_its_content()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.Number is 1
            ? call.AnswerAsync(Rk7Samples.OkXml(Rk7Samples.Order(_guid)))
            : call.AnswerAsync("", 401));

        await stub.Till.CreateOrderAsync(_order, None);
        await stub.Till.FindOrderAsync(_key, None);

        Assert.Collection(
            stub.Log,
            line => Assert.StartsWith("3100 The till was told CreateOrder: Ok in ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("3102 GetOrder failed: till-unauthorized (reached the till: True) after ", line, StringComparison.Ordinal));
    }

    internal static string NoIdea<T>(TillAnswer<T> answer) => Assert.IsType<TillAnswer<T>.NoIdea>(answer).Trouble.Code;

    internal static string NotSent<T>(TillAnswer<T> answer) => Assert.IsType<TillAnswer<T>.NotSent>(answer).Trouble.Code;

    internal static string Refused<T>(TillAnswer<T> answer) => Assert.IsType<TillAnswer<T>.Refused>(answer).Trouble.Code;

    private static byte[] Http(string xml)
    {
        var body = Encoding.UTF8.GetBytes(xml);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=till", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
