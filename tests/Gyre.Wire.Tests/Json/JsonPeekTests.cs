using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Json;

namespace Gyre.Wire.Tests.Json;

public sealed class JsonPeekTests
{
    [Fact]
    public void A_request_is_known_after_one_look()
    {
        var json = """
            { "messages": [{"role":"user","content":[{"type":"text","text":"hello"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}],
              "model" : "gpt\u002d4", "stream":true, "stream_options": {"include_usage": true}, "max_tokens":5, "max_completion_tokens": 70, "n":2,
              "service_tier":"flex", "user":"u1", "previous_response_id":"s1", "tools":[{"type":"function"}] }
            """u8;
        var peek = JsonPeek.At(json);
        Assert.Null(peek.Fault);
        Assert.Equal("gpt-4", peek.Model.TextIn(json));
        Assert.Equal((true, true, 70L, 2L), (peek.Streams, peek.WantsUsage, peek.MaxOutput, peek.Copies));
        Assert.Equal(("flex", "u1", "s1"), (peek.ServiceTier.TextIn(json), peek.User.TextIn(json), peek.PreviousResponse.TextIn(json)));
        Assert.True(peek.HasImages);
        Assert.True(peek.Tools.IsThere);
        Assert.Equal("user".Length + "hello".Length + """[{"type":"function"}]""".Length, peek.TextBytes);
    }

    [Theory]
    [InlineData("""{"generationConfig":{"maxOutputTokens":9,"candidateCount":3},"contents":[{"parts":[{"inlineData":{"data":"x"}}]}]}""", 9L, 3L, true)]
    [InlineData("""{"generation_config":{"max_output_tokens":9}}""", 9L, null, false)]
    [InlineData("""{"options":{"num_predict":9},"messages":[{"images":["AAAA"]}]}""", 9L, null, true)]
    [InlineData("""{"options":{"num_predict":-1}}""", null, null, false)]
    [InlineData("""{"max_output_tokens":9,"input":[{"content":[{"type":"input_image","file_id":"f"}]}]}""", 9L, null, true)]
    [InlineData("""{"max_tokens":9,"messages":[{"content":[{"type":"image","source":{"data":"AAAA"}}]}]}""", 9L, null, true)]
    [InlineData("""{"max_tokens":null,"n":null,"tools":[ ],"input":"image"}""", null, null, false)]
    public void Every_dialect_says_its_limits_and_pictures_its_own_way(string json, long? limit, long? copies, bool images)
    {
        var peek = JsonPeek.At(Encoding.UTF8.GetBytes(json));
        Assert.Null(peek.Fault);
        Assert.Equal((limit, copies, images), (peek.MaxOutput, peek.Copies, peek.HasImages));
        Assert.False(peek.Tools.IsThere);
    }

    [Theory]
    [InlineData("""{"n":2,"best_of":5,"max_tokens":9}""", LimitNames.MaxTokens, 9L, 5L)]
    [InlineData("""{"best_of":1,"n":2}""", LimitNames.MaxTokens, null, 2L)]
    [InlineData("""{"max_output_tokens":1,"max_tokens":9}""", LimitNames.MaxTokens | LimitNames.MaxCompletionTokens, 9L, null)]
    [InlineData("""{"max_tokens":1,"generationConfig":{"maxOutputTokens":9,"candidateCount":2}}""", LimitNames.GenerationConfig, 9L, 2L)]
    [InlineData("""{"options":{"num_predict":1},"generationConfig":{"maxOutputTokens":1,"candidateCount":2}}""", LimitNames.MaxTokens, null, null)]
    public void A_limit_counts_only_by_the_operation_s_own_name(string json, LimitNames names, long? limit, long? copies)
    {
        var peek = JsonPeek.At(Encoding.UTF8.GetBytes(json), names);
        Assert.Equal((limit, copies), (peek.MaxOutput, peek.Copies));
    }

    [Theory]
    [InlineData("""{"messages":[{"content":"data: all of this is text"}]}""", 25, 0)]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"type":"text","data":"a page of words"}}]}]}""", 15, 1)]
    [InlineData("""{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"image_url","image_url":{"url":"https://a.b"}}]}]}""", 11, 2)]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"a/b","data":"AA=="}}]}]}""", 7, 1)]
    [InlineData("""{"messages":[{"images":["data:a/b;base64,AAAA","data:a/b;base64,BBBB"]}]}""", 0, 2)]
    [InlineData("""{"messages":[{"content":[{"type":"tool_use","input":{"data":"words, not bytes"}}]}]}""", 16, 0)]
    public void Only_what_is_encoded_at_a_place_of_media_is_no_text(string json, long text, int media)
    {
        var peek = JsonPeek.At(Encoding.UTF8.GetBytes(json));
        Assert.Equal((text, media), (peek.TextBytes, peek.MediaItems));
    }

    [Theory]
    [InlineData("""{"model":"a","messages":[],"model":"b"}""", "model")]
    [InlineData("""{"model":"a","Model":"b"}""", "model")]
    [InlineData("""{"model":"a","mod\u0065l":"b"}""", "model")]
    [InlineData("""{"max_tokens":1,"MAX_TOKENS":100000}""", "max_tokens")]
    [InlineData("""{"STREAM":true}""", "stream")]
    public void What_servers_could_read_in_two_ways_is_refused(string json, string field) =>
        Assert.Equal($"The body has '{field}' twice or in other letters: send it once, in lower case.", JsonPeek.At(Encoding.UTF8.GetBytes(json)).Fault);

    [Theory]
    [InlineData("", "The body is not valid JSON: line 1, byte 1.")]
    [InlineData("{\n \"a\": nope}", "The body is not valid JSON: line 2, byte 8.")]
    [InlineData("""{"model":"m"} x""", "The body is not valid JSON: line 1, byte 15.")]
    [InlineData("""{"model":"m" """, null)]
    [InlineData("""{"\ud800":1}""", "The body is not valid JSON: a name in it is no valid text.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("\"model\"", "The body must be a JSON object.")]
    public void A_body_that_is_no_object_says_where(string json, string? fault)
    {
        var seen = JsonPeek.At(Encoding.UTF8.GetBytes(json)).Fault;
        Assert.NotNull(seen);
        Assert.Equal(fault ?? seen, seen);
    }

    [Fact]
    public void What_is_peeked_is_what_a_parser_reads() => Prop.ForAll(RandomRequests.Text.ToArbitrary(), text =>
    {
        var json = Encoding.UTF8.GetBytes(text);
        var peek = JsonPeek.At(json);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return peek.Fault is null
            && Same(peek.Model, "model") && Same(peek.Stream, "stream") && Same(peek.StreamOptions, "stream_options") && Same(peek.ServiceTier, "service_tier")
            && peek.Streams == (root.TryGetProperty("stream", out var stream) && stream.ValueKind is JsonValueKind.True or JsonValueKind.False ? stream.GetBoolean() : null)
            && (!root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String || model.GetString() == peek.Model.TextIn(json));

        bool Same(JsonRange range, string name) =>
            root.TryGetProperty(name, out var value) ? Encoding.UTF8.GetString(range.In(json)) == value.GetRawText() : !range.IsThere;
    }).QuickCheckThrowOnFailure();
}
