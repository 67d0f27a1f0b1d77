using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Routing.Health;
using Gyre.Testing;

namespace Gyre.Gateway.Tests;

/// <summary>What docs/guide/operating.md tells of causes and metrics is what there is.</summary>
public sealed partial class OperatingGuideTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.At("docs", "guide", "operating.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_cause_is_in_the_table_and_no_other()
    {
        var told = Rows("## Why").Select(r => r[0]).ToList();

        Assert.Equal(Words(typeof(Causes), typeof(FailureCauses)).Order(), told.Order());
    }

    [Fact]
    public void A_refusal_has_the_status_that_the_table_says() => Assert.All(
        Rows("## Why").Where(r => Words(typeof(Causes)).Append(FailureCauses.BadRequest).Append(FailureCauses.UnknownModel).Append(FailureCauses.TooLarge).Append(FailureCauses.LedgerFull).Contains(r[0])),
        row => Assert.Equal(Causes.Status(row[0]).ToString(CultureInfo.InvariantCulture), row[1]));

    [Fact]
    public void Every_metric_is_in_the_table_with_its_kind_and_no_other()
    {
        var there = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == GatewayMetrics.MeterName)
            {
                there[instrument.Name] = instrument.GetType().Name.Replace("Observable", "", StringComparison.Ordinal).Split('`')[0].ToLowerInvariant();
            }
        };
        listener.Start();
        using var metrics = new GatewayMetrics();
        metrics.Watch(() => []);

        Assert.Equal(there.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)), Rows("## Metrics").Select(r => (r[0], r[1])).OrderBy(m => m.Item1));
    }

    [Fact]
    public void Every_state_of_a_target_is_explained() =>
        Assert.All(Enum.GetNames<TargetState>(), state => Assert.Contains($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(state)}`", Page, StringComparison.Ordinal));

    private static IEnumerable<string> Words(params Type[] types) =>
        types.SelectMany(t => t.GetFields()).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

    private static List<string[]> Rows(string heading)
    {
        var section = Page[Page.IndexOf(heading, StringComparison.Ordinal)..];
        section = section[..Math.Max(section.IndexOf("\n## ", StringComparison.Ordinal), 0)] is { Length: > 0 } part ? part : section;
        return [.. Row().Matches(section).Select(m => new[] { m.Groups["name"].Value, m.Groups["next"].Value.Trim() })];
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \|(?<next>[^|]*)\|", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Row();
}
