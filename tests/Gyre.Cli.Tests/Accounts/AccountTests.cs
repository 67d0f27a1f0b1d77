using System.Text.Json.Nodes;

namespace Gyre.Cli.Tests.Accounts;

public sealed class AccountTests
{
    [Fact]
    public async Task Keys_groups_budgets_and_limits_are_made_shown_changed_and_audited()
    {
        using var gyre = new Gyre();
        string[][] commands =
        [
            ["cost-center", "create", "cc-7"],
            ["team", "create", "search", "--cost-center", "cc-7", "--description", "finds things"],
            ["project", "create", "answers", "--team", "search"],
            ["project", "update", "answers", "--description", "new"],
            ["team", "list"],
            ["project", "show", "answers"],
            ["key", "create", "ci", "--project", "answers", "--models", "gpt-*", "claude-*", "--expires", "30d", "--tags", "env=test"],
            ["key", "list"],
            ["key", "rotate", "ci", "--grace", "24h"],
            ["key", "suspend", "ci"],
            ["key", "resume", "ci"],
            ["budget", "create", "search-month", "--team", "search", "--amount", "500", "--per", "calendar-month", "--warn", "80", "100"],
            ["budget", "update", "search-month", "--amount", "600"],
            ["budget", "override", "search-month", "--amount", "900", "--until", "7d"],
            ["budget", "reset", "search-month"],
            ["budget", "list"],
            ["limit", "create", "ci-rpm", "--key", "ci", "--amount", "60", "--per", "minute"],
            ["limit", "create", "at-once", "--unit", "concurrency", "--amount", "8"],
            ["limit", "list"],
            ["limit", "delete", "at-once", "--yes"],
            ["key", "revoke", "ci", "--yes"],
            ["audit", "list"],
        ];
        foreach (var command in commands)
        {
            var printed = await gyre.RunAsync(command);
            Assert.True(printed.ExitCode == 0, string.Join(' ', command) + ": " + printed.Error);
        }

        var budget = JsonNode.Parse((await gyre.RunAsync("budget", "show", "search-month", "--output", "json")).Output)!;
        Assert.Equal((600m, 900m, "search"), ((decimal)budget["amount"]!, (decimal)budget["override_amount"]!, (string?)budget["subject"]));
        var audit = JsonNode.Parse((await gyre.RunAsync("audit", "list", "--subject", "ci", "--output", "json")).Output)!.AsArray();
        Assert.Equal(["key.revoked", "key.resumed", "key.suspended", "key.rotated", "key.created"], audit.Select(e => (string?)e!["action"]));
    }

    [Fact]
    public async Task A_limit_of_calls_at_once_is_listed_as_such()
    {
        using var gyre = new Gyre();
        await gyre.RunAsync("limit", "create", "three", "--unit", "concurrency", "--amount", "3");
        await gyre.RunAsync("limit", "create", "one", "--amount", "1", "--per", "minute");

        var listed = (await gyre.RunAsync("limit", "list")).Output;

        Assert.Contains("3 calls at once", listed, StringComparison.Ordinal);
        Assert.Contains("1 request per minute", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keys_text_is_shown_once()
    {
        using var gyre = new Gyre();
        var text = (string?)JsonNode.Parse((await gyre.RunAsync("key", "create", "ci", "--output", "json")).Output)!["key"];
        Assert.StartsWith("gyre_", text, StringComparison.Ordinal);

        foreach (var command in new string[][] { ["key", "show", "ci", "--output", "json"], ["key", "list", "--output", "json"], ["audit", "list", "--output", "json"] })
        {
            Assert.DoesNotContain(text!, (await gyre.RunAsync(command)).Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("budget create b --amount 1", "hour, day, month")]
    [InlineData("budget create b --amount 1 --per fortnight", "--per takes hour, day, month, calendar-month or total, not 'fortnight'.")]
    [InlineData("limit create l --amount 1 --per week", "--per takes minute, hour or day, not 'week'.")]
    [InlineData("budget create b --amount 1 --per day --team search --key ci", "one team, project, cost center or key")]
    [InlineData("budget create b --amount 1 --per day --team nobody", "There is no team 'nobody'")]
    [InlineData("key create ci --expires soon", "30d, or a date")]
    [InlineData("key show ci", "There is no key 'ci'")]
    public async Task What_is_wrong_is_told_with_the_remedy(string command, string told)
    {
        using var gyre = new Gyre();

        var printed = await gyre.RunAsync(command.Split(' '));

        Assert.NotEqual(0, printed.ExitCode);
        Assert.Contains(told, printed.Error, StringComparison.Ordinal);
    }
}
