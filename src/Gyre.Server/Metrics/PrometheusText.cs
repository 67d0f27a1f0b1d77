using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Gyre.Server.Metrics;

/// <summary>Metrics in Prometheus's text format, version 0.0.4. Names and labels get underscores for dots, and a unit where it is one that Prometheus knows.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes one metric with all its points.</summary>
    public static void Write(StringBuilder text, Metric metric)
    {
        var name = Name(metric);
        var kind = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    Histogram(text, name, point);
                    break;
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Line(text, name, Labels(point), Number(point.GetSumLong()));
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Line(text, name, Labels(point), Number(point.GetSumDouble()));
                    break;
                case MetricType.LongGauge:
                    Line(text, name, Labels(point), Number(point.GetGaugeLastValueLong()));
                    break;
                case MetricType.DoubleGauge:
                    Line(text, name, Labels(point), Number(point.GetGaugeLastValueDouble()));
                    break;
            }
        }
    }

    private static void Histogram(StringBuilder text, string name, MetricPoint point)
    {
        var labels = Labels(point);
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            Line(text, name + "_bucket", (labels.Length == 0 ? "" : labels + ",") + $"le=\"{bound}\"", Number(below));
        }

        Line(text, name + "_sum", labels, Number(point.GetHistogramSum()));
        Line(text, name + "_count", labels, Number(point.GetHistogramCount()));
    }

    private static void Line(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private static string Labels(MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in point.Tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(Plain(key)).Append("=\"")
                .Append(Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
        }

        return labels.ToString();
    }

    private static string Name(Metric metric)
    {
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "USD" => "_usd",
            _ => "",
        };
        var counts = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? "_total" : "";
        return Plain(metric.Name) + unit + counts;
    }

    private static string Plain(string name) => name.Replace('.', '_').Replace('-', '_');

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
