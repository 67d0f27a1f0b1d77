using Gyre.Wire.Http;

namespace Gyre.Wire.Tests.Http;

public sealed class RetryAfterHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("0", 0)]
    [InlineData("1.5", 1.5)]
    [InlineData("20s", 20)]
    [InlineData("1m30.5s", 90.5)]
    [InlineData("5, 10", 10)]
    [InlineData("Sat, 21 Nov 2026 10:00:30 GMT", 30)]
    [InlineData("Fri, 21 Nov 2026 10:00:30 GMT", 30)]
    [InlineData("Saturday, 21-Nov-26 10:00:30 GMT", 30)]
    [InlineData("Sat Nov 21 10:00:30 2026", 30)]
    [InlineData("2026-11-21T10:00:30Z", 30)]
    [InlineData("2026-11-21T11:00:30+01:00", 30)]
    [InlineData("Sat, 21 Nov 2026 09:00:00 GMT", 0)]
    [InlineData("1795255230", 30)]
    [InlineData("1795255230000", 30)]
    [InlineData("1795250000", 0)]
    [InlineData("86400", 3600)]
    public void Retry_after_is_read_in_every_form(string written, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("retry-after", written)));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1/2")]
    [InlineData("5 minutes")]
    [InlineData("Sat, 41 Nov 2026 10:00:30 GMT")]
    public void What_says_nothing_is_no_wait(string written) => Assert.Null(Read(("retry-after", written)));

    [Theory]
    [InlineData("retry-after-ms", "6500", 6.5)]
    [InlineData("x-ms-retry-after-ms", "20", 0.02)]
    [InlineData("x-ratelimit-reset-requests", "6m0s", 360)]
    [InlineData("x-ratelimit-reset-tokens", "20ms", 0.02)]
    [InlineData("x-ratelimit-reset", "1795255230000", 30)]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:30Z", 30)]
    public void Vendors_have_headers_of_their_own(string name, string written, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Read((name, written)));

    [Fact]
    public void Of_several_the_longest_counts() => Assert.Equal(
        TimeSpan.FromSeconds(8),
        Read(("retry-after", "7"), ("retry-after-ms", "6500"), ("x-ratelimit-reset-tokens", "8s"), ("x-ratelimit-remaining-tokens", "0")));

    [Fact]
    public void A_limit_that_is_not_used_up_is_no_wait() => Assert.Equal(
        TimeSpan.FromSeconds(0.5),
        Read(("retry-after-ms", "500"), ("x-ratelimit-reset-requests", "6m0s"), ("x-ratelimit-remaining-requests", "9999")));

    [Theory]
    [InlineData("""{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""", 34.5)]
    [InlineData("""{ "retryDelay" : "2s" }""", 2.0)]
    [InlineData("""{"retryDelay":"99999s"}""", 3600.0)]
    [InlineData("""{"retryDelay":5,"x":"7s"}""", null)]
    [InlineData("""{"retryDelay":"7s""", null)]
    [InlineData("""{"error":{}}""", null)]
    public void Gemini_says_it_in_the_body(string body, double? seconds) =>
        Assert.Equal(seconds, RetryAfterHeaders.ReadBody(System.Text.Encoding.UTF8.GetBytes(body))?.TotalSeconds);

    [Fact]
    public void Clients_are_told_in_both_forms_and_never_too_short() =>
        Assert.Equal([new("retry-after", "3"), new("retry-after-ms", "2001")], RetryAfterHeaders.Write(TimeSpan.FromMilliseconds(2000.2)));

    [Fact]
    public void What_is_written_is_read_again() =>
        Assert.Equal(TimeSpan.FromSeconds(3), Read([.. RetryAfterHeaders.Write(TimeSpan.FromSeconds(2.5)).Select(h => (h.Key, h.Value))]));

    [Theory]
    [InlineData(429, true)]
    [InlineData(529, true)]
    [InlineData(503, false)]
    [InlineData(500, false)]
    public void Some_answers_ask_for_fewer_requests(int status, bool asks) =>
        Assert.Equal(asks, RetryAfterHeaders.PushesBack(status, new Dictionary<string, string>()));

    private static TimeSpan? Read(params (string Name, string Value)[] headers) => RetryAfterHeaders.Read(headers.ToDictionary(h => h.Name, h => h.Value), Now);
}
