using Gyre.Flows.Media;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Tools;

public sealed class ChatPromptTests
{
    [Theory]
    [InlineData("system:\nHello")]
    [InlineData("SYSTEM:\nHello")]
    [InlineData("# system:\nHello")]
    [InlineData("  #  System :  \nHello")]
    [InlineData("\n\n#system:\n\n\nHello\n\n")]
    public void A_role_header_stands_alone_on_its_line_in_any_case_with_one_hash_at_most(string text) =>
        Assert.Equal("""[{"role":"system","content":"Hello"}]""", Json(text));

    [Fact]
    public void Two_hashes_are_plain_text() =>
        Assert.Equal("""[{"role":"user","content":"## system:\nx"}]""", Json("user:\n## system:\nx"));

    [Fact]
    public void A_header_with_text_behind_it_is_plain_text() =>
        Assert.Equal("""[{"role":"user","content":"system: x\nassistant:y"}]""", Json("user:\nsystem: x\nassistant:y"));

    [Fact]
    public void A_header_that_ends_the_text_without_a_line_break_is_plain_text() =>
        Assert.Equal("""[{"role":"user","content":"a\nassistant:"}]""", Json("user:\na\nassistant:"));

    [Fact]
    public void Messages_come_in_order_trimmed_and_may_be_empty() =>
        Assert.Equal(
            """[{"role":"system","content":"S"},{"role":"user","content":""},{"role":"assistant","content":"A\n\nB"}]""",
            Json("system:\n S \n\nuser:\n\nassistant:\nA\n\nB\n"));

    [Fact]
    public void Blank_lines_by_the_thousands_take_no_time()
    {
        var blank = new string('\n', 100_000);
        Assert.Equal($$"""[{"role":"user","content":"a{{blank.Replace("\n", "\\n", StringComparison.Ordinal)}}b"}]""", Json($"user:\na{blank}b"));
    }

    [Fact]
    public void Text_before_the_first_header_is_refused()
    {
        var e = Assert.Throws<FlowException>(() => ChatPrompt.Parse("hello\nuser:\nx"));
        Assert.Equal(ErrorClasses.ChatApiInvalidRole, e.ErrorClass);
        Assert.Contains("Current parsed role 'hello'", e.Message);
    }

    [Fact]
    public void Text_without_any_header_is_refused() =>
        Assert.Equal(ErrorClasses.ChatApiInvalidRole, Assert.Throws<FlowException>(() => ChatPrompt.Parse("## user:\nhi")).ErrorClass);

    [Fact]
    public void Empty_text_has_no_messages() => Assert.Empty(ChatPrompt.Parse(" \n"));

    [Theory]
    [InlineData("name:\nAnn\ncontent:\nhi")]
    [InlineData("## name:\n Ann\n## content:\nhi\n")]
    [InlineData("#name :\nAnn\n\n#content :\nhi")]
    public void A_header_may_be_followed_by_a_name_block(string block) =>
        Assert.Equal("""[{"role":"user","name":"Ann","content":"hi"}]""", Json("user:\n" + block));

    [Fact]
    public void A_function_message_has_a_name() =>
        Assert.Equal("""[{"role":"function","name":"f","content":"{}"}]""", Json("function:\nname:\nf\ncontent:\n{}"));

    [Fact]
    public void A_function_message_without_a_name_is_refused() =>
        Assert.Equal(ErrorClasses.ChatApiFunctionRoleInvalidFormat, Assert.Throws<FlowException>(() => ChatPrompt.Parse("function:\nx")).ErrorClass);

    [Fact]
    public void A_tool_message_has_the_id_of_its_call() =>
        Assert.Equal("""[{"role":"tool","tool_call_id":"call_1","content":"22 degrees"}]""", Json("# tool:\n## tool_call_id:\ncall_1\n## content:\n22 degrees\n"));

    [Fact]
    public void A_tool_message_without_an_id_is_refused() =>
        Assert.Equal(ErrorClasses.ChatApiToolRoleInvalidFormat, Assert.Throws<FlowException>(() => ChatPrompt.Parse("tool:\ncontent:\nx")).ErrorClass);

    [Fact]
    public void An_assistant_message_may_hold_tool_calls_as_a_python_list() =>
        Assert.Equal(
            """[{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]},{"role":"user","content":"x"}]""",
            Json("assistant:\n## tool_calls:\n[{'id': 'c1', 'type': 'function', 'function': {'name': 'f', 'arguments': '{\"a\": 1}'}}]\n\nuser:\nx"));

    [Fact]
    public void Tool_calls_that_are_no_python_list_are_content() =>
        Assert.Equal("""[{"role":"assistant","content":"## tool_calls:\n[f(x)]"}]""", Json("assistant:\n## tool_calls:\n[f(x)]"));

    [Fact]
    public void A_line_that_prints_an_image_becomes_the_image()
    {
        var image = new FlowImage(new byte[] { 0x89, 0x50, 0x4E, 0x47 });
        var messages = ChatPrompt.Parse($"user:\nLook:\n{image.Str()}\n\nand say", [image], "low");
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Look:"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw==","detail":"low"}},{"type":"text","text":"and say"}]}]""",
            PythonJson.Write(messages));
    }

    [Fact]
    public void A_downloaded_image_is_sent_by_its_url()
    {
        var image = new FlowImage(new byte[] { 1 }, "image/png", "https://example.com/a.png");
        Assert.Contains("""{"url":"https://example.com/a.png","detail":"auto"}""", PythonJson.Write(ChatPrompt.Parse($"user:\n{image.Str()}", [image])));
    }

    private static string Json(string text) => PythonJson.Write(ChatPrompt.Parse(text));
}
