using System.Text.Json;
using Gyre.Wire.OpenAi;

namespace Gyre.Wire.Tests.OpenAi;

public sealed class OpenAiErrorTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":"c"}}""", "m", "t", "c", "p")]
    [InlineData("""{"error":{"message":"m","type":null,"code":429}}""", "m", null, "429", null)]
    [InlineData("""{"error":"model not found"}""", "model not found", null, null, null)]
    [InlineData("""{"object":"error","message":"m","type":"BadRequestError","code":400}""", "m", "BadRequestError", "400", null)]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null, null, null)]
    public void The_shapes_that_servers_send(string body, string message, string? type, string? code, string? parameter) =>
        Assert.Equal(new OpenAiError(message, type, code, parameter), Read(body));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"error":null,"choices":[]}""")]
    public void What_is_no_error(string body) => Assert.Null(Read(body));

    [Theory]
    [InlineData("""{"error":{"type":"server_error"}}""", 500)]
    [InlineData("""{"error":{"type":"overloaded_error"}}""", 500)]
    [InlineData("""{"error":{"code":"rate_limit_exceeded"}}""", 429)]
    [InlineData("""{"error":{"code":503}}""", 503)]
    [InlineData("""{"error":{"code":"content_filter"}}""", 400)]
    public void The_status_that_an_error_inside_a_stream_stands_for(string body, int status) => Assert.Equal(status, Read(body)!.ImpliedStatus);

    private static OpenAiError? Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        return OpenAiError.Of(json.RootElement);
    }
}
