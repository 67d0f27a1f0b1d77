using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace Gyre.Server.Tests.Clients;

/// <summary>Chat completions of the NuGet package OpenAI.</summary>
internal sealed class OpenAiChatClient(Uri address) : IVendorClient
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(Told.ToolName, Told.ToolPurpose, BinaryData.FromString(Told.ToolSchema));

    /// <summary>The options that every OpenAI client here is opened with.</summary>
    public static OpenAIClientOptions Options(Uri address) => new() { Endpoint = address, RetryPolicy = new ClientRetryPolicy(0) };

    public async Task<Heard> DoAsync(ClientTask task, string model, string key, CancellationToken cancellationToken)
    {
        var client = new ChatClient(model, new ApiKeyCredential(key), Options(address));
        try
        {
            return await DoAsync(client, task, cancellationToken);
        }
        catch (ClientResultException e)
        {
            return new Heard { Error = ErrorOf(e) };
        }
    }

    public static HeardError ErrorOf(ClientResultException e)
    {
        var headers = e.GetRawResponse()?.Headers;
        return new HeardError(
            e.Status,
            e.Message,
            headers?.TryGetValue("retry-after", out var wait) == true ? wait : null,
            headers?.TryGetValue("x-gyre-cause", out var cause) == true ? cause : null);
    }

    private static async Task<Heard> DoAsync(ChatClient client, ClientTask task, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new SystemChatMessage(Told.Instruction), new UserChatMessage(Told.Words)];
        var say = Told.Streams(task) ? StreamAsync : (Func<ChatClient, List<ChatMessage>, ChatCompletionOptions, bool, CancellationToken, Task<(Heard, AssistantChatMessage)>>)WholeAsync;
        switch (task)
        {
            case ClientTask.Tools or ClientTask.ToolsStream:
                var (first, answer) = await say(client, messages, new ChatCompletionOptions { Tools = { Weather } }, false, cancellationToken);
                messages.Add(answer);
                messages.AddRange(answer.ToolCalls.Select(c => new ToolChatMessage(c.Id, "21")));
                var (second, _) = await say(client, messages, new ChatCompletionOptions { Tools = { Weather } }, false, cancellationToken);
                return second with { Finish = first.Finish, Calls = [.. answer.ToolCalls.Select(c => Told.Call(c.FunctionName, c.FunctionArguments.ToString()))] };
            case ClientTask.Schema:
                return (await say(client, messages, new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(Told.Schema), jsonSchemaIsStrict: true) }, false, cancellationToken)).Item1;
            case ClientTask.Image:
                var picture = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Told.Picture)), "image/png");
                return (await say(client, [new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is it?"), picture)], new ChatCompletionOptions(), false, cancellationToken)).Item1;
            default:
                return (await say(client, messages, new ChatCompletionOptions(), task == ClientTask.Leave, cancellationToken)).Item1;
        }
    }

    private static async Task<(Heard Heard, AssistantChatMessage Message)> WholeAsync(ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options, bool leaves, CancellationToken cancellationToken)
    {
        ChatCompletion answer = await client.CompleteChatAsync(messages, options, cancellationToken);
        var heard = Counted(answer.Usage, new Heard { Text = string.Concat(answer.Content.Select(c => c.Text)), Finish = Finish(answer.FinishReason) });
        return (heard, new AssistantChatMessage(answer));
    }

    private static async Task<(Heard Heard, AssistantChatMessage Message)> StreamAsync(ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options, bool leaves, CancellationToken cancellationToken)
    {
        var heard = new Heard();
        var calls = new SortedDictionary<int, (string Id, string Name, string Arguments)>();
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options, cancellationToken))
        {
            foreach (var part in update.ContentUpdate.Where(p => p.Text.Length > 0))
            {
                heard = heard with { Text = heard.Text + part.Text, Pieces = heard.Pieces + 1 };
                if (leaves)
                {
                    return (heard, new AssistantChatMessage(heard.Text));
                }
            }

            foreach (var call in update.ToolCallUpdates)
            {
                var known = calls.GetValueOrDefault(call.Index, ("", "", ""));
                calls[call.Index] = (call.ToolCallId ?? known.Item1, call.FunctionName ?? known.Item2, known.Item3 + call.FunctionArgumentsUpdate);
            }

            heard = Counted(update.Usage, heard with { Finish = update.FinishReason is { } reason ? Finish(reason) : heard.Finish });
        }

        return (heard, calls.Count > 0
            ? new AssistantChatMessage(calls.Values.Select(c => ChatToolCall.CreateFunctionToolCall(c.Id, c.Name, BinaryData.FromString(c.Arguments))))
            : new AssistantChatMessage(heard.Text));
    }

    private static Heard Counted(ChatTokenUsage? usage, Heard heard) => usage is null ? heard : heard with
    {
        Input = usage.InputTokenCount,
        Cached = usage.InputTokenDetails?.CachedTokenCount,
        Output = usage.OutputTokenCount,
    };

    private static string Finish(ChatFinishReason reason) => reason switch { ChatFinishReason.Stop => "stop", ChatFinishReason.ToolCalls => "tools", _ => reason.ToString() };
}
