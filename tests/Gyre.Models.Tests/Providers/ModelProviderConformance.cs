using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Sse;

namespace Gyre.Models.Tests.Providers;

/// <summary>What every way to a model must do, whatever is behind it. Each inherits this.</summary>
public abstract class ModelProviderConformance
{
    protected const string Question = "How much does the tank hold?";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the provider; it is asked only what <see cref="Chat"/>, <see cref="Completion"/> and <see cref="Embedding"/> ask.</summary>
    protected abstract Task<IModelProvider> OpenAsync();

    [Fact]
    public async Task A_chat_answer_is_an_object_with_choices_and_usage()
    {
        using var response = await (await OpenAsync()).SendAsync(Chat(false), Stop);
        Assert.Equal(200, response.Status);
        Assert.StartsWith("application/json", response.Headers["content-type"], StringComparison.Ordinal);
        using var answer = await JsonDocument.ParseAsync(response.Body, cancellationToken: Stop);
        Assert.NotEmpty(answer.Content());
        Assert.True(answer.RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt64() > 0);
    }

    [Fact]
    public async Task A_stream_is_events_that_end_in_done_and_give_the_same_text()
    {
        var provider = await OpenAsync();
        using var whole = await provider.SendAsync(Chat(false), Stop);
        using var answer = await JsonDocument.ParseAsync(whole.Body, cancellationToken: Stop);
        using var response = await provider.SendAsync(Chat(true), Stop);
        Assert.StartsWith("text/event-stream", response.Headers["content-type"], StringComparison.Ordinal);
        var text = "";
        var done = false;
        await foreach (var item in SseReader.ReadAsync(response.Body, Stop))
        {
            Assert.False(done);
            done = item.IsDone;
            if (!done)
            {
                using var chunk = JsonDocument.Parse(item.Data);
                text += chunk.RootElement.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var piece) ? piece.GetString() : "";
            }
        }

        Assert.True(done);
        Assert.Equal(answer.Content(), text);
    }

    [Fact]
    public async Task A_completion_has_text()
    {
        using var response = await (await OpenAsync()).SendAsync(Completion, Stop);
        using var answer = await JsonDocument.ParseAsync(response.Body, cancellationToken: Stop);
        Assert.NotEmpty(answer.RootElement.GetProperty("choices")[0].GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task Embeddings_give_one_vector_per_input_in_order()
    {
        using var response = await (await OpenAsync()).SendAsync(Embedding, Stop);
        using var answer = await JsonDocument.ParseAsync(response.Body, cancellationToken: Stop);
        Assert.Equal([0, 1], answer.RootElement.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Calls_may_run_at_once()
    {
        var provider = await OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var response = await provider.SendAsync(Chat(false), Stop);
            return await response.TextAsync();
        }));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_cancelled_call_says_so()
    {
        var provider = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => provider.SendAsync(Chat(false), new CancellationToken(true)));
    }

    [Fact]
    public async Task An_answer_may_be_left_unread()
    {
        var provider = await OpenAsync();
        (await provider.SendAsync(Chat(true), Stop)).Dispose();
        using var next = await provider.SendAsync(Chat(false), Stop);
        Assert.Equal(200, next.Status);
    }

    internal static ModelRequest Chat(bool stream) => Requests.Of(
        ModelOperation.Chat,
        new { model = "m", stream, messages = new[] { new { role = "system", content = "Context:\nThe tank holds 1.25 litres. The cord is 1.8 m long." }, new { role = "user", content = Question } } },
        stream);

    internal static ModelRequest Completion { get; } = Requests.Of(ModelOperation.Completion, new { model = "m", prompt = "Context: The tank holds 1.25 litres.\nQuestion: " + Question });

    internal static ModelRequest Embedding { get; } = Requests.Of(ModelOperation.Embedding, new { model = "m", input = new[] { "a tank", "a cord" } });
}
