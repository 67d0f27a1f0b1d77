using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;

namespace Gyre.Server.Tests.Clients;

/// <summary>Responses of the NuGet package OpenAI.</summary>
internal sealed class OpenAiResponsesClient(Uri address) : IVendorClient
{
    private static readonly ResponseTool Weather = ResponseTool.CreateFunctionTool(Told.ToolName, BinaryData.FromString(Told.ToolSchema), strictModeEnabled: true, functionDescription: Told.ToolPurpose);

    public async Task<Heard> DoAsync(ClientTask task, string model, string key, CancellationToken cancellationToken)
    {
        var client = new ResponsesClient(new ApiKeyCredential(key), new ResponsesClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(0) });
        try
        {
            return await DoAsync(client, task, model, cancellationToken);
        }
        catch (ClientResultException e)
        {
            return new Heard { Error = OpenAiChatClient.ErrorOf(e) };
        }
    }

    private static async Task<Heard> DoAsync(ResponsesClient client, ClientTask task, string model, CancellationToken cancellationToken)
    {
        CreateResponseOptions Options(params ResponseItem[] items) => new(model, items) { Instructions = Told.Instruction, StoredOutputEnabled = false };
        var words = ResponseItem.CreateUserMessageItem(Told.Words);
        var say = Told.Streams(task) ? StreamAsync : (Func<ResponsesClient, CreateResponseOptions, bool, CancellationToken, Task<(Heard Heard, ResponseResult? Answer)>>)WholeAsync;
        switch (task)
        {
            case ClientTask.Tools or ClientTask.ToolsStream:
                var asked = Options(words);
                asked.Tools.Add(Weather);
                var (first, answer) = await say(client, asked, false, cancellationToken);
                var calls = answer!.OutputItems.OfType<FunctionCallResponseItem>().ToList();
                var answered = Options([words, .. answer.OutputItems, .. calls.Select(c => ResponseItem.CreateFunctionCallOutputItem(c.CallId, "21"))]);
                answered.Tools.Add(Weather);
                var (second, _) = await say(client, answered, false, cancellationToken);
                return second with { Finish = first.Finish, Calls = [.. calls.Select(c => Told.Call(c.FunctionName, c.FunctionArguments.ToString()))] };
            case ClientTask.Schema:
                var form = Options(words);
                form.TextOptions = new ResponseTextOptions { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(Told.Schema), jsonSchemaIsStrict: true) };
                return (await say(client, form, false, cancellationToken)).Heard;
            case ClientTask.Image:
                var picture = ResponseContentPart.CreateInputImagePart(new Uri("data:image/png;base64," + Told.Picture), ResponseImageDetailLevel.Auto);
                return (await say(client, Options(ResponseItem.CreateUserMessageItem([ResponseContentPart.CreateInputTextPart("What is it?"), picture])), false, cancellationToken)).Heard;
            default:
                return (await say(client, Options(words), task == ClientTask.Leave, cancellationToken)).Heard;
        }
    }

    private static async Task<(Heard Heard, ResponseResult? Answer)> WholeAsync(ResponsesClient client, CreateResponseOptions options, bool leaves, CancellationToken cancellationToken)
    {
        ResponseResult answer = await client.CreateResponseAsync(options, cancellationToken);
        return (Heard(answer, 0), answer);
    }

    private static async Task<(Heard Heard, ResponseResult? Answer)> StreamAsync(ResponsesClient client, CreateResponseOptions options, bool leaves, CancellationToken cancellationToken)
    {
        options.StreamingEnabled = true;
        ResponseResult? answer = null;
        var pieces = 0;
        await foreach (var update in await client.CreateResponseStreamingAsync(options, cancellationToken))
        {
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate delta:
                    pieces++;
                    if (leaves)
                    {
                        return (new Heard { Text = delta.Delta, Pieces = pieces }, null);
                    }

                    break;
                case StreamingResponseCompletedUpdate completed:
                    answer = completed.Response;
                    break;
                case StreamingResponseErrorUpdate error:
                    return (new Heard { Error = new HeardError(0, error.Message) }, null);
                case StreamingResponseFailedUpdate failed:
                    return (new Heard { Error = new HeardError(0, failed.Response.Error.Message) }, null);
            }
        }

        return answer is null ? (new Heard { Error = new HeardError(0, "The stream ended early.") }, null) : (Heard(answer, pieces), answer);
    }

    private static Heard Heard(ResponseResult answer, int pieces) => new()
    {
        Text = answer.GetOutputText() ?? "",
        Finish = answer.Status != ResponseStatus.Completed ? answer.Status?.ToString() : answer.OutputItems.OfType<FunctionCallResponseItem>().Any() ? "tools" : "stop",
        Pieces = pieces,
        Input = answer.Usage?.InputTokenCount,
        Cached = answer.Usage?.InputTokenDetails?.CachedTokenCount,
        Output = answer.Usage?.OutputTokenCount,
    };
}
