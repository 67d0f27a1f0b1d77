using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Anthropic;
using Gyre.Wire.Json;

namespace Gyre.Wire.Tests.Anthropic;

public sealed class CacheControlTests
{
    private const string Mark = """
        ,"cache_control":{"type":"ephemeral"}
        """;

    [Fact]
    public void Tools_instructions_and_the_last_turn_of_the_user_are_marked_and_no_other_byte_changes()
    {
        Assert.Equal(
            """
            { "model":"m", "tools":[{"name":"a","input_schema":{}}, {"name":"b" ,"cache_control":{"type":"ephemeral"}}],
            "system":[{"type":"text","text":"Be kind."},{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},
            {"content":[{"type":"text","text":"three"},{"type":"image","source":{"type":"url","url":"u"},"cache_control":{"type":"ephemeral"}}],"role":"user"},{"role":"assistant","content":"{"}], "temperature":1.0 }
            """,
            Marked(
                """
                { "model":"m", "tools":[{"name":"a","input_schema":{}}, {"name":"b" }],
                "system":[{"type":"text","text":"Be kind."},{"type":"text","text":"Be brief."}],
                "messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},
                {"content":[{"type":"text","text":"three"},{"type":"image","source":{"type":"url","url":"u"}}],"role":"user"},{"role":"assistant","content":"{"}], "temperature":1.0 }
                """));
    }

    [Fact]
    public void A_plain_text_becomes_a_marked_block() => Assert.Equal(
        $$"""{"system":[{"type":"text","text":"Be \"kind\"."{{Mark}}}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"{{Mark}}}]}]}""",
        Marked("""{"system":"Be \"kind\".","messages":[{"role":"user","content":"Hi"}]}"""));

    [Theory]
    [InlineData("""{"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"cache_control":{"type":"ephemeral"},"messages":[{"role":"user","content":"Hi"}]}""")]
    public void A_request_with_a_mark_of_its_own_stays_as_it_is(string json) => Assert.Equal(json, Marked(json));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":""}],"system":"","tools":[]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":" "}]}],"system":null}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"Hi"}],"tools":[{"name":"a","defer_loading":true}]}""")]
    [InlineData("""{"messages":"what","system":5,"tools":[5,[]]}""")]
    [InlineData("{}")]
    public void What_can_t_be_marked_is_not(string json) => Assert.Equal(json, Marked(json));

    [Fact]
    public void A_text_that_speaks_of_marks_is_no_mark() =>
        Assert.Contains(Mark, Marked("""{"messages":[{"role":"user","content":"what is \"cache_control\"?"}]}"""), StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_request_holds_it_stays_valid_and_means_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(string[] System, (bool User, string[] Texts)[] Messages)>(), some =>
        {
            var request = new JsonObject
            {
                ["system"] = new JsonArray([.. (some.System ?? []).Select(Block)]),
                ["messages"] = new JsonArray([.. (some.Messages ?? []).Select(m => new JsonObject { ["role"] = m.User ? "user" : "assistant", ["content"] = new JsonArray([.. (m.Texts ?? []).Select(Block)]) })]),
            };
            var marked = JsonNode.Parse(Marked(request.ToJsonString()))!;
            var marks = 0;
            foreach (var block in marked["system"]!.AsArray().Concat(marked["messages"]!.AsArray().SelectMany(m => m!["content"]!.AsArray())))
            {
                marks += block!.AsObject().Remove("cache_control") ? 1 : 0;
            }

            return marks <= 2 && JsonNode.DeepEquals(JsonNode.Parse(request.ToJsonString()), marked);
        }).QuickCheckThrowOnFailure();

    private static JsonNode Block(string text) => new JsonObject { ["type"] = "text", ["text"] = text ?? "" };

    private static string Marked(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return Encoding.UTF8.GetString(JsonSplice.Apply(bytes, [.. CacheControl.Edits(bytes)]).ToMemory().Span);
    }
}
