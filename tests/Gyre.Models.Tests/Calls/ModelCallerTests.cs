using Gyre.Kernel;
using Gyre.Models.Calls;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Models.Tests.Calls;

/// <summary>The retry rules of prompt flow, on a clock that a test moves.</summary>
public sealed class ModelCallerTests
{
    private const string RateLimit = """{"error": {"message": "Slow down.", "type": "requests", "param": null, "code": "rate_limit_exceeded"}}""";
    private readonly ManualTime time = new();
    private readonly List<string> log = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_answer_comes_at_once()
    {
        using var answer = await Caller(new ScriptedProvider(_ => (200, Requests.Answer))).CallAsync(Requests.Chat(), Stop);
        Assert.Equal("hello", answer.Content());
        Assert.Empty(log);
    }

    [Fact]
    public async Task Waits_grow_as_three_plus_powers_of_two_up_to_a_minute()
    {
        var provider = new ScriptedProvider(n => n < 8 ? (500, "") : (200, Requests.Answer));
        using var answer = await RunAsync(provider);
        Assert.Equal([3, 4, 6, 10, 18, 34, 60, 60], provider.Waits(time));
        Assert.Equal("Exception occurs: InternalServerError: Error code: 500", log[0]);
        Assert.Equal("InternalServerError #0, but no Retry-After header, Back off 3 seconds for retry.", log[1]);
    }

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after", "0.5", 0.5)]
    [InlineData("retry-after", "0", 0)]
    [InlineData("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT", 9)]
    [InlineData("retry-after", "Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("x-ms-retry-after-ms", "2500", 2.5)]
    [InlineData("retry-after", "soon", 3)]
    public async Task The_providers_own_wait_is_kept_in_every_form(string header, string value, double seconds)
    {
        var provider = new ScriptedProvider(n => n < 1 ? (429, RateLimit) : (200, Requests.Answer)) { Headers = { [header] = value } };
        using var answer = await RunAsync(provider);
        Assert.Equal([seconds], provider.Waits(time));
    }

    [Fact]
    public async Task After_a_hundred_repetitions_it_is_ExceedMaxRetryTimes()
    {
        var provider = new ScriptedProvider(_ => (429, RateLimit));
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(provider));
        Assert.Equal(101, provider.Calls);
        Assert.Equal((ModelException.Exceeded, "RateLimitError", 429, "rate_limit_exceeded", 101), (e.ErrorClass, e.ProviderClass, e.Status, e.Code, e.Tries));
        Assert.Equal("Exceed max retry times. OpenAI API hits RateLimitError: Error code: 429 - {'error': {'message': 'Slow down.', 'type': 'requests', 'param': None, 'code': 'rate_limit_exceeded'}} [Error reference: https://platform.openai.com/docs/guides/error-codes/api-errors]", e.Message);
    }

    [Fact]
    public async Task A_422_is_final_at_the_third_in_a_row_and_others_between_start_the_count_anew()
    {
        var row = new ScriptedProvider(_ => (422, "{}"));
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(row));
        Assert.Equal((3, ModelException.Exceeded, "UnprocessableEntityError"), (row.Calls, e.ErrorClass, e.ProviderClass));

        var broken = new ScriptedProvider(n => n is 2 ? (500, "") : n < 5 ? (422, "{}") : (200, Requests.Answer));
        using var answer = await RunAsync(broken);
        Assert.Equal(6, broken.Calls);
    }

