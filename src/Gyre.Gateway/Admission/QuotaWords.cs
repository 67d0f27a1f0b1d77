using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>The words for quotas in the store, the API and the command line.</summary>
internal static class QuotaWords
{
    public const string Concurrency = "concurrency";

    private static readonly (QuotaUnit Unit, string Word)[] Units =
        [(QuotaUnit.Usd, "usd"), (QuotaUnit.Tokens, "tokens"), (QuotaUnit.Requests, "requests"), (QuotaUnit.Concurrency, Concurrency)];

    private static readonly (QuotaSpan Span, string Word)[] Spans =
    [
        (QuotaSpan.Minute, "minute"), (QuotaSpan.Hour, "hour"), (QuotaSpan.Day, "day"), (QuotaSpan.Month, "month"),
        (QuotaSpan.CalendarMonth, "calendar_month"), (QuotaSpan.Total, "total"),
    ];

    private static readonly (QuotaLevel Level, string Word)[] Levels =
    [
        (QuotaLevel.Everyone, "everyone"), (QuotaLevel.CostCenter, "cost_center"), (QuotaLevel.Team, "team"), (QuotaLevel.Project, "project"), (QuotaLevel.Key, "key"),
    ];

    public static string Word(QuotaUnit unit) => Array.Find(Units, u => u.Unit == unit).Word;

    public static string Word(QuotaSpan span) => Array.Find(Spans, s => s.Span == span).Word;

    public static string Word(QuotaLevel level) => Array.Find(Levels, l => l.Level == level).Word;

    public static string Word(QuotaKind kind) => kind == QuotaKind.Limit ? "limit" : "budget";

    /// <summary>As <c>$0.25</c>, <c>1,200 tokens</c>.</summary>
    public static string Text(QuotaUnit unit, long amount) => unit == QuotaUnit.Usd ? new NanoDollars(amount).ToString() : $"{amount:N0} {Word(unit)}";

    public static QuotaUnit Unit(string word) => Array.Find(Units, u => u.Word == word).Unit;

    public static QuotaSpan Span(string word) => Array.Find(Spans, s => s.Word == word).Span;

    public static QuotaLevel Level(string word) => Array.Find(Levels, l => l.Word == word).Level;

    public static QuotaKind Kind(string word) => word == "limit" ? QuotaKind.Limit : QuotaKind.Budget;

    /// <summary>Reads what a person wrote.</summary>
    /// <exception cref="ProblemException"><c>quota-invalid</c> with the words there are.</exception>
    public static QuotaUnit ReadUnit(string word) => Read(Units, word, "unit");

    /// <inheritdoc cref="ReadUnit"/>
    public static QuotaSpan ReadSpan(string word) => Read(Spans, word, "per", "span of time");

    /// <inheritdoc cref="ReadUnit"/>
    public static QuotaLevel ReadLevel(string word) => Read(Levels, word, "level");

    /// <inheritdoc cref="ReadUnit"/>
    public static bool ReadUnpriced(string word) => Read([(false, "refuse"), (true, "allow")], word, "unpriced");

    /// <summary>Dollars as billionths; anything else must be whole.</summary>
    /// <exception cref="ProblemException"><c>quota-invalid</c>.</exception>
    public static long ReadAmount(QuotaUnit unit, decimal amount)
    {
        // Room for sums far beyond the amount; the store and the counters have 64 bits.
        const decimal Most = long.MaxValue / 16;
        var counted = unit == QuotaUnit.Usd ? amount * 1_000_000_000m : amount;
        return counted == decimal.Truncate(counted) && counted is >= 0 and <= Most
            ? (long)counted
            : throw Invalid("amount", unit == QuotaUnit.Usd ? "The amount is in dollars, from 0 to 500 million, with at most nine decimals." : "The amount is a whole number from 0.");
    }

    private static T Read<T>((T Value, string Word)[] words, string word, string field, string? noun = null)
    {
        var at = Array.FindIndex(words, w => w.Word.Equals(word.Replace('-', '_'), StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? words[at].Value : throw Invalid(field, $"'{word}' is no {noun ?? field}.{NearestName.Hint(word, words.Select(w => w.Word))} There are {string.Join(", ", words.Select(w => w.Word))}.");
    }

    private static ProblemException Invalid(string field, string message) => new(new Problem("quota-invalid", message) { Field = field });
}
