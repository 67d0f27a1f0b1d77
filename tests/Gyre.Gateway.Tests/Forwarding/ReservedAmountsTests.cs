using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Tests.Admission;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>How much is reserved before a call is made, as a budget that is too small tells.</summary>
public sealed partial class ReservedAmountsTests
{
    private const string Targets = "targets: [{connection: openai, model: gpt-4.1-nano}, {connection: openai, model: gpt-4.1-mini}]";

    [Fact]
    public async Task Where_two_targets_may_be_asked_at_once_both_are_reserved_for()
    {
        var plain = await ReservedAsync("{kind: pool, name: single, " + Targets + "}", "single");
        var hedged = await ReservedAsync("{kind: pool, name: hedged, hedge: {after: 1s}, " + Targets + "}", "hedged");

        Assert.True(plain is { Dollars: > 0, Tokens: > 0 });
        Assert.Equal((plain.Dollars * 2, plain.Tokens * 2), hedged);
    }

    [Fact]
    public async Task The_dearest_pool_that_a_call_may_fall_back_to_is_reserved_for()
    {
        const string Dear = "{kind: pool, name: dear, targets: [{connection: openai, model: gpt-4.1}]}";
        const string Middle = "{kind: pool, name: middle, targets: [{connection: openai, model: gpt-4.1-mini}], fallback: {any: dear}}";
        const string Cheap = "{kind: pool, name: cheap, targets: [{connection: openai, model: gpt-4.1-nano}], fallback: {any: middle}}";
        const string Alone = "{kind: pool, name: alone, targets: [{connection: openai, model: gpt-4.1-nano}]}";

        var dear = await ReservedAsync(Dear, "dear");
        Assert.Equal(dear.Dollars, (await ReservedAsync(Dear + "\n---\n" + Middle + "\n---\n" + Cheap, "cheap")).Dollars);
        Assert.True((await ReservedAsync(Alone, "alone")).Dollars < dear.Dollars);
    }

    private static async Task<(decimal Dollars, long Tokens)> ReservedAsync(string files, string model)
    {
        await using var place = await GatewayPlace.OpenAsync(files.Split("\n---\n"));
        await place.Room.Accounts.AddAsync(AdmissionWords.Budget("none", 0));
        var dollars = decimal.Parse(Told(await RefusedAsync(), "dollars"), System.Globalization.CultureInfo.InvariantCulture);
        await place.Room.Accounts.Quotas.DeleteAsync(QuotaKind.Budget, "none", "test", TestContext.Current.CancellationToken);
        await place.Room.Accounts.AddAsync(AdmissionWords.Limit("none", QuotaUnit.Tokens, 0));
        return (dollars, long.Parse(Told(await RefusedAsync(), "tokens").Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture));

        async Task<string> RefusedAsync()
        {
            using var answer = await place.PostAsync("/v1/chat/completions", $$$"""{"model":"{{{model}}}","max_tokens":1000,"messages":[{"role":"user","content":"How are you today?"}]}""");
            Assert.Equal(429, (int)answer.StatusCode);
            return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["message"]!;
        }
    }

    private static string Told(string message, string what) => Amount().Match(message) is { Success: true } match ? match.Groups[what].Value.TrimEnd('.') : throw new InvalidOperationException(message);

    [GeneratedRegex(@"may cost \$(?<dollars>[\d.]+)|may use (?<tokens>[\d,]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Amount();
}
