using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Targets as Prometheus sees them. Alone: meters of one name in one process are one to the collector, and end with the first that ends.</summary>
[Collection(nameof(TargetStateTests))]
[CollectionDefinition(nameof(TargetStateTests), DisableParallelization = true)]
public sealed class TargetStateTests
{
    [Fact]
    public async Task The_state_of_each_target_of_a_file_is_among_the_metrics()
    {
        var stop = TestContext.Current.CancellationToken;
        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "connections: {away: {type: open_ai_compatible, base_url: 'http://127.0.0.1:1/v1'}}");
        workspace.Write("gateway/state.yaml", "{kind: pool, name: state-pool, targets: [{connection: away, model: state-a}], retry: {attempts: 1}}");
        await using var server = await Door.StartAsync(workspace);
        using var client = new HttpClient();

        Assert.Equal(Line("ready"), await StateAsync());
        for (var i = 0; i < 20; i++)
        {
            await Raw.PostAsync(server.Address, "v1/chat/completions", """{"model":"state-pool","messages":[]}""", "", stop);
        }

        Assert.Equal(Line("open"), await StateAsync());

        static string Line(string state) => $$"""gyre_gateway_target_state{gen_ai_provider_name="away",gyre_state="{{state}}",gyre_target="away/state-a"} 1""";

        async Task<string?> StateAsync() =>
            (await client.GetStringAsync(new Uri(server.Address, "metrics"), stop)).Split('\n').LastOrDefault(l => l.Contains("away/state-a", StringComparison.Ordinal) && l.EndsWith(" 1", StringComparison.Ordinal));
    }
}
