using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Files;
using Gyre.Gateway.Routing.Trying;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Routing.Files;

public sealed class RouteFilesTests
{
    private const string Reserved = """
        kind: deployment
        name: gpt-4.1-reserved
        connection: azure
        model: ptu-sweden
        base_model: gpt-4.1
        region: swedencentral
        reserved: true
        concurrency: 200
        timeouts: {connect: 2, first_token: 20s, idle: 500ms}
        """;

    [Fact]
    public void A_deployment_is_a_pool_of_one()
    {
        using var workspace = new RouteWorkspace(Reserved);

        var target = Assert.Single(workspace.Table.Find("gpt-4.1-reserved")!.Targets);
        Assert.Equal(("azure", "ptu-sweden", "gpt-4.1", "swedencentral", true, 200), (target.Connection.Name, target.Model, target.BaseModel, target.Region, target.Reserved, target.Concurrency));
        Assert.Equal(
            new Timeouts { Connect = TimeSpan.FromSeconds(2), FirstToken = TimeSpan.FromSeconds(20), Idle = TimeSpan.FromSeconds(0.5), Total = TimeSpan.FromMinutes(30) },
            target.Timeouts);
    }

    [Fact]
    public void A_deployment_without_a_model_calls_the_model_of_its_own_name()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: gpt-4.1, connection: backup}");

        Assert.Equal("gpt-4.1", Assert.Single(workspace.Table.Find("gpt-4.1")!.Targets).Model);
    }

    [Fact]
    public void A_pool_puts_deployments_and_models_together()
    {
        using var workspace = new RouteWorkspace(
            Reserved,
            """
            kind: pool
            name: chat
            policy: latency
            targets:
            - {connection: openai, model: gpt-4.1, tier: 2, weight: 3, timeouts: {first_token: 5}}
            - {deployment: gpt-4.1-reserved, timeouts: {idle: 9}}
            timeouts: {first_token: 30, idle: 10s, total: 2m}
            retry: {attempts: 4, delay: 100ms, longest_delay: 2, budget: 0.5}
            fallback: {any: anthropic/claude-sonnet-4, context_window: gpt-4.1-mini, timeout: gpt-4.1-reserved}
            hedge: {after: 1.5}
            affinity: {by: session}
            """);

        var pool = workspace.Table.Find("chat")!;

        Assert.Equal(["gpt-4.1-reserved", "openai/gpt-4.1"], pool.Targets.Select(t => t.Name));
        Assert.Equal([9.0, 10.0], pool.Targets.Select(t => t.Timeouts.Idle!.Value.TotalSeconds));
        Assert.Equal([20.0, 5.0], pool.Targets.Select(t => t.Timeouts.FirstToken!.Value.TotalSeconds));
        Assert.Equal((RoutingPolicy.Latency, TimeSpan.FromMinutes(2), 4), (pool.Policy, pool.Total, pool.MostTries));
        Assert.Equal((2, 3), (pool.Targets[1].Tier, pool.Targets[1].Weight));
        Assert.Equal(new RetryPolicy { Attempts = 4, Delay = TimeSpan.FromSeconds(0.1), LongestDelay = TimeSpan.FromSeconds(2), Budget = 0.5 }, pool.Retry);
        Assert.Equal((TimeSpan.FromSeconds(1.5), "x-session-id"), (pool.Hedge!.After, pool.Affinity!.Header));
        Assert.Equal("anthropic/claude-sonnet-4", pool.Fallbacks[FallbackClass.Unavailable]);
        Assert.Equal("gpt-4.1-reserved", pool.Fallbacks[FallbackClass.Timeout]);
        Assert.Equal("gpt-4.1-mini", pool.Fallbacks[FallbackClass.ContextWindow]);
        Assert.DoesNotContain(FallbackClass.ContentFilter, pool.Fallbacks.Keys);
    }

    [Fact]
    public void All_faults_of_all_files_are_told_at_once_with_file_and_line()
    {
        using var workspace = new RouteWorkspace(
            """
            kind: deployment
            name: a
            connection: azur
            regoin: west
            concurrency: 0
            """,
            """
            kind: pool
            name: b
            policy: fastest
            targets:
            - deployment: aa
              tier: first
            - connection: openai
            - just text
            - {deployment: a, model: gpt}
            fallback: {any: b, timeout: nowhere}
            timeouts: {total: soon}
            hedge: {}
            affinity: {by: prompt, header: x}
            """,
            "kind: poool",
            "name: a",
            "kind: {",
            "{kind: deployment, name: a, connection: openai}");

        Assert.Equal(
            [
                "gateway/0.yaml:4: The key 'regoin' is not known. Did you mean 'region'?",
                "gateway/0.yaml:5: 'concurrency' must be a whole number from 1 to 1000000.",
                "gateway/1.yaml:8: An item of 'targets' must be a mapping of deployment, tier, weight, connection, model, base_model, region, reserved, concurrency, timeouts, prompt_cache.",
                "gateway/1.yaml:6: 'tier' must be a whole number from 1 to 100.",
                "gateway/1.yaml:7: 'model' is missing.",
                "gateway/1.yaml:9: 'model' belongs to the deployment 'a'; write it there, or write connection and model here instead of the deployment.",
                "gateway/1.yaml:3: 'policy' must be weighted or latency or cost, but is 'fastest'.",
                "gateway/1.yaml:11: 'total' must be a time such as 30 (seconds), 500ms, 30s or 2m, up to 24h.",
                "gateway/1.yaml:12: 'after' is missing: a time such as 2s, or p95.",
                "gateway/1.yaml:13: 'header' goes with 'by: session' only.",
                "gateway/2.yaml:1: 'kind' must be deployment or pool, but is 'poool'. Did you mean 'pool'?",
                "gateway/3.yaml:1: A file here begins with 'kind: deployment' or 'kind: pool'.",
                "gateway/4.yaml:2:",
                "gateway/5.yaml:1: 'a' is defined twice; a name means one deployment or pool.",
                "gateway/0.yaml:3: There is no connection 'azur'. Did you mean 'azure'? 'gyre connection list' shows what there is.",
                "gateway/1.yaml:10: The pool 'b' can't be its own fallback.",
                "gateway/1.yaml:10: There is no deployment, pool or model 'nowhere' to fall back to.",
                "gateway/1.yaml:5: There is no deployment 'aa'. Did you mean 'a'?",
            ],
            workspace.Read().Faults.Select(f => f.File == "gateway/4.yaml" ? "gateway/4.yaml:2:" : f.ToString()));
    }

    [Theory]
    [InlineData("targets: [{deployment: chat}]", "There is no deployment 'chat'. It is a pool; name its deployments here, or the pool as a fallback.")]
    [InlineData("targets: []", "'targets' must be a list with at least one item.")]
    [InlineData("policy: cost", "'targets' is missing.")]
    [InlineData("targets: [{connection: openai, model: a}, {connection: openai, model: a}]", "'openai/a' is a target of this pool twice; give it one tier and weight.")]
    [InlineData("{regions: [eu], targets: [{connection: openai, model: a, region: us}]}", "No target is in eu. Write the 'region' of each deployment; one without it fits no constraint.")]
    [InlineData("targets: [{connection: openai, model: a, reserved: 'yes'}]", "'reserved' must be true or false, without quotes.")]
    [InlineData("{targets: [{connection: openai, model: a}], retry: {budget: -1}}", "'budget' must be a number from 0 to 10.")]
    [InlineData("{targets: [{connection: openai, model: a}], timeouts: 5}", "'timeouts' must be a mapping of connect, first_token, idle, total.")]
    [InlineData("{targets: [{connection: openai, model: a}], cache: {when: always}}", "'ttl' is missing: how long an answer is given again, such as 10m.")]
    [InlineData("{targets: [{connection: openai, model: a}], cache: {ttl: 10m, when: askd}}", "'when' must be always or asked, but is 'askd'. Did you mean 'asked'?")]
    [InlineData("{targets: [{connection: openai, model: a, prompt_cache: on}]}", "'prompt_cache' must be auto or off, but is 'on'.")]
    [InlineData("{targets: [{connection: openai, model: a}], timeouts: {idle: 0}}", "'idle' must be a time such as 30 (seconds), 500ms, 30s or 2m, up to 24h.")]
    public void A_pool_that_can_t_work_says_why(string pool, string fault)
    {
        using var workspace = new RouteWorkspace();
        workspace.Write("pool.yaml", pool.StartsWith('{') ? "{kind: pool, name: chat, " + pool[1..] : "kind: pool\nname: chat\n" + pool);

        Assert.Equal(fault, Assert.Single(workspace.Read().Faults).Message);
    }

    [Fact]
    public void Deployments_and_pools_have_caches_of_their_own_and_targets_mark_prompts()
    {
        using var workspace = new RouteWorkspace(
            "{kind: deployment, name: a, connection: openai, cache: {ttl: 10m}, prompt_cache: auto}",
            "{kind: pool, name: b, targets: [{deployment: a}, {connection: openai, model: b}], cache: {ttl: 30, when: asked}}",
            "{kind: pool, name: c, targets: [{deployment: a}, {connection: openai, model: c, prompt_cache: off}]}");
        var table = workspace.Table;

        Assert.Equal(new CachePolicy(TimeSpan.FromMinutes(10)), table.Find("a")!.Cache);
        Assert.Equal(new CachePolicy(TimeSpan.FromSeconds(30), OnlyWhenAsked: true), table.Find("b")!.Cache);
        Assert.Null(table.Find("c")!.Cache);
        Assert.Null(table.Find("openai/gpt-4.1")!.Cache);
        Assert.Equal([true, false], table.Find("b")!.Targets.Select(t => t.MarksPrompt));
        Assert.Equal([true, false], table.Find("c")!.Targets.Select(t => t.MarksPrompt));
    }

    [Fact]
    public void Sixty_four_targets_are_enough()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: chat, targets: [" + string.Join(", ", Enumerable.Range(0, 65).Select(i => $"{{connection: openai, model: m{i}}}")) + "]}");

        Assert.Equal("'targets' has 65 items; a pool takes up to 64.", Assert.Single(workspace.Read().Faults).Message);
    }

    [Fact]
    public void Files_that_are_not_yaml_and_hidden_ones_do_not_count()
    {
        using var workspace = new RouteWorkspace();
        workspace.Write("README.md", "# Routes");
        workspace.Write(".draft.yaml", "kind: {");

        Assert.Equal(0, workspace.Table.Count);
    }

    [Theory]
    [InlineData("deployment")]
    [InlineData("pool")]
    public void The_committed_schema_is_that_of_the_types(string name) => Approved.Matches(RouteSchemas.GetText(name), RepositoryFiles.At("schemas", $"{name}.schema.json"));

    [Fact]
    public void Every_format_has_a_schema() => Assert.Equal(["deployment", "pool"], RouteSchemas.Names);

    [Theory]
    [InlineData("openai/gpt-4.1", "openai")]
    [InlineData("gpt-4.1", "openai")]
    [InlineData("claude-sonnet-4-5", "anthropic")]
    public void The_model_behind_a_deployment_may_be_any_of_the_catalog(string baseModel, string provider)
    {
        using var workspace = new RouteWorkspace($"{{kind: deployment, name: mine, connection: backup, base_model: {baseModel}}}");

        Assert.Equal(provider, Assert.Single(workspace.Table.Find("mine")!.Targets).Behind!.Provider);
    }

    [Fact]
    public void A_model_behind_a_deployment_that_the_catalog_does_not_know_is_told_once_with_the_nearest_names()
    {
        using var workspace = new RouteWorkspace(
            "kind: deployment\nname: mine\nconnection: backup\nbase_model: openai/gpt-4.11",
            "{kind: pool, name: all, targets: [{deployment: mine}, {connection: openai, model: gpt-4.1}]}");

        var fault = Assert.Single(workspace.Read().Faults);
        Assert.Equal(("base_model", 4), (fault.Field, fault.Line));
        Assert.Contains("The catalog has no model 'openai/gpt-4.11'. Did you mean 'openai/gpt-4.1'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{kind: deployment, name: mine, connection: [a]}", "connection")]
    [InlineData("{kind: deployment, name: [a], connection: openai}", "name")]
    [InlineData("{kind: pool, name: all, policy: [a], targets: [{connection: openai, model: gpt-4.1}]}", "policy")]
    [InlineData("{kind: pool, name: all, affinity: {by: [a]}, targets: [{connection: openai, model: gpt-4.1}]}", "affinity.by")]
    public void A_fault_is_told_once(string file, string field)
    {
        using var workspace = new RouteWorkspace(file);

        Assert.Equal(field, Assert.Single(workspace.Read().Faults).Field);
    }
}
