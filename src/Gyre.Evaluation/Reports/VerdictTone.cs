using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Reports;

/// <summary>The colour of a verdict; the word always stands beside it.</summary>
internal static class VerdictTone
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Better => "good",
        Verdict.Worse => "bad",
        Verdict.NoDifference => "same",
        _ => "skip",
    };

    /// <summary>The verdict as a badge.</summary>
    public static HtmlPage Badge(this HtmlPage page, Verdict verdict) => page.Raw($"<span class=\"badge {Of(verdict)}\">").Text(VerdictWords.Of(verdict)).Raw("</span>");
}
