using Gyre.Models.Calls;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Models.Tests.Calls;

public sealed class ModelStreamTests
{
    private static readonly RetryOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2), Retries = 3 };

    [Fact]
    public async Task Chunks_come_one_by_one_and_the_end_mark_is_not_among_them() =>
        Assert.Equal(["a", "b"], await ReadAsync(_ => "data: {\"t\":\"a\"}\n\n: ping\n\ndata: {\"t\":\"b\"}\n\ndata: [DONE]\n\n"));

    [Fact]
    public async Task A_finish_reason_ends_a_stream_as_well_as_the_mark() =>
        Assert.Equal(["a", "b"], await ReadAsync(_ => "data: {\"t\":\"a\"}\n\ndata: {\"t\":\"b\",\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n"));

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_is_an_error_after_what_was_delivered()
    {
        List<string> seen = [];
        var e = await Assert.ThrowsAsync<ModelException>(() => ReadAsync(_ => "data: {\"t\":\"a\"}\n\ndata: {\"t\":", seen));
        Assert.Equal(["a"], seen);
        Assert.Equal((ModelException.Wrapped, "APIConnectionError"), (e.ErrorClass, e.ProviderClass));
        Assert.Contains("cut before its end", e.Message);
    }

    [Fact]
    public async Task A_failure_before_the_first_chunk_is_repeated() =>
        Assert.Equal(["b"], await ReadAsync(n => n == 0 ? "data: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\"}}\n\n" : n == 1 ? "" : "data: {\"t\":\"b\"}\n\ndata: [DONE]\n\n"));

    [Fact]
    public async Task A_request_error_inside_a_stream_is_final()
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => ReadAsync(_ => "data: {\"error\":{\"message\":\"bad\",\"code\":\"content_filter\"}}\n\n"));
        Assert.Equal((ModelException.Wrapped, "APIError", "content_filter"), (e.ErrorClass, e.ProviderClass, e.Code));
    }

    [Fact]
    public async Task A_server_that_does_not_stream_gives_its_one_answer()
    {
        await using var server = await LoopbackServer.StartAsync(200, """{"t":"whole"}""");
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        Assert.Equal(["whole"], await ReadAsync(new ModelCaller(provider, Quick)));
    }

    [Fact]
    public async Task Leaving_a_stream_closes_it_upstream()
    {
        var closed = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.RequestAborted.Register(() => closed.TrySetResult());
            await context.Response.WriteAsync("data: {\"t\":\"a\"}\n\n");
            await context.Response.Body.FlushAsync();
            await closed.Task;
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        await foreach (var chunk in new ModelCaller(provider, Quick).StreamAsync(Requests.Chat(stream: true), TestContext.Current.CancellationToken))
        {
            chunk.Dispose();
            break;
        }

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static Task<List<string>> ReadAsync(Func<int, string> script, List<string>? seen = null) =>
        ReadAsync(new ModelCaller(new ScriptedProvider(n => (200, script(n))), Quick), seen);

    private static async Task<List<string>> ReadAsync(ModelCaller caller, List<string>? seen = null)
    {
        seen ??= [];
        await foreach (var chunk in caller.StreamAsync(Requests.Chat(stream: true), TestContext.Current.CancellationToken))
        {
            using (chunk)
            {
                seen.Add(chunk.RootElement.GetProperty("t").GetString()!);
            }
        }

        return seen;
    }
}
