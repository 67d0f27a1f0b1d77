using Gyre.Flows.Definitions;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Definitions;

public sealed class FlowEnvironmentTests
{
    private static readonly IConnectionSource Connections = ConnectionSources.Of(
    [
        new Connection
        {
            Name = "conn",
            Type = "CustomConnection",
            Configs = new Dictionary<string, string?> { ["api_base"] = "https://a" },
            Secrets = new Dictionary<string, string> { ["api_key"] = "k" },
        },
    ]);

    [Fact]
    public async Task A_reference_is_the_connection_s_field()
    {
        var variables = await Resolve(new() { ["KEY"] = "${conn.api_key}", ["BASE"] = "${conn.api_base}", ["TEXT"] = "see ${conn.api_key}" }, null);
        Assert.Equal(["k", "https://a", "see ${conn.api_key}"], variables.Values);
    }

    [Fact]
    public async Task Overrides_win_before_the_look_up()
    {
        var variables = await Resolve(new() { ["KEY"] = "${gone.api_key}", ["OTHER"] = "x" }, new() { ["KEY"] = "plain", ["OTHER"] = "${conn.api_key}" });
        Assert.Equal(["plain", "k"], variables.Values);
    }

    [Fact]
    public async Task A_reference_under_a_new_name_stays_text()
    {
        var variables = await Resolve([], new() { ["NEW"] = "${gone.api_key}" });
        Assert.Equal("${gone.api_key}", variables["NEW"]);
    }

    [Theory]
    [InlineData("${gone.api_key}")]
    [InlineData("${conn.gone}")]
    public async Task An_unknown_connection_or_field_is_refused(string reference)
    {
        var error = await Assert.ThrowsAsync<FlowException>(() => Resolve(new() { ["KEY"] = reference }, null));
        Assert.Equal(ErrorClasses.ConnectionNotFoundError, error.ErrorClass);
    }

    private static async Task<IReadOnlyDictionary<string, string>> Resolve(Dictionary<string, string> declared, Dictionary<string, string>? overrides) =>
        await FlowEnvironment.ResolveAsync(declared, overrides, Connections, TestContext.Current.CancellationToken);
}
