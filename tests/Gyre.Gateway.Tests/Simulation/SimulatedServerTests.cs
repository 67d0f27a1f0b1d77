using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gyre.Gateway.Simulation;
using Gyre.Models.Simulated;

namespace Gyre.Gateway.Tests.Simulation;

public sealed class SimulatedServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"x","messages":[]}""", "choices")]
    [InlineData("/openai/deployments/x/chat/completions?api-version=2024-10-21", """{"messages":[]}""", "choices")]
    [InlineData("/v1beta/models/x:generateContent", """{"contents":[]}""", "candidates")]
    [InlineData("/api/chat", """{"model":"x","messages":[],"stream":false}""", "message")]
    [InlineData("/v1/embeddings", """{"model":"x","input":"a"}""", "data")]
    [InlineData("/v1beta/models/x:embedContent", """{"content":{"parts":[{"text":"a"}]}}""", "embedding")]
    [InlineData("/api/embed", """{"model":"x","input":["a"]}""", "embeddings")]
    [InlineData("/v1/messages/count_tokens", """{"model":"x","messages":[{"content":"hello there"}]}""", "input_tokens")]
    public async Task Every_vendors_address_is_answered(string path, string body, string field)
    {
        await using var server = await SimulatedServer.StartAsync(new SimulationOptions(), 0, cancellationToken: Stop);
        using var http = new HttpClient();
        using var response = await http.PostAsync(server.Address + path, new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Stop)).TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_large_prompt_is_read_whole()
    {
        await using var server = await SimulatedServer.StartAsync(new SimulationOptions(), 0, cancellationToken: Stop);
        using var http = new HttpClient();
        var body = JsonSerializer.Serialize(new { model = "x", messages = new[] { new { role = "user", content = new string('a', 400_000) } } });
        using var response = await http.PostAsync(server.Address + "/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(100_001, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Stop)).GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task One_connection_serves_answer_after_answer(string stream)
    {
        await using var server = await SimulatedServer.StartAsync(new SimulationOptions(), 0, cancellationToken: Stop);
        var connections = 0;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        for (var i = 0; i < 5; i++)
        {
            using var response = await http.PostAsync(server.Address + "/v1/chat/completions", new StringContent($$"""{"model":"x","messages":[],"stream":{{stream}}}"""), Stop);
            await response.Content.ReadAsByteArrayAsync(Stop);
        }

        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task A_cut_answer_breaks_the_connection()
    {
        await using var server = await SimulatedServer.StartAsync(new SimulationOptions { Faults = [new Fault(FaultKind.Cut, 1)] }, 0, cancellationToken: Stop);
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(server.Address + "/v1/chat/completions", new StringContent("""{"model":"x","messages":[],"stream":true}"""), Stop));
    }

    [Fact]
    public async Task A_taken_port_is_told()
    {
        await using var server = await SimulatedServer.StartAsync(new SimulationOptions(), 0, cancellationToken: Stop);
        await Assert.ThrowsAsync<IOException>(() => SimulatedServer.StartAsync(new SimulationOptions(), new Uri(server.Address).Port, cancellationToken: Stop));
    }
}
