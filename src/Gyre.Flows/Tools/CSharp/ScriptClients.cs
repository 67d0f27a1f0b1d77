using System.Runtime.CompilerServices;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Values;
using Gyre.Models.Chat;
using Gyre.Models.Connections;
using Microsoft.Extensions.AI;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>Makes the chat clients and embedding generators that C# tools take as parameters. The node's <c>deployment_name</c> or <c>model</c> input names the model.</summary>
internal sealed class ScriptClients(ModelCalls calls, TimeProvider time)
{
    /// <summary>Whether an input names the model rather than a parameter.</summary>
    public static bool IsSetting(string name) => name is "deployment_name" or "model";

    /// <summary>A client over the connection; its tokens count for the call.</summary>
    public object Make(Type type, Connection connection, ToolCall call)
    {
        var provider = calls.ProviderOf(connection);
        var model = PythonText.Str(call.Inputs.GetValueOrDefault("deployment_name") ?? call.Inputs.GetValueOrDefault("model") ?? "");
        return type == typeof(IChatClient)
            ? new CountingClient(new OpenAiChatClient(provider, model, time: time), call.Record)
            : new OpenAiEmbeddingGenerator(provider, model, time: time);
    }

    private sealed class CountingClient(IChatClient inner, CallRecord record) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Count(response.Usage);
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                foreach (var usage in update.Contents.OfType<UsageContent>())
                {
                    Count(usage.Details);
                }

                yield return update;
            }
        }

        private void Count(UsageDetails? usage)
        {
            if (usage is not null)
            {
                var (input, output) = (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
                record.AddUsage(input, output, usage.TotalTokenCount ?? input + output);
            }
        }
    }
}
