using System.Text.RegularExpressions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>Random templates, rendered by our engine and by Jinja2 itself.</summary>
public sealed partial class GeneratedTemplateTests
{
    private const int Count = 20_000;

    /// <summary>Set <c>GYRE_TEMPLATE_SEED</c> to try others.</summary>
    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("GYRE_TEMPLATE_SEED"), out var seed) ? seed : 20261121;

    [Fact]
    public async Task Twenty_thousand_generated_templates_render_as_in_python()
    {
        PythonJinja.Require();
        var generator = new TemplateGenerator(Seed);
        var cases = Enumerable.Range(0, Count).Select(_ => generator.Next()).ToList();
        var halves = await Task.WhenAll(cases.Chunk(Count / 2).Select(half =>
            PythonJinja.RunAsync([.. half.Select(c => c.ToPython())], TestContext.Current.CancellationToken)));

        var differences = cases.Zip(halves.SelectMany(h => h))
            .Where(pair => !HasAddress(pair.Second))
            .Select(pair => Difference.Of(pair.First, pair.Second, TestContext.Current.CancellationToken))
            .OfType<string>()
            .ToList();

        Assert.True(differences.Count == 0, $"{differences.Count} of {Count} differ:\n" + string.Join("\n", differences.OrderBy(d => d.Length).Take(40)));
    }

    /// <summary>Generators and methods print their address in memory, which nobody can foretell.</summary>
    private static bool HasAddress(PythonDict answer) =>
        (answer.TryGetValue("o", out var text) ? text : answer["m"]) is string printed && Address().IsMatch(printed);

    [GeneratedRegex("0x7[0-9a-f]{8,}|(generator|reversed|reverseiterator|reversekeyiterator|built-in method|function).{0,60}object", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
