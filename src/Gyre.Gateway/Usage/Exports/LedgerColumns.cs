using System.Data.Common;
using System.Globalization;
using Gyre.Gateway.Ledger;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>The ledger's columns as exports show them: times as text, money in dollars, flags as true and false.</summary>
internal static class LedgerColumns
{
    private static readonly (string Name, Kind Kind)[] Columns =
    [
        ("id", Kind.Text), ("started_at", Kind.Moment), ("node", Kind.Text), ("key_id", Kind.Text), ("team", Kind.Text), ("project", Kind.Text),
        ("cost_center", Kind.Text), ("end_user", Kind.Text), ("operation", Kind.Text), ("requested_model", Kind.Text), ("deployment", Kind.Text),
        ("connection", Kind.Text), ("provider", Kind.Text), ("model", Kind.Text), ("region", Kind.Text), ("service_tier", Kind.Text),
        ("outcome", Kind.Text), ("status", Kind.Number), ("cause", Kind.Text), ("attempts", Kind.Number), ("spilled", Kind.Flag), ("streamed", Kind.Flag),
        .. UsageBuckets.Names.Select(b => (b, Kind.Number)),
        ("estimated", Kind.Flag), ("price_version", Kind.Text), ("cost", Kind.Dollars), ("charges", Kind.Text),
        ("total_us", Kind.Number), ("upstream_us", Kind.Number), ("first_token_us", Kind.Number), ("trace_id", Kind.Text),
    ];

    private enum Kind
    {
        Text,
        Number,
        Flag,
        Moment,
        Dollars,
    }

    /// <summary>What stands after SELECT.</summary>
    public static string Sql { get; } = string.Join(", ", Columns.Select(c => c.Name));

    /// <summary>What the columns are called outside; the cost says its unit.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Columns.Select(c => c.Kind == Kind.Dollars ? $"{c.Name}_usd" : c.Name)];

    /// <summary>A text, a <see cref="long"/>, a <see cref="decimal"/>, a <see cref="bool"/>, or null.</summary>
    public static object? Value(DbDataReader row, int column) => row.IsDBNull(column) ? null : Columns[column].Kind switch
    {
        Kind.Text => row.GetString(column),
        Kind.Number => row.GetInt64(column),
        Kind.Flag => row.GetInt64(column) != 0,
        Kind.Dollars => row.GetInt64(column) / 1_000_000_000m,
        _ => DateTime.UnixEpoch.AddMicroseconds(row.GetInt64(column)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
    };
}
