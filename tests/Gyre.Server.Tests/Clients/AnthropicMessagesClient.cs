using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Gyre.Server.Tests.Clients;

/// <summary>Messages of the NuGet package Anthropic.</summary>
internal sealed class AnthropicMessagesClient(Uri address) : IVendorClient
{
    private static readonly Tool Weather = new() { Name = Told.ToolName, Description = Told.ToolPurpose, InputSchema = InputSchema.FromRawUnchecked(Told.Fields(Told.ToolSchema)) };

    public async Task<Heard> DoAsync(ClientTask task, string model, string key, CancellationToken cancellationToken)
    {
        using var client = new AnthropicClient(new ClientOptions { ApiKey = key, BaseUrl = address.ToString().TrimEnd('/'), MaxRetries = 0 });
        try
        {
            return await DoAsync(client, task, model, cancellationToken);
        }
        catch (AnthropicApiException e)
        {
            return new Heard { Error = new HeardError((int)e.StatusCode, e.ResponseBody) };
        }
        catch (AnthropicException e)
        {
            return new Heard { Error = new HeardError(0, e.Message) };
        }
    }

    private static async Task<Heard> DoAsync(AnthropicClient client, ClientTask task, string model, CancellationToken cancellationToken)
    {
        MessageParam words = new UserMessageParam(Told.Words);
        var asked = new MessageCreateParams { Model = model, MaxTokens = 100, System = Told.Instruction, Messages = [words] };
        var say = Told.Streams(task) ? StreamAsync : (Func<AnthropicClient, MessageCreateParams, bool, CancellationToken, Task<(Heard Heard, List<ContentBlockParam> Blocks)>>)WholeAsync;
        switch (task)
        {
            case ClientTask.Tools or ClientTask.ToolsStream:
                var (first, blocks) = await say(client, asked with { Tools = [Weather] }, false, cancellationToken);
                var calls = blocks.Select(b => b.TryPickToolUse(out var use) ? use : null).OfType<ToolUseBlockParam>().ToList();
                List<ContentBlockParam> results = [.. calls.Select(c => (ContentBlockParam)new ToolResultBlockParam(c.ID) { Content = "21" })];
                MessageParam[] messages = [words, new AssistantMessageParam(blocks), new UserMessageParam(results)];
                var (second, _) = await say(client, asked with { Tools = [Weather], Messages = messages }, false, cancellationToken);
                return second with { Finish = first.Finish, Calls = [.. calls.Select(c => Told.Call(c.Name, JsonSerializer.Serialize(c.Input)))] };
            case ClientTask.Schema:
                return (await say(client, asked with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = Told.Fields(Told.Schema) } } }, false, cancellationToken)).Heard;
            case ClientTask.Image:
                List<ContentBlockParam> shown = [new ImageBlockParam(new Base64ImageSource { Data = Told.Picture, MediaType = MediaType.ImagePng }), new TextBlockParam("What is it?")];
                return (await say(client, asked with { Messages = [new UserMessageParam(shown)] }, false, cancellationToken)).Heard;
            default:
                return (await say(client, asked, task == ClientTask.Leave, cancellationToken)).Heard;
        }
    }

    private static async Task<(Heard Heard, List<ContentBlockParam> Blocks)> WholeAsync(AnthropicClient client, MessageCreateParams asked, bool leaves, CancellationToken cancellationToken)
    {
        var message = await client.Messages.Create(asked, cancellationToken);
        var heard = new Heard
        {
            Text = string.Concat(message.Content.Select(b => b.TryPickText(out var text) ? text.Text : "")),
            Finish = Finish(message.StopReason?.Raw()),
            Input = message.Usage.InputTokens + (message.Usage.CacheReadInputTokens ?? 0),
            Cached = message.Usage.CacheReadInputTokens,
            Output = message.Usage.OutputTokens,
        };
        return (heard, [.. message.Content.Select(b => b.TryPickToolUse(out var use) ? (ContentBlockParam)new ToolUseBlockParam { ID = use.ID, Name = use.Name, Input = use.Input } : new TextBlockParam(b.TryPickText(out var text) ? text.Text : ""))]);
    }

    private static async Task<(Heard Heard, List<ContentBlockParam> Blocks)> StreamAsync(AnthropicClient client, MessageCreateParams asked, bool leaves, CancellationToken cancellationToken)
    {
        var heard = new Heard();
        var tools = new SortedDictionary<long, (string Id, string Name, string Input)>();
        await foreach (var next in client.Messages.CreateStreaming(asked, cancellationToken))
        {
            if (next.TryPickStart(out var start))
            {
                heard = heard with { Input = start.Message.Usage.InputTokens, Cached = start.Message.Usage.CacheReadInputTokens };
            }
            else if (next.TryPickContentBlockStart(out var block) && block.ContentBlock.TryPickToolUse(out var use))
            {
                tools[block.Index] = (use.ID, use.Name, "");
            }
            else if (next.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text))
            {
                heard = heard with { Text = heard.Text + text.Text, Pieces = heard.Pieces + 1 };
                if (leaves)
                {
                    return (heard, []);
                }
            }
            else if (next.TryPickContentBlockDelta(out var more) && more.Delta.TryPickInputJson(out var json))
            {
                tools[more.Index] = tools[more.Index] with { Input = tools[more.Index].Input + json.PartialJson };
            }
            else if (next.TryPickDelta(out var last))
            {
                heard = heard with
                {
                    Finish = Finish(last.Delta.StopReason?.Raw()),
                    Input = last.Usage.InputTokens ?? heard.Input,
                    Cached = last.Usage.CacheReadInputTokens ?? heard.Cached,
                    Output = last.Usage.OutputTokens,
                };
            }
        }

        heard = heard with { Input = heard.Input + (heard.Cached ?? 0) };
        return (heard, [.. tools.Values.Select(t => (ContentBlockParam)new ToolUseBlockParam { ID = t.Id, Name = t.Name, Input = Told.Fields(t.Input) })]);
    }

    private static string? Finish(string? reason) => reason switch { "end_turn" => "stop", "tool_use" => "tools", _ => reason };
}
