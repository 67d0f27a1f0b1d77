using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Json;

namespace Gyre.Wire.Tests.Json;

public sealed class JsonSpliceTests
{
    [Fact]
    public void One_value_is_replaced_and_no_other_byte_is_touched_or_copied()
    {
        var json = """{ "a":1.0, "model" : "x", "é": [ ] }"""u8.ToArray();
        var spliced = JsonSplice.Apply(json, JsonSplice.Replace(JsonPeek.At(json).Model, "de\"ployment"));
        Assert.Equal("""{ "a":1.0, "model" : "de\u0022ployment", "é": [ ] }""", Text(spliced));
        Assert.True(spliced.Before.Span.Overlaps(json) && spliced.After.Span.Overlaps(json));
    }

    [Theory]
    [InlineData("""{"model":"m","stream":true}""", """{"model":"m","stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{ "stream":true }""", """{"stream_options":{"include_usage":true}, "stream":true }""")]
    [InlineData("{}", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":null,"model":"m"}""", """{"stream_options":{"include_usage":true},"model":"m"}""")]
    [InlineData("""{"stream_options":{ }}""", """{"stream_options":{"include_usage":true }}""")]
    [InlineData("""{"stream_options":{"a":1}}""", """{"stream_options":{"include_usage":true,"a":1}}""")]
    [InlineData("""{"stream_options":{"a":1,"include_usage":false}}""", """{"stream_options":{"a":1,"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", null)]
    public void A_stream_is_made_to_report_its_usage(string json, string? made)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var edit = JsonSplice.AskForUsage(JsonPeek.At(bytes), bytes);
        Assert.Equal(made, edit is { } change ? Text(JsonSplice.Apply(bytes, change)) : null);
    }

    [Fact]
    public void Several_changes_may_be_made_at_once()
    {
        var json = """{"model":"m","stream":true,"max_tokens":9}"""u8.ToArray();
        var peek = JsonPeek.At(json);
        var spliced = JsonSplice.Apply(
            json,
            JsonSplice.Replace(peek.MaxTokens, "5"u8.ToArray()),
            JsonSplice.Add(peek, "\"user\":\"u\""u8),
            JsonSplice.Replace(peek.Model, "n"));
        Assert.Equal("""{"model":"n","user":"u","stream":true,"max_tokens":5}""", Text(spliced));
    }

    [Fact]
    public void Changes_that_overlap_are_a_mistake()
    {
        var json = """{"model":"m"}"""u8.ToArray();
        var edit = JsonSplice.Replace(JsonPeek.At(json).Model, "n");
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonSplice.Apply(json, edit, edit));
    }

    [Fact]
    public void A_splice_is_what_a_parser_would_have_written() => Prop.ForAll(RandomRequests.Text.ToArbitrary(), text =>
    {
        var json = Encoding.UTF8.GetBytes(text);
        var peek = JsonPeek.At(json);
        var edits = new List<JsonEdit>();
        var wanted = JsonNode.Parse(text)!.AsObject();
        if (peek.Model.IsThere)
        {
            edits.Add(JsonSplice.Replace(peek.Model, "other \"model\""));
            wanted["model"] = "other \"model\"";
        }

        if (JsonSplice.AskForUsage(peek, json) is { } usage)
        {
            edits.Add(usage);
            var options = wanted["stream_options"] as JsonObject ?? [];
            options["include_usage"] = true;
            wanted["stream_options"] = options.DeepClone();
        }

        var spliced = JsonSplice.Apply(json, edits.ToArray()).ToMemory();
        return JsonNode.DeepEquals(JsonNode.Parse(spliced.Span), wanted) && JsonPeek.At(spliced.Span).WantsUsage;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Pieces_are_written_one_after_the_other()
    {
        using var stream = new MemoryStream();
        var bytes = new SplicedBytes("ab"u8.ToArray(), "c"u8.ToArray(), "de"u8.ToArray());
        await bytes.WriteToAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal("abcde", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal((5, "abcde"), (bytes.Length, Text(bytes)));
    }

    private static string Text(SplicedBytes bytes) => Encoding.UTF8.GetString(bytes.ToMemory().Span);
}
