namespace Gyre.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("--version");
        Assert.Equal(0, printed.ExitCode);
        Assert.Matches(@"^gyre \d+\.\d+\.\d+\r?\n$", printed.Output);
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync();
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("demo", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_without_a_verb_shows_its_verbs_and_is_wrong_usage()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("flow");
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains("validate", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command 'flwo'. Did you mean 'flow'?", "flwo")]
    [InlineData("There is no command 'tset'. Did you mean 'test'?", "flow", "tset")]
    [InlineData("There is no option '--flwo'. Did you mean '--flow'?", "flow", "test", "--flwo", "x")]
    [InlineData("There is no option '--outptu'. Did you mean '--output'?", "flow", "test", "--flow", "x", "--inputs", "a=b", "--outptu", "json")]
    [InlineData("'three' is one word too many. Put quotes around values with blanks.", "run", "show", "two", "three")]
    [InlineData("--inputs wants k=v, not 'oops'. Put quotes around values with blanks: --inputs 'k=some text'.", "flow", "test", "--flow", "x", "--inputs", "a=b", "oops")]
    [InlineData("--flow is missing. Example: gyre flow test --flow FOLDER", "flow", "test")]
    [InlineData("Say which one: gyre run show NAME.", "run", "show")]
    [InlineData("--connections wants node.field=value, for instance answer.connection=my_openai, not 'answer=x'.", "flow", "test", "--flow", "x", "--connections", "answer=x")]
    [InlineData("--amount wants a number, not '1e3'.", "budget", "create", "b", "--amount", "1e3")]
    [InlineData("--warn wants a whole number, not 'x'.", "budget", "create", "b", "--amount", "1", "--warn", "80", "x")]
    [InlineData("--port wants a whole number, not '50.5'.", "up", "--port", "50.5")]
    [InlineData("--port is a port, 0 to 65535, not 99999.", "up", "--port", "99999")]
    [InlineData("--port is a port, 0 to 65535, not -1.", "provider", "simulate", "--port=-1")]
    [InlineData("--host wants an IP address of this machine or localhost, not 'localhots'. 0.0.0.0 listens on every network.", "up", "--host", "localhots")]
    [InlineData("--output is table or json, not 'exp'.", "run", "list", "--output", "exp")]
    public async Task A_wrong_line_is_explained_and_ends_with_2(string message, params string[] args)
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync(args);
        Assert.Equal(2, printed.ExitCode);
        Assert.Contains(message, printed.Error, StringComparison.Ordinal);
        Assert.Empty(printed.Output);
    }

    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        using var gyre = new Gyre();
        gyre.Write("flow/flow.dag.yaml", "inputs: {who: {type: string}}\noutputs: {who: {reference: '${inputs.who}'}}\nnodes: []\n");
        var printed = await gyre.RunAsync("flow", "test", "--flow", "flow", "--inputs", "who=@me", "--output", "json");
        Assert.Contains("\"who\": \"@me\"", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_expected_is_one_line_without_a_stack_unless_debugging()
    {
        using var gyre = new Gyre();
        gyre.Write("home", "a file where a folder should be");
        var plain = await gyre.RunAsync("run", "list");
        Assert.Equal(1, plain.ExitCode);
        Assert.DoesNotContain("   at ", plain.Error, StringComparison.Ordinal);
        var debug = await gyre.RunAsync("run", "list", "--debug");
        Assert.Contains("   at ", debug.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_a_failure_is_a_document_too()
    {
        using var gyre = new Gyre();
        var printed = await gyre.RunAsync("run", "show", "nobody", "--output", "json");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("\"code\": \"run-not-found\"", printed.Output, StringComparison.Ordinal);
    }
}
