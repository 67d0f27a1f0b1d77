using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Dialect = Gyre.Models.Providers.Dialect;

namespace Gyre.Models.Tests.Dialects;

/// <summary>What a request of one dialect becomes in another: a rule of the formats each.</summary>
public sealed class CallTranslationTests
{
    private const string Question = """ "messages":[{"role":"user","content":"Hi"}] """;

    [Fact]
    public void Instructions_of_OpenAI_anywhere_become_the_system_of_Anthropic_with_their_cache_marks() => Becomes(
        Dialect.OpenAi,
        """{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"A","cache_control":{"type":"ephemeral","ttl":"1h"}}]},{"role":"user","content":"Hi"},{"role":"developer","content":"B"},{"role":"user","content":"there"}]}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":8192,"system":[{"type":"text","text":"A","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"B"}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"}]}]}""");

    [Fact]
    public void Results_of_tools_stand_first_in_the_turn_of_the_user_and_empty_text_nowhere() => Becomes(
        Dialect.OpenAi,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[{"id":"a.1","type":"function","function":{"name":"f","arguments":""}},{"id":"b","type":"function","function":{"name":"f","arguments":"[1"}}]},{"role":"tool","tool_call_id":"a.1","content":"1"},{"role":"tool","tool_call_id":"b","content":""},{"role":"user","content":"So?"}]}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"a_1","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{"input":"[1"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a_1","content":[{"type":"text","text":"1"}]},{"type":"tool_result","tool_use_id":"b"},{"type":"text","text":"So?"}]}]}""");

    [Fact]
    public void A_conversation_that_the_model_begins_is_opened_by_the_user_and_ends_without_white_space() => Becomes(
        Dialect.OpenAi,
        """{"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":"Welcome."},{"role":"user","content":"Hi"},{"role":"assistant","content":"So "}]}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"Continue."}]},{"role":"assistant","content":[{"type":"text","text":"Welcome."}]},{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"text","text":"So"}]}]}""");

    [Fact]
    public void Bounds_that_Anthropic_can_not_hold_are_told_in_words() => Becomes(
        Dialect.OpenAi,
        "{\"model\":\"m\",\"max_tokens\":9," + Question + ""","response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":5,"description":"Stars."},"maximum":{"type":"string"}},"required":["n"]}}}}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"n":{"type":"integer","description":"Stars. (minimum: 1, maximum: 5)"},"maximum":{"type":"string"}},"required":["n"],"additionalProperties":false}}}}""");

    [Fact]
    public void A_form_that_Anthropic_can_not_hold_is_a_tool_that_must_be_called() => Becomes(
        Dialect.OpenAi,
        "{\"model\":\"m\",\"max_tokens\":9," + Question + ""","response_format":{"type":"json_object"},"reasoning_effort":"high"}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"tools":[{"name":"gyre_json_answer","description":"Gives the final answer. Call it once, with the whole answer.","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"gyre_json_answer"}}""");

    [Fact]
    public void Effort_becomes_a_budget_within_the_limit_and_excludes_temperature() => Becomes(
        Dialect.OpenAi,
        "{\"model\":\"m\",\"max_completion_tokens\":8000,\"temperature\":0.2," + Question + ""","reasoning_effort":"high"}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":8000,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"thinking":{"type":"enabled","budget_tokens":6000}}""");

    [Fact]
    public void Without_its_signed_thinking_a_turn_of_tools_goes_on_without_thinking() => Becomes(
        Dialect.OpenAi,
        """{"model":"m","max_tokens":8000,"reasoning_effort":"low","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"1"}]}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":8000,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"1"}]}]}]}""");

    [Fact]
    public void What_a_tool_shows_comes_from_the_user_where_tools_have_only_words() => Becomes(
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"x":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"see"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]}]}]}""",
        Dialect.OpenAi,
        """{"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]},{"role":"tool","tool_call_id":"a","content":"see"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}],"max_completion_tokens":9}""");

    [Fact]
    public void A_schema_with_optional_fields_guides_OpenAI_without_binding_it() => Becomes(
        Dialect.Anthropic,
        "{\"model\":\"m\",\"max_tokens\":9," + Question + ""","output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}}}""",
        Dialect.OpenAi,
        """{"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false},"strict":false}},"max_completion_tokens":9}""");

    [Fact]
    public void A_free_text_tool_is_a_function_with_one_text_elsewhere() => Becomes(
        Dialect.Responses,
        """{"model":"m","max_output_tokens":9,"input":[{"role":"user","content":"Hi"},{"type":"custom_tool_call","call_id":"a","name":"patch","input":"*** \"x\""},{"type":"custom_tool_call_output","call_id":"a","output":"done"}],"tools":[{"type":"custom","name":"patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: x"}}],"store":false,"include":["reasoning.encrypted_content"]}""",
        Dialect.Anthropic,
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"patch","input":{"input":"*** \"x\""}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"done"}]}]}],"tools":[{"name":"patch","description":"Patches.\n\nThe input must follow this grammar:\nstart: x","input_schema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}}]}""");

    [Fact]
    public void Old_servers_get_the_old_names_and_no_stream_options() => Becomes(
        Dialect.Anthropic,
        "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"top_k\":5,\"metadata\":{\"user_id\":\"u\"}," + Question + "}",
        Dialect.OpenAi,
        """{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":9,"user":"u","stream":true}""",
        new ModelTraits { OldMaxTokens = true, StreamOptions = false, DeveloperRole = false });

    [Theory]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"n":2}""", "n")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"logprobs":true}""", "logprobs")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"audio":{"voice":"ash"}}""", "audio")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"frequency_penalty":0.5}""", "frequency_penalty")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"stop":"\n"}""", "stop")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[{"role":"user","content":[{"type":"video_url"}]}]}""", "messages[0].content[0].type")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]}]}""", "input_audio")]
    [InlineData(Dialect.Responses, """{"model":"m","input":"x","previous_response_id":"r"}""", "previous_response_id")]
    [InlineData(Dialect.Responses, """{"model":"m","input":"x","background":true}""", "background")]
    [InlineData(Dialect.Responses, """{"model":"m","input":"x","tools":[{"type":"file_search"}]}""", "tools[0].type")]
    [InlineData(Dialect.Anthropic, """{"model":"m","max_tokens":1,"messages":[],"tools":[{"type":"bash_20250124","name":"bash"}]}""", "tools[0].type")]
    [InlineData(Dialect.Anthropic, """{"model":"m","max_tokens":1,"messages":[],"mcp_servers":[{}]}""", "mcp_servers")]
    public void What_can_not_be_carried_to_Anthropic_is_refused_by_name(Dialect from, string body, string field)
    {
        var refused = Assert.Throws<ProblemException>(() => Translated(from, body, Dialect.Anthropic, ModelTraits.Current)).Problem;
        Assert.Equal(("not-carried", field), (refused.Code, refused.Field));
    }

    [Theory]
    [InlineData(Dialect.OpenAi, """{"messages":[]}""", "model")]
    [InlineData(Dialect.OpenAi, """{"model":"m"}""", "messages")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[{"role":"boss","content":"x"}]}""", "messages[0].role")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[],"temperature":"hot"}""", "temperature")]
    [InlineData(Dialect.Anthropic, """{"model":"m","messages":[]}""", "max_tokens")]
    [InlineData(Dialect.Responses, """{"model":"m","input":[{"type":"function_call","name":"f"}]}""", "input[0].call_id")]
    public void What_breaks_its_own_rules_is_told_by_name(Dialect from, string body, string field)
    {
        var refused = Assert.Throws<ProblemException>(() => ChatDialects.Of(from).ReadCall(Encoding.UTF8.GetBytes(body))).Problem;
        Assert.Equal(("invalid-request", field), (refused.Code, refused.Field));
    }

    private static void Becomes(Dialect from, string body, Dialect to, string wanted, ModelTraits? traits = null)
    {
        var actual = Translated(from, body, to, traits ?? ModelTraits.Current);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(wanted), JsonNode.Parse(actual)), actual);
    }

    private static string Translated(Dialect from, string body, Dialect to, ModelTraits traits)
    {
        var written = new ArrayBufferWriter<byte>();
        ChatDialects.Of(to).WriteCall(ChatDialects.Of(from).ReadCall(Encoding.UTF8.GetBytes(body)), traits, written);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
