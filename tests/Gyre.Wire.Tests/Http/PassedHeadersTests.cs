using Gyre.Wire.Http;

namespace Gyre.Wire.Tests.Http;

public sealed class PassedHeadersTests
{
    [Theory]
    [InlineData("Connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("X-Goog-Api-Key")]
    [InlineData("api-key")]
    [InlineData("Cookie")]
    public void Keys_cookies_and_what_holds_for_one_connection_never_go_up(string name)
    {
        Assert.True(PassedHeaders.BelongsToOneConnection(name));
        Assert.False(PassedHeaders.MayGoUp(name));
    }

    [Theory]
    [InlineData("anthropic-beta")]
    [InlineData("OpenAI-Organization")]
    [InlineData("traceparent")]
    public void What_clients_say_to_their_provider_goes_up(string name) => Assert.True(PassedHeaders.MayGoUp(name));

    [Theory]
    [InlineData("x-request-id", true)]
    [InlineData("x-ratelimit-remaining-tokens", true)]
    [InlineData("Content-Type", true)]
    [InlineData("Set-Cookie", false)]
    [InlineData("Content-Length", false)]
    [InlineData("Keep-Alive", false)]
    public void What_the_provider_says_of_the_answer_comes_down(string name, bool passes) => Assert.Equal(passes, PassedHeaders.MayComeDown(name));
}
