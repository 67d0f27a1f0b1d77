using System.Diagnostics;
using Gyre.Server.Tests.Clients;

namespace Gyre.Server.Tests;

/// <summary>Every official client, unchanged but for its base address, against every vendor's format behind the gateway.</summary>
public sealed class ClientMatrixTests(Door door)
{
    private static readonly string[] Vendors = ["openai", "azure", "azure1", "responses", "anthropic", "gemini", "ollama"];

    private static readonly string[] Clients =
    [
        "OpenAI .NET chat", "OpenAI .NET responses", "OpenAI .NET at Azure's v1", "Anthropic .NET",
        "npm openai chat", "npm openai responses", "npm openai AzureOpenAI", "npm @anthropic-ai/sdk", "npm @google/genai", "npm ollama",
    ];

    private static int last;

    public static TheoryData<string, string> Pairs => [.. Clients.SelectMany(c => Vendors.Select(v => (c, v)))];

    /// <summary>For what takes its time: all vendors at once.</summary>
    public static TheoryData<string> Names => [.. Clients];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_question_and_its_instruction_arrive_and_the_answer_comes_back_counted(string client, string vendor)
    {
        var heard = await DoAsync(client, ClientTask.Plain, $"{vendor}/{Name("plain")}");
        Assert.Equal($"You said: {Told.Words}. I am told: {Told.Instruction}.", heard.Text);
        Assert.Equal("stop", heard.Finish);
        Counted(heard, client, vendor);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_streamed_answer_comes_in_pieces_and_is_counted(string client, string vendor)
    {
        var heard = await DoAsync(client, ClientTask.Stream, $"{vendor}/{Name("plain")}");
        Assert.Equal($"You said: {Told.Words}. I am told: {Told.Instruction}.", heard.Text);
        Assert.Equal(("stop", 5), (heard.Finish, heard.Pieces));
        Counted(heard, client, vendor);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Two_tools_are_called_at_once_and_each_result_reaches_its_call(string client, string vendor) =>
        Called(await DoAsync(client, ClientTask.Tools, $"{vendor}/{Name("tools")}"));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Streamed_calls_of_tools_are_put_together(string client, string vendor) =>
        Called(await DoAsync(client, ClientTask.ToolsStream, $"{vendor}/{Name("tools")}"));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_schema_arrives_and_the_answer_follows_it(string client, string vendor) =>
        Assert.Equal("""{"city":"Paris","celsius":21}""", Fine(await DoAsync(client, ClientTask.Schema, $"{vendor}/{Name("schema")}")).Text);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_picture_arrives_byte_for_byte(string client, string vendor) =>
        Assert.Equal("I see image/png 70 bytes.", Fine(await DoAsync(client, ClientTask.Image, $"{vendor}/{Name("image")}")).Text);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Errors_have_the_status_and_the_words_that_the_client_expects(string client) => Task.WhenAll(Vendors.Select(vendor => ErrorsAsync(client, vendor)));

    private async Task ErrorsAsync(string client, string vendor)
    {
        var limited = FailsAsync(client, $"{vendor}/{Name("limit")}", 429, "Slow down, please.");
        await Task.WhenAll(
            FailsAsync(client, $"{vendor}/{Name("wrong")}", 400, "The temperature is out of range."),
            FailsAsync(client, $"{vendor}/{Name("nowhere")}", 404, "There is no model nowhere"),
            FailsAsync(client, $"{vendor}/{Name("broken")}", 500, "The model broke down."),
            FailsAsync(client, "gpt-none", 404, "There is no model 'gpt-none' here."),
            FailsAsync(client, $"{vendor}/{Name("plain")}", 401, "key", "gyre_wrong"));
        if ((await limited).RetryAfter is { } wait)
        {
            Assert.InRange(int.Parse(wait, System.Globalization.CultureInfo.InvariantCulture), 15, 17);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_stream_that_breaks_is_an_error_and_not_a_short_answer(string client) => Task.WhenAll(Vendors.Select(vendor => BreaksAsync(client, vendor)));

    private async Task BreaksAsync(string client, string vendor)
    {
        var heard = await Task.WhenAll(
            DoAsync(client, ClientTask.Stream, $"{vendor}/{Name("cut")}"),
            DoAsync(client, ClientTask.Stream, $"{vendor}/{Name("faulty")}"));

        // OpenAI's .NET client passes over an error inside a stream of chat: that no reason to finish came is all it lets one see.
        Assert.All(heard, h => Assert.True(h.Error is not null || h.Finish == "failed" || (client.StartsWith("OpenAI .NET", StringComparison.Ordinal) && h.Finish is null), h.ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_client_that_leaves_ends_the_work_of_the_vendor(string client) => Task.WhenAll(Vendors.Select(vendor => LeavesAsync(client, vendor)));

    private async Task LeavesAsync(string client, string vendor)
    {
        var model = Name("silent");
        var heard = await DoAsync(client, ClientTask.Leave, $"{vendor}/{model}");
        var left = Stopwatch.GetTimestamp();
        Assert.Equal("Once ", Fine(heard).Text);
        var exchange = door.Vendors.About(model);

        // The time itself is measured by CancelTests, where nothing else runs.
        await exchange.Closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(exchange.ClosedAt >= left - Stopwatch.Frequency);
    }

    private static string Name(string part) => $"{part}-{Interlocked.Increment(ref last)}";

    private static void Counted(Heard heard, string client, string vendor)
    {
        Assert.Equal((15, 7), (heard.Input, heard.Output));
        Assert.Equal(vendor == "ollama" || client == "npm ollama" ? 0 : 4, heard.Cached ?? 0);
    }

    private static void Called(Heard heard)
    {
        Fine(heard);
        Assert.Equal(["get_weather(Paris)", "get_weather(Oslo)"], heard.Calls);
        Assert.Equal(("tools", "Results: Paris=21; Oslo=21."), (heard.Finish, heard.Text));
    }

    private static Heard Fine(Heard heard)
    {
        Assert.Null(heard.Error);
        return heard;
    }

    private async Task<HeardError> FailsAsync(string client, string model, int status, string words, string? key = null)
    {
        var heard = await DoAsync(client, ClientTask.Plain, model, key);
        Assert.NotNull(heard.Error);
        Assert.Equal(status, heard.Error.Status);
        Assert.Contains(words, heard.Error.Message, StringComparison.Ordinal);
        return heard.Error;
    }

    private Task<Heard> DoAsync(string client, ClientTask task, string model, string? key = null)
    {
        Assert.SkipUnless(!client.StartsWith("npm", StringComparison.Ordinal) || door.NoNode.Length == 0, door.NoNode);
        var root = door.Server.Address;
        IVendorClient speaking = client switch
        {
            "OpenAI .NET chat" => new OpenAiChatClient(new Uri(root, "v1")),
            "OpenAI .NET responses" => new OpenAiResponsesClient(new Uri(root, "v1")),
            "OpenAI .NET at Azure's v1" => new OpenAiChatClient(new Uri(root, "openai/v1/")),
            "Anthropic .NET" => new AnthropicMessagesClient(root),
            "npm openai chat" => door.Node.Client("chat", $"{root}v1"),
            "npm openai responses" => door.Node.Client("responses", $"{root}v1"),
            "npm openai AzureOpenAI" => door.Node.Client("chat", root.ToString().TrimEnd('/'), azure: true),
            "npm @anthropic-ai/sdk" => door.Node.Client("anthropic", root.ToString().TrimEnd('/')),
            "npm ollama" => door.Node.Client("ollama", root.ToString().TrimEnd('/')),
            _ => door.Node.Client("gemini", root.ToString().TrimEnd('/')),
        };
        return speaking.DoAsync(task, model, key ?? door.Key, TestContext.Current.CancellationToken);
    }
}
