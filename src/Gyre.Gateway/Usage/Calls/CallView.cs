using System.Data.Common;
using System.Text.Json.Serialization;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Usage.Exports;

namespace Gyre.Gateway.Usage.Calls;

/// <summary>One call, as the ledger has it; what is null is not known, or there is none. What was asked and answered is not in the ledger.</summary>
public sealed record CallView
{
    /// <summary>Also the <c>x-gyre-request-id</c> of its answer.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>When the request came.</summary>
    [JsonPropertyName("at")]
    public required DateTime At { get; init; }

    /// <summary>The key's name.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    [JsonIgnore]
    internal string? KeyId { get; init; }

    /// <summary>The key's team.</summary>
    [JsonPropertyName("team")]
    public string? Team { get; init; }

    /// <summary>The key's project.</summary>
    [JsonPropertyName("project")]
    public string? Project { get; init; }

    /// <summary>Who pays.</summary>
    [JsonPropertyName("cost_center")]
    public string? CostCenter { get; init; }

    /// <summary>The application's own user, as the request names it.</summary>
    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <summary>What was asked: chat, embedding, responses …</summary>
    [JsonPropertyName("operation")]
    public required string Operation { get; init; }

    /// <summary>The model as the client named it.</summary>
    [JsonPropertyName("requested_model")]
    public required string RequestedModel { get; init; }

    /// <summary>The deployment or pool that served it.</summary>
    [JsonPropertyName("deployment")]
    public string? Deployment { get; init; }

    /// <summary>The connection that served it.</summary>
    [JsonPropertyName("connection")]
    public string? Connection { get; init; }

    /// <summary>Whose model it is, by the catalog.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>The model that answered, as the provider names it.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Where it was processed.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary><c>answered</c>, <c>cached</c>, <c>refused</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    [JsonPropertyName("outcome")]
    public required string Outcome { get; init; }

    /// <summary>HTTP status the client saw.</summary>
    [JsonPropertyName("status")]
    public required long Status { get; init; }

    /// <summary>Why there was no answer, in the words of <c>x-gyre-cause</c>.</summary>
    [JsonPropertyName("cause")]
    public string? Cause { get; init; }

    /// <summary>Requests sent to providers.</summary>
    [JsonPropertyName("attempts")]
    public required long Attempts { get; init; }

    /// <summary>Whether a lower tier served it because a higher one pushed back.</summary>
    [JsonPropertyName("spilled")]
    public required bool Spilled { get; init; }

    /// <summary>Whether the answer was asked for as a stream.</summary>
    [JsonPropertyName("streamed")]
    public required bool Streamed { get; init; }

    /// <summary>By bucket, as in a report.</summary>
    [JsonPropertyName("usage")]
    public required IReadOnlyDictionary<string, long?> Usage { get; init; }

    /// <summary>Whether the usage is an estimate.</summary>
    [JsonPropertyName("estimated")]
    public required bool Estimated { get; init; }

    /// <summary>Dollars; null where nothing was charged or the price is not known.</summary>
    [JsonPropertyName("cost_usd")]
    public decimal? Cost { get; init; }

    /// <summary>Whether something was used whose price is not known.</summary>
    [JsonPropertyName("unknown_cost")]
    public required bool UnknownCost { get; init; }

    /// <summary>Milliseconds from the request to the end of the answer.</summary>
    [JsonPropertyName("total_ms")]
    public required double Total { get; init; }

    /// <summary>Milliseconds of waiting for providers, all tries.</summary>
    [JsonPropertyName("upstream_ms")]
    public double? Upstream { get; init; }

    /// <summary>Milliseconds from the request to the first token.</summary>
    [JsonPropertyName("first_token_ms")]
    public double? FirstToken { get; init; }

    /// <summary>W3C trace id.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>Of a row of the ledger's columns, then whether its cost is not known.</summary>
    internal static CallView Of(DbDataReader row)
    {
        var values = LedgerColumns.Names.Select((name, i) => (name, Value: LedgerColumns.Value(row, i))).ToDictionary(c => c.name, c => c.Value, StringComparer.Ordinal);
        return new CallView
        {
            Id = Guid.Parse(Text("id")!),
            At = DateTime.Parse(Text("started_at")!, null, System.Globalization.DateTimeStyles.RoundtripKind),
            KeyId = Text("key_id"),
            Team = Text("team"),
            Project = Text("project"),
            CostCenter = Text("cost_center"),
            User = Text("end_user"),
            Operation = Text("operation")!,
            RequestedModel = Text("requested_model")!,
            Deployment = Text("deployment"),
            Connection = Text("connection"),
            Provider = Text("provider"),
            Model = Text("model"),
            Region = Text("region"),
            Outcome = Text("outcome")!,
            Status = Number("status")!.Value,
            Cause = Text("cause"),
            Attempts = Number("attempts")!.Value,
            Spilled = (bool)values["spilled"]!,
            Streamed = (bool)values["streamed"]!,
            Usage = UsageBuckets.Names.ToDictionary(b => b, Number, StringComparer.Ordinal),
            Estimated = (bool)values["estimated"]!,
            Cost = (decimal?)values["cost_usd"],
            UnknownCost = row.GetInt64(LedgerColumns.Names.Count) != 0,
            Total = Milliseconds("total_us")!.Value,
            Upstream = Milliseconds("upstream_us"),
            FirstToken = Milliseconds("first_token_us"),
            TraceId = Text("trace_id"),
        };

        string? Text(string name) => (string?)values[name];
        long? Number(string name) => (long?)values[name];
        double? Milliseconds(string name) => Number(name) / 1000.0;
    }
}
