using System.Runtime.CompilerServices;
using Gyre.Models.Calls;
using Gyre.Models.Providers;
using Gyre.Wire.OpenAi;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Microsoft.Extensions.AI's chat client over any provider: text, images, tools, JSON schemas, streaming, usage. Thread-safe; it does not own the provider.</summary>
/// <param name="provider">The way to the model.</param>
/// <param name="model">Model or deployment asked for unless the options name one.</param>
/// <param name="retry">Prompt flow's patience unless given.</param>
/// <param name="time">The clock of the waits.</param>
public sealed class OpenAiChatClient(IModelProvider provider, string model, RetryOptions? retry = null, TimeProvider? time = null) : IChatClient
{
    private readonly ModelCaller caller = new(provider, retry, time);
    private volatile bool refusesStreamOptions;

    /// <inheritdoc/>
    /// <exception cref="ModelException">The call failed for good.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var answer = await caller.CallAsync(Request(messages, options, stream: false), cancellationToken);
        return ChatAnswerReader.Read(answer.RootElement);
    }

    /// <inheritdoc/>
    /// <remarks>Tool calls come whole, in the last update.</remarks>
    /// <exception cref="ModelException">The call failed for good, or the stream was cut.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var calls = new ToolCallAssembler();
        string? id = null;
        await using var chunks = await StartAsync(list, options, cancellationToken);
        do
        {
            using var chunk = chunks.Current;
            if (ChatAnswerReader.Update(chunk.RootElement, calls) is { } update)
            {
                id ??= update.ResponseId;
                yield return update;
            }
        }
        while (await chunks.MoveNextAsync());

        if (calls.Calls is { Count: > 0 } whole)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. whole.Select(c => ChatAnswerReader.Call(c.Id, c.Name, c.Arguments))])
            {
                ResponseId = id,
                MessageId = id,
                FinishReason = ChatFinishReason.ToolCalls,
            };
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, model)
        : serviceType == typeof(IModelProvider) ? provider
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Nothing: the provider belongs to whoever opened it.</summary>
    public void Dispose()
    {
    }

    // Some servers refuse stream_options; they are asked once more without, and from then on without.
    private async Task<IAsyncEnumerator<System.Text.Json.JsonDocument>> StartAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        while (true)
        {
            var chunks = caller.StreamAsync(Request(messages, options, stream: true), cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                if (await chunks.MoveNextAsync())
                {
                    return chunks;
                }
            }
            catch (ModelException e) when (e.Status is 400 or 422 && !refusesStreamOptions && e.Message.Contains("stream_options", StringComparison.Ordinal))
            {
                refusesStreamOptions = true;
                continue;
            }

            throw new ModelException(ModelException.Wrapped, "The model's stream ended before it began.");
        }
    }

    private ModelRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var asked = options?.ModelId ?? model;
        return new ModelRequest(ModelOperation.Chat, asked, ChatRequestWriter.Write(asked, messages, options, stream, !refusesStreamOptions), stream);
    }
}
