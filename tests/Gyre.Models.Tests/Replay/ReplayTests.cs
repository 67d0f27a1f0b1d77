using System.Text;
using Gyre.Kernel;
using Gyre.Models.Calls;
using Gyre.Models.Providers;
using Gyre.Models.Replay;
using Gyre.Models.Simulated;
using Gyre.Models.Tests.Calls;
using Gyre.Testing;

namespace Gyre.Models.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_stream_comes_back_byte_for_byte_in_its_pieces()
    {
        var pieces = new[] { "data: {\"t\":\"é", "\"}\n\n", "data: [DONE]\n\n" };
        await RecordAsync(Chunks(pieces));
        using var replayed = await new ReplayProvider(folder.Path).SendAsync(Requests.Chat(stream: true), Stop);
        Assert.Equal(pieces, await PiecesAsync(replayed.Body));
    }

    [Fact]
    public async Task A_piece_that_cuts_a_letter_in_two_is_kept_too()
    {
        var bytes = Encoding.UTF8.GetBytes("data: é\n\n");
        await RecordAsync(new PieceProvider([bytes[..7], bytes[7..]]));
        using var replayed = await new ReplayProvider(folder.Path).SendAsync(Requests.Chat(stream: true), Stop);
        Assert.Equal("data: é\n\n", await replayed.TextAsync());
    }

    [Fact]
    public async Task The_recorded_timing_can_be_kept_or_sped_up()
    {
        var time = new ManualTime();
        await RecordAsync(new PieceProvider(["a"u8.ToArray(), "b"u8.ToArray()], () => time.Advance(TimeSpan.FromSeconds(4))), time);
        using var replayed = await new ReplayProvider(folder.Path, speed: 2, time).SendAsync(Requests.Chat(stream: true), Stop);
        var first = replayed.Body.ReadAsync(new byte[8], Stop).AsTask();
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await first);
        var second = replayed.Body.ReadAsync(new byte[8], Stop).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task The_order_of_keys_and_blanks_make_no_other_request()
    {
        using (var recorder = new RecordingProvider(new ScriptedProvider(_ => (200, Requests.Answer)), folder.Path))
        {
            await AskAsync(recorder, """{"model":"m","messages":[{"role":"user","content":"é"}]}""");
        }

        Assert.Equal(Requests.Answer, await AskAsync(new ReplayProvider(folder.Path), """{ "messages": [ {"content":"\u00e9", "role":"user"} ], "model": "m" }"""));
    }

    [Fact]
    public async Task Equal_requests_get_their_answers_in_the_recorded_order_and_then_the_last()
    {
        await AskTimesAsync(new RecordingProvider(new ScriptedProvider(n => (200, $"answer {n}")), folder.Path), 3);
        Assert.Equal(["answer 0", "answer 1", "answer 2", "answer 2"], await AskTimesAsync(new ReplayProvider(folder.Path), 4));
    }

    [Fact]
    public async Task Recording_again_replaces_what_was_recorded()
    {
        await AskTimesAsync(new RecordingProvider(new ScriptedProvider(_ => (200, "old")), folder.Path), 3);
        await AskTimesAsync(new RecordingProvider(new ScriptedProvider(_ => (200, "new")), folder.Path), 1);
        Assert.Equal(["new", "new"], await AskTimesAsync(new ReplayProvider(folder.Path), 2));
    }

    [Fact]
    public async Task Passing_failures_are_not_recorded_but_refusals_are()
    {
        await AskTimesAsync(new RecordingProvider(new ScriptedProvider(n => n == 0 ? (429, "wait") : n == 1 ? (500, "oh") : (400, "no")), folder.Path), 3);
        using var replayed = await new ReplayProvider(folder.Path).SendAsync(Requests.Chat(), Stop);
        Assert.Equal((400, "no"), (replayed.Status, await replayed.TextAsync()));
    }

    [Fact]
    public async Task An_answer_that_was_left_in_the_middle_is_not_recorded()
    {
        using var recorder = new RecordingProvider(Chunks(["data: {\"t\":1}\n\n", "data: [DONE]\n\n"]), folder.Path);
        using (var response = await recorder.SendAsync(Requests.Chat(stream: true), Stop))
        {
            _ = await response.Body.ReadAsync(new byte[100], Stop);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_reader_that_stops_at_the_end_mark_has_read_everything()
    {
        using var recorder = new RecordingProvider(Chunks(["data: {\"t\":1}\n\ndata: [DONE]\n\n"]), folder.Path);
        await foreach (var chunk in new ModelCaller(recorder).StreamAsync(Requests.Chat(stream: true), Stop))
        {
            chunk.Dispose();
        }

        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task No_key_is_recorded_not_even_one_that_the_provider_echoes()
    {
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.Headers["x-request-id"] = "r1";
            context.Response.Headers["set-cookie"] = "a=sk-secret";
            await LoopbackServer.JsonAsync(context, 401, """{"error":{"message":"bad key sk-secret"}}""");
        });
        using (var recorder = new RecordingProvider(HttpModelProvider.Open(Requests.OpenAi(server.Address)), folder.Path))
        {
            await AskTimesAsync(recorder, 1);
        }

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.Path)), Stop);
        Assert.DoesNotContain("sk-secret", text);
        Assert.Contains("r1", text);
    }

    [Fact]
    public async Task A_miss_names_the_nearest_recording_the_difference_and_the_remedy()
    {
        using var recorder = new RecordingProvider(new ScriptedProvider(_ => (200, Requests.Answer)), folder.Path);
        await AskAsync(recorder, Requests.Chat("Where is the cord of the kettle?"));
        await AskAsync(recorder, Requests.Chat("How much does the tank of the machine hold?"));
        var e = await Assert.ThrowsAsync<ProblemException>(() => new ReplayProvider(folder.Path).SendAsync(Requests.Chat("How much does the tank of the kettle hold?"), Stop));
        Assert.Equal("replay-miss", e.Problem.Code);
        Assert.StartsWith("This chat request to 'm' was never recorded. The nearest recording is '", e.Message, StringComparison.Ordinal);
        Assert.Contains("its 'messages[0].content' is …", e.Message);
        Assert.Contains("machine hold?\" where this one is …", e.Message);
        Assert.EndsWith("To record it, set record: FOLDER in the connection to the real provider (or the variable GYRE_RECORD) and run once with that.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_miss_reaches_the_caller_as_a_failed_call_in_its_own_words()
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => new ModelCaller(new ReplayProvider(folder.At("none"))).CallAsync(Requests.Chat(), Stop));
        Assert.Equal((ModelException.Wrapped, "replay-miss"), (e.ErrorClass, e.ProviderClass));
        Assert.Contains("There is no recording of that kind in", e.Message);
    }

    [Fact]
    public async Task A_damaged_recording_is_told_by_its_file()
    {
        await AskTimesAsync(new RecordingProvider(new ScriptedProvider(_ => (200, "x")), folder.Path), 1);
        var file = Assert.Single(Directory.GetFiles(folder.Path));
        await File.WriteAllTextAsync(file, "{", Stop);
        var e = await Assert.ThrowsAsync<ProblemException>(() => new ReplayProvider(folder.Path).SendAsync(Requests.Chat(), Stop));
        Assert.Equal(("recording-unreadable", file), (e.Problem.Code, e.Problem.File));
    }

    [Fact]
    public async Task The_connection_or_a_variable_turns_recording_and_replay_on()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        var recorded = Requests.OpenAi(server.Address);
        recorded = recorded with { Configs = new Dictionary<string, string?>(recorded.Configs) { ["record"] = folder.Path } };
        using (var providers = new ModelProviders(environment: _ => null))
        {
            await AskAsync(providers.For(recorded), Requests.Chat());
            var replay = new Gyre.Models.Connections.Connection { Name = "r", Type = "ReplayConnection", Configs = new Dictionary<string, string?> { ["folder"] = folder.Path } };
            Assert.Equal(Requests.Answer, await AskAsync(providers.For(replay), Requests.Chat()));
        }

        using var offline = new ModelProviders(environment: name => name == "GYRE_REPLAY" ? folder.Path : null);
        Assert.Equal(Requests.Answer, await AskAsync(offline.For(Requests.OpenAi("http://127.0.0.1:1")), Requests.Chat()));
        using var recording = new ModelProviders(environment: name => name == "GYRE_RECORD" ? folder.At("other") : null);
        await AskAsync(recording.For(Requests.OpenAi(server.Address)), Requests.Chat());
        Assert.Single(Directory.GetFiles(folder.At("other")));
    }

    [Fact]
    public async Task A_replay_speaks_the_dialect_that_was_recorded()
    {
        using (var recorder = new RecordingProvider(new SimulatedProvider(new SimulationOptions()), folder.Path))
        {
            using var response = await recorder.SendAsync(Requests.Of(ModelOperation.Messages, new { model = "m", max_tokens = 9, messages = new[] { new { role = "user", content = "hi" } } }), Stop);
            await response.TextAsync();
        }

        var replay = new ReplayProvider(folder.Path);
        Assert.Equal((Dialect.Anthropic, true, false), (replay.ChatDialect, replay.Speaks(ModelOperation.Messages), replay.Speaks(ModelOperation.Chat)));
    }

    private async Task RecordAsync(IModelProvider provider, TimeProvider? time = null)
    {
        using var recorder = new RecordingProvider(provider, folder.Path, time);
        using var response = await recorder.SendAsync(Requests.Chat(stream: true), Stop);
        await response.TextAsync();
    }

    private static PieceProvider Chunks(string[] pieces) => new([.. pieces.Select(Encoding.UTF8.GetBytes)]);

    private static async Task<List<string>> PiecesAsync(Stream body)
    {
        var pieces = new List<string>();
        var buffer = new byte[1024];
        while (await body.ReadAsync(buffer, Stop) is var read and > 0)
        {
            pieces.Add(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return pieces;
    }

    private static Task<string> AskAsync(IModelProvider provider, string body) => AskAsync(provider, Requests.Chat() with { Body = Encoding.UTF8.GetBytes(body) });

    private static async Task<string> AskAsync(IModelProvider provider, ModelRequest request)
    {
        using var response = await provider.SendAsync(request, Stop);
        return await response.TextAsync();
    }

    private static async Task<List<string>> AskTimesAsync(IModelProvider provider, int times)
    {
        var answers = new List<string>();
        for (var i = 0; i < times; i++)
        {
            answers.Add(await AskAsync(provider, Requests.Chat()));
        }

        return answers;
    }

    /// <summary>Gives its body in pieces, and tells before each.</summary>
    private sealed class PieceProvider(byte[][] pieces, Action? before = null) : IModelProvider
    {
        public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new ModelResponse(200, new Dictionary<string, string> { ["content-type"] = "text/event-stream" }, new PieceStream(pieces, before)));
    }

    private sealed class PieceStream(byte[][] pieces, Action? before) : PassingStream
    {
        private int next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (next == pieces.Length)
            {
                return new(0);
            }

            before?.Invoke();
            pieces[next].CopyTo(buffer);
            return new(pieces[next++].Length);
        }
    }
}
