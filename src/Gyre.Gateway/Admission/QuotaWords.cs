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

    public static QuotaUnit Unit(string word) => Array.Find(Units, u => u.Word == word).Unit;

    public static QuotaSpan Span(string word) => Array.Find(Spans, s => s.Word == word).Span;

    public static QuotaLevel Level(string word) => Array.Find(Levels, l => l.Word == word).Level;

    public static QuotaKind Kind(string word) => word == "limit" ? QuotaKind.Limit : QuotaKind.Budget;
}
