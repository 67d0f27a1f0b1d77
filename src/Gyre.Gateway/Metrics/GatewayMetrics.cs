using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Routing;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Metrics;

/// <summary>
/// The gateway's numbers under OpenTelemetry's names for generative AI, and some of its own. Labels come from closed sets or from the
/// workspace's files: nothing a caller writes becomes a label.
/// </summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Gyre.Gateway";

    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> duration;
    private readonly Histogram<double> firstToken;
    private readonly Histogram<double> overhead;
    private readonly Counter<long> tokens;
    private readonly Counter<long> calls;
    private readonly Counter<long> spills;
    private readonly Counter<double> cost;

    public GatewayMetrics()
    {
        duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "Whole time of a call.");
        firstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "Time to the first token of a stream.");
        tokens = meter.CreateCounter<long>("gen_ai.client.token.usage", "{token}", "Tokens by bucket.");
        overhead = meter.CreateHistogram<double>("gyre.gateway.overhead", "s", "Whole time of a call without the time of its providers.");
        calls = meter.CreateCounter<long>("gyre.gateway.calls", "{call}", "Calls by how they ended; a cause names who is at fault: caller, policy, provider or gateway.");
        spills = meter.CreateCounter<long>("gyre.gateway.spillovers", "{call}", "Calls served by a lower tier because a higher one was throttled.");
        cost = meter.CreateCounter<double>("gyre.gateway.cost", "USD", "Cost of calls whose price is known.");
    }

    /// <summary>Shows the state of targets whenever somebody looks.</summary>
    /// <param name="targets">Those of the workspace's files, as they are then.</param>
    public void Watch(Func<IEnumerable<Target>> targets) => meter.CreateObservableGauge(
        "gyre.gateway.target.state",
        () => targets().DistinctBy(t => t.Health).Select(t => new Measurement<int>(
            1, new("gyre.target", t.Name), new("gen_ai.provider.name", t.Connection.Name), new("gyre.state", JsonNamingPolicy.SnakeCaseLower.ConvertName(t.Health.State.ToString())))),
        "{target}",
        "1 for each target under the state it is in.");

    /// <summary>Counts a call.</summary>
    /// <param name="row">Of the ledger.</param>
    /// <param name="pool">The label of the pool; null where no route was found.</param>
    public void Observe(LedgerRow row, string? pool)
    {
        var labels = new TagList
        {
            { "gen_ai.operation.name", row.Operation },
            { "gen_ai.request.model", pool ?? "unknown" },
            { "gen_ai.provider.name", row.Connection ?? "none" },
        };
        duration.Record(row.Total.TotalSeconds, labels);
        if (row is { Streamed: true, FirstToken: { } first })
        {
            firstToken.Record(first.TotalSeconds, labels);
        }

        if (row.Upstream is { } upstream)
        {
            overhead.Record(Math.Max(0, (row.Total - upstream).TotalSeconds), labels);
        }

        if (row.Spilled)
        {
            spills.Add(1, labels);
        }

        if (row.Cost is { Count: > 0 } dollars)
        {
            cost.Add((double)dollars.Dollars, labels);
        }

        // What a cached answer saved was not used.
        if (row.Usage is { } usage && row.Outcome != CallOutcome.Cached)
        {
            Count(usage, labels);
        }

        labels.Add("gyre.outcome", LedgerStore.OutcomeName(row.Outcome));
        labels.Add("gyre.cause", row.Cause ?? "none");
        calls.Add(1, labels);
    }

    public void Dispose() => meter.Dispose();

    private void Count(TokenUsage usage, TagList labels)
    {
        Add("input", usage.FreshInput);
        Add("cache_read", usage.CacheRead);
        Add("cache_write", (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0));
        Add("audio_input", usage.AudioInput);
        Add("image_input", usage.ImageInput);
        Add("output", usage.Output);
        Add("reasoning", usage.Reasoning);
        Add("audio_output", usage.AudioOutput);
        Add("image_output", usage.ImageOutput);

        void Add(string bucket, long? count)
        {
            if (count > 0)
            {
                var with = labels;
                with.Add("gen_ai.token.type", bucket);
                tokens.Add(count.Value, with);
            }
        }
    }
}
