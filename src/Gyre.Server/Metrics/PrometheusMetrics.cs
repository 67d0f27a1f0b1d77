using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gyre.Server.Metrics;

/// <summary>Collects the program's metrics and hands them out when Prometheus asks.</summary>
internal sealed class PrometheusMetrics : IDisposable
{
    // From a millisecond, which the gateway itself may take, to the minutes of a thinking model.
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    // Labels are closed sets times the workspace's deployments; more than this is a mistake, and becomes one overflow series.
    private const int MostSeries = 5_000;

    private readonly Exporter exporter = new();
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;
    private readonly Lock gate = new();

    public PrometheusMetrics(params string[] meters)
    {
        reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meters)
            .AddMeter("System.Runtime")
            .AddView(instrument => instrument.Unit == "s"
                ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds, CardinalityLimit = MostSeries }
                : new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddReader(reader)
            .Build();
    }

    /// <summary>The numbers as they stand now.</summary>
    public string Collect()
    {
        lock (gate)
        {
            reader.Collect();
            return exporter.Text;
        }
    }

    public void Dispose() => provider.Dispose();

    private sealed class Exporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new StringBuilder();
            foreach (var metric in batch)
            {
                PrometheusText.Write(text, metric);
            }

            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