    [Theory]
    [InlineData("""{"error":{"message":"You exceeded your current quota.","type":"insufficient_quota","code":"insufficient_quota"}}""")]
    [InlineData("""{"error":{"message":"none left","type":"insufficient_quota"}}""")]
    public async Task A_quota_that_is_used_up_is_never_repeated(string body)
    {
        var provider = new ScriptedProvider(_ => (429, body));
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(provider));
        Assert.Equal((1, ModelException.Wrapped, "RateLimitError"), (provider.Calls, e.ErrorClass, e.ProviderClass));
    }

    [Theory]
    [InlineData(400, "BadRequestError")]
    [InlineData(401, "AuthenticationError")]
    [InlineData(403, "PermissionDeniedError")]
    [InlineData(404, "NotFoundError")]
    [InlineData(409, "ConflictError")]
    [InlineData(302, "APIStatusError")]
    public async Task Other_statuses_are_final_at_once(int status, string providerClass)
    {
        var provider = new ScriptedProvider(_ => (status, """{"error":{"message":"no","code":"x"}}"""));
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(provider));
        Assert.Equal((1, ModelException.Wrapped, providerClass, status, "x", "no"), (provider.Calls, e.ErrorClass, e.ProviderClass, e.Status, e.Code, e.ProviderMessage));
        Assert.StartsWith($"OpenAI API hits {providerClass}: Error code: {status} - ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>bad gateway</html>", "OpenAI API hits InternalServerError: <html>bad gateway</html> [")]
    [InlineData("", "OpenAI API hits InternalServerError: Error code: 502 [")]
    public async Task An_error_that_is_no_json_is_told_as_it_is(string body, string says)
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(new ScriptedProvider(_ => (502, body)), RetryOptions.None));
        Assert.Contains(says, e.Message);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_final_at_once_as_in_the_original()
    {
        using var provider = HttpModelProvider.Open(Requests.OpenAi("http://127.0.0.1:1"));
        var e = await Assert.ThrowsAsync<ModelException>(() => new ModelCaller(provider, null, time).CallAsync(Requests.Chat(), Stop));
        Assert.Equal((ModelException.Wrapped, "APIConnectionError"), (e.ErrorClass, e.ProviderClass));
        Assert.StartsWith("OpenAI API hits APIConnectionError: Connection error. (", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hang_ups_and_timeouts_are_repeated()
    {
        var provider = new ScriptedProvider(n => n switch
        {
            0 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "ended"),
            1 => throw new TimeoutException("silent"),
            2 => throw new IOException("reset"),
            _ => (200, Requests.Answer),
        });
        using var answer = await RunAsync(provider);
        Assert.Equal(4, provider.Calls);
        Assert.Contains(log, l => l.StartsWith("Exception occurs: APITimeoutError: Request timed out.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_asked_again()
    {
        var hangUps = 2;
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            if (Interlocked.Decrement(ref hangUps) >= 0)
            {
                context.Abort();
                return;
            }

            await LoopbackServer.JsonAsync(context, 200, Requests.Answer);
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        using var answer = await new ModelCaller(provider, new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(5) }).CallAsync(Requests.Chat(), Stop);
        Assert.Equal("hello", answer.Content());
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        var provider = new ScriptedProvider(_ => (500, ""));
        using var stop = new CancellationTokenSource();
        var call = Caller(provider).CallAsync(Requests.Chat(), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_call_that_fails_because_it_was_stopped_was_stopped()
    {
        using var stop = new CancellationTokenSource();
        var provider = new ScriptedProvider(_ =>
        {
            stop.Cancel();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Caller(provider).CallAsync(Requests.Chat(), stop.Token));
    }

    [Fact]
    public async Task The_key_is_in_no_message_and_no_log_even_when_the_provider_echoes_it()
    {
        await using var server = await LoopbackServer.StartAsync(500, """{"error":{"message":"Incorrect API key provided: sk-secret."}}""");
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        var e = await Assert.ThrowsAsync<ModelException>(() => new ModelCaller(provider, RetryOptions.None with { Log = log.Add }).CallAsync(Requests.Chat(), Stop));
        Assert.DoesNotContain("sk-secret", e.Message + e.ProviderMessage + string.Concat(log));
        Assert.Contains("******", e.Message);
    }

    [Fact]
    public async Task An_error_in_an_answer_of_status_200_is_an_error()
    {
        var provider = new ScriptedProvider(n => (200, n == 0 ? """{"error":{"message":"busy","type":"server_error"}}""" : Requests.Answer));
        using var answer = await RunAsync(provider);
        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_final()
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(new ScriptedProvider(_ => (200, "<html>"))));
        Assert.Equal("APIResponseValidationError", e.ProviderClass);
    }

    [Fact]
    public async Task What_keeps_us_from_asking_is_told_in_its_own_words()
    {
        var provider = new ScriptedProvider(_ => throw new ProblemException("no-entra-token", "Sign in."));
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(provider));
        Assert.Equal((ModelException.Wrapped, "no-entra-token", "Sign in."), (e.ErrorClass, e.ProviderClass, e.Message));
    }

    [Fact]
    public async Task A_connection_that_cannot_work_fails_the_call_as_in_the_original()
    {
        using var provider = HttpModelProvider.Open(Requests.OpenAi("not-an-address"));
        var e = await Assert.ThrowsAsync<ModelException>(() => new ModelCaller(provider).CallAsync(Requests.Chat(), Stop));
        Assert.Equal((ModelException.Wrapped, "connection-invalid"), (e.ErrorClass, e.ProviderClass));
    }

    [Theory]
    [InlineData("Unrecognized request argument supplied: functions", "does not support the `functions` parameter")]
    [InlineData("The completion operation does not work with the specified model", "set api: chat")]
    [InlineData("logprobs, best_of and echo parameters are not available", "set api: chat")]
    [InlineData("Invalid content type. image_url is only supported by certain models", "image input")]
    [InlineData("'response_format' of type 'json_object' is not supported with this model.", "response_format parameter needs to be")]
    [InlineData("Principal does not have access to API/Operation.", "Cognitive Services OpenAI User")]
    public async Task Well_known_causes_come_with_advice(string message, string advice)
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => RunAsync(new ScriptedProvider(_ => (400, $$$"""{"error":{"message":"{{{message}}}"}}"""))));
        Assert.StartsWith("OpenAI API hits BadRequestError: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(advice, e.Message);
    }

    [Fact]
    public async Task A_promptys_patience_is_ten_repetitions()
    {
        var provider = new ScriptedProvider(_ => (500, ""));
        await Assert.ThrowsAsync<ModelException>(() => RunAsync(provider, RetryOptions.Prompty));
        Assert.Equal(11, provider.Calls);
    }

    private ModelCaller Caller(ScriptedProvider provider, RetryOptions? options = null) => new(provider.On(time), (options ?? new RetryOptions()) with { Log = log.Add }, time);

    private async Task<System.Text.Json.JsonDocument> RunAsync(ScriptedProvider provider, RetryOptions? options = null)
    {
        var call = Caller(provider, options).CallAsync(Requests.Chat(), Stop);
        while (!call.IsCompleted)
        {
            if (time.Waiting > 0)
            {
                time.Advance(TimeSpan.FromSeconds(0.5));
            }
            else
            {
                await Task.Yield();
            }
        }

        return await call;
    }
}
