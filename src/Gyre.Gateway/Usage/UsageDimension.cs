using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Usage;

/// <summary>By what usage can be grouped and filtered.</summary>
public sealed class UsageDimension
{
    private readonly string sqlite;
    private readonly string postgres;

    private UsageDimension(string word, string sqlite, string? postgres = null, bool isTime = false)
    {
        (Word, this.sqlite, this.postgres, IsTime) = (word, sqlite, postgres ?? sqlite, isTime);
    }

    /// <summary>All, in the order they are listed in help.</summary>
    public static IReadOnlyList<UsageDimension> All { get; } =
    [
        new("team", "team"),
        new("project", "project"),
        new("key", "key_id"),
        new("cost-center", "cost_center"),
        new("model", "coalesce(model, requested_model)"),
        new("deployment", "deployment"),
        new("provider", "provider"),
        new("connection", "connection"),
        new("region", "region"),
        new("operation", "operation"),
        new("user", "end_user"),
        new("outcome", "outcome"),
        new("cause", "cause"),
        Time("day", "%Y-%m-%d", "YYYY-MM-DD"),
        Time("hour", "%Y-%m-%dT%H:00Z", "YYYY-MM-DD\"T\"HH24:00\"Z\""),
        Time("month", "%Y-%m", "YYYY-MM"),
    ];

    /// <summary>As on a command line: <c>cost-center</c>.</summary>
    public string Word { get; }

    /// <summary>As in JSON and CSV: <c>cost_center</c>.</summary>
    public string Field => Word.Replace('-', '_');

    /// <summary>Whether it is a span of time, in UTC.</summary>
    public bool IsTime { get; }

    internal bool IsKey => Word == "key";

    /// <summary>Those that calls can be picked by: all but spans of time, which have a period.</summary>
    public static IEnumerable<UsageDimension> Filters => All.Where(d => !d.IsTime);

    /// <summary>The one of a word, with hyphens or underscores; null where there is none.</summary>
    public static UsageDimension? Find(string word) => All.FirstOrDefault(d => d.Word == word || d.Field == word);

    /// <summary>The one of a word.</summary>
    /// <exception cref="ProblemException"><c>usage-dimension</c>: there is none.</exception>
    public static UsageDimension Of(string word) =>
        Find(word) ?? throw new ProblemException(new Problem("usage-dimension", $"Usage can't be grouped by '{word}'.{NearestName.Hint(word, All.Select(d => d.Word))} It can be by {string.Join(", ", All.Select(d => d.Word))}.") { Field = "by" });

    /// <summary>Those of words with commas between.</summary>
    /// <exception cref="ProblemException"><c>usage-dimension</c>.</exception>
    public static IReadOnlyList<UsageDimension> List(IEnumerable<string> words) =>
        [.. words.SelectMany(w => w.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Of).Distinct()];

    /// <inheritdoc/>
    public override string ToString() => Word;

    /// <summary>The expression over the ledger's columns; none is the empty text.</summary>
    internal string Sql(DatabaseKind kind) => $"coalesce({(kind == DatabaseKind.Postgres ? postgres : sqlite)}, '')";

    private static UsageDimension Time(string word, string sqlite, string postgres) => new(
        word,
        $"strftime('{sqlite}', started_at / 1000000, 'unixepoch')",
        $"to_char(to_timestamp(started_at / 1000000) AT TIME ZONE 'utc', '{postgres}')",
        isTime: true);
}
