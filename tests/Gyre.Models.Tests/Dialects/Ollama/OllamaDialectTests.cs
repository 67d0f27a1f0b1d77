using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Ollama;

namespace Gyre.Models.Tests.Dialects.Ollama;

public sealed class OllamaDialectTests
{
    private static readonly OllamaDialect Ollama = new();

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", true)]
    [InlineData("""{"model":"m","messages":[],"stream":false}""", false)]
    public void A_call_is_a_stream_unless_it_says_otherwise(string body, bool stream) => Assert.Equal(stream, Read(body).Stream);

    [Fact]
    public void Options_are_read_and_those_of_the_runner_dropped()
    {
        var call = Read("""{"model":"m","messages":[],"keep_alive":"5m","think":true,"format":"json","options":{"num_predict":9,"temperature":0.5,"num_ctx":4096,"stop":["a"],"mirostat":1}}""");
        Assert.Equal((9L, 0.5, -1L), (call.MaxOutput, call.Temperature, call.Reasoning!.Budget));
        Assert.Equal(["a"], call.Stops);
        Assert.False(call.Format!.HasSchema);
    }

    [Fact]
    public void Results_without_ids_answer_the_calls_in_order()
    {
        var call = Read("""
            {"model":"m","messages":[
              {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"function":{"name":"g","arguments":"{}"}}]},
              {"role":"tool","content":"one"},{"role":"tool","tool_name":"g","content":"two"}]}
            """);
        var results = call.Turns[1].Parts.Cast<ToolResultPart>().ToList();
        Assert.Equal(call.Turns[0].Parts.Cast<ToolCallPart>().Select(c => (c.Id, (string?)c.Name)), results.Select(r => (r.CallId, r.Name)));
    }

    [Fact]
    public void A_real_stream_gives_thoughts_words_calls_and_usage()
    {
        var whole = new AnswerAssembler();
        Stream("""
            {"model":"qwen3","created_at":"2026-11-21T10:00:00.1Z","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}
            {"model":"qwen3","created_at":"2026-11-21T10:00:00.2Z","message":{"role":"assistant","content":"Hel"},"done":false}
            {"model":"qwen3","created_at":"2026-11-21T10:00:00.3Z","message":{"role":"assistant","content":"lo","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":false}
            {"model":"qwen3","created_at":"2026-11-21T10:00:00.4Z","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":5,"prompt_eval_count":26,"eval_count":7}

            """).ForEach(whole.Add);
        Assert.Equal([new ThinkingPart("Hm"), new TextPart("Hello"), new ToolCallPart("call_20261121T1000003Z_0", "f", """{"a":1}""")], whole.Answer.Parts);
        Assert.Equal((FinishReason.ToolCalls, 26L, 7L, true), (whole.Answer.Finish, whole.Usage!.FreshInput, whole.Usage.Output, whole.Ended));
    }

    [Fact]
    public void A_prompt_that_was_cached_has_no_count()
    {
        var answer = Ollama.ReadAnswer("""{"model":"m","message":{"role":"assistant","content":"a"},"done":true,"done_reason":"length","eval_count":3}"""u8);
        Assert.Equal((FinishReason.Length, null, 3L), (answer.Finish, answer.Usage!.FreshInput, answer.Usage.Output));
    }

    [Fact]
    public void An_error_in_the_stream_ends_it()
    {
        var failed = Assert.IsType<AnswerFailed>(Stream("{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":false}\n{\"error\":\"an error was encountered while running the model\"}\n")[^1]);
        Assert.Equal((ErrorKind.Server, 500), (failed.Error.Kind, failed.Error.Status));
    }

    [Theory]
    [InlineData(ToolChoiceKind.None, null, new string[0])]
    [InlineData(ToolChoiceKind.Named, "g", new[] { "g" })]
    [InlineData(ToolChoiceKind.Required, null, new[] { "f", "g" })]
    public void A_choice_of_tools_is_told_by_what_is_offered(ToolChoiceKind kind, string? name, string[] offered)
    {
        var written = Write(new ChatCall { Model = "m", Tools = [new ChatTool("f"), new ChatTool("g")], ToolChoice = new ToolChoice(kind, name) });
        Assert.Equal(offered, written.TryGetProperty("tools", out var tools) ? tools.EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()!) : []);
    }

    [Theory]
    [InlineData("qwen3", "high", "true")]
    [InlineData("qwen3", "none", "false")]
    [InlineData("gpt-oss:20b", "minimal", "\"low\"")]
    [InlineData("gpt-oss:20b", "xhigh", "\"high\"")]
    public void Effort_is_said_in_the_models_own_way(string model, string effort, string think) =>
        Assert.Equal(think, Write(new ChatCall { Model = model, Reasoning = new ReasoningWish { Effort = effort } }).GetProperty("think").GetRawText());

    [Fact]
    public void Documents_of_text_are_told_as_words() => Assert.Equal(
        "a.txt\n\nhello",
        Write(new ChatCall { Model = "m", Turns = [new Turn(TurnRole.User, [new FilePart(new Media { Type = "text/plain", Base64 = "aGVsbG8=" }) { Name = "a.txt" }])] })
            .GetProperty("messages")[0].GetProperty("content").GetString());

    [Fact]
    public void What_it_can_not_see_is_refused_with_a_remedy()
    {
        var e = Assert.Throws<ProblemException>(() => Write(new ChatCall { Model = "m", Turns = [new Turn(TurnRole.User, [new ImagePart(new Media { Url = "https://x.example/a.png" })])] }));
        Assert.Equal(("not-carried", "image_url"), (e.Problem.Code, e.Problem.Field));
        Assert.Contains("Send the picture's bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_model_is_told_in_its_words()
    {
        var error = Ollama.ReadError(404, """{"error":"model 'x' not found"}"""u8);
        Assert.Equal((ErrorKind.NotFound, 404, "model 'x' not found"), (error.Kind, error.Status, error.Message));
    }

    private static ChatCall Read(string body) => Ollama.ReadCall(Encoding.UTF8.GetBytes(body), default);

    private static JsonElement Write(ChatCall call)
    {
        var to = new ArrayBufferWriter<byte>();
        Ollama.WriteCall(call, ModelTraits.Current, to);
        return JsonElement.Parse(to.WrittenSpan);
    }

    private static List<ChatStreamEvent> Stream(string text)
    {
        var (reader, events) = (Ollama.OpenReader(), new List<ChatStreamEvent>());
        reader.Read(Encoding.UTF8.GetBytes(text), events);
        reader.Complete(events);
        return events;
    }
}
