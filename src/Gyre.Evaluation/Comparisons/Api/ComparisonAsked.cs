using System.ComponentModel;
using System.Globalization;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Gyre.Evaluation.Comparisons.Api;

/// <summary>How targets are compared, as parameters of an address.</summary>
internal sealed record ComparisonAsked
{
    /// <summary>The one that the other is compared with; of an evaluation, another target than it says.</summary>
    [Description("The one that the other is compared with: a run, or a target as evaluation:target.")]
    [FromQuery(Name = "baseline")]
    public string? Baseline { get; init; }

    /// <summary>Numbers above 0, or <c>metric=number</c>.</summary>
    [Description("Largest difference that does not matter, for all metrics or for one: 0.02, latency=0.1.")]
    [FromQuery(Name = "margin")]
    public string[]? Margin { get; init; }

    /// <summary>Columns of outputs or inputs.</summary>
    [Description("Columns by whose values the lines are compared once more.")]
    [FromQuery(Name = "slice")]
    public string[]? Slice { get; init; }

    /// <summary>A column of outputs or inputs.</summary>
    [Description("Column that says which lines belong together, such as a conversation or a document.")]
    [FromQuery(Name = "cluster")]
    public string? Cluster { get; init; }

    /// <summary>Names all of it.</summary>
    internal string Key => $"{Baseline}\n{string.Join('\n', Margin ?? [])}\n\n{string.Join('\n', Slice ?? [])}\n\n{Cluster}";

    /// <summary>For an evaluation.</summary>
    internal ComparisonChoice Choice()
    {
        var (all, own) = Margins();
        return new ComparisonChoice { Baseline = Baseline is { Length: > 0 } ? Baseline : null, Slices = Slice ?? [], Cluster = Cluster is { Length: > 0 } ? Cluster : null, Margin = all, Margins = own };
    }

    /// <summary>For two of any kind.</summary>
    internal ComparisonOptions Options()
    {
        var (all, own) = Margins();
        return new ComparisonOptions { Slices = Slice ?? [], Cluster = Cluster is { Length: > 0 } ? Cluster : null, Margin = all, Margins = own };
    }

    private (double? All, Dictionary<string, double> Own) Margins()
    {
        double? all = null;
        var own = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in Margin ?? [])
        {
            if (word.LastIndexOf('=') is > 0 and var at)
            {
                own[word[..at]] = Number(word[(at + 1)..]);
            }
            else if (word.Length > 0)
            {
                all = Number(word);
            }
        }

        return (all, own);
    }

    private static double Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var margin) && margin > 0 && double.IsFinite(margin)
            ? margin
            : throw new ProblemException(new Problem("margin-invalid", $"A margin is a number above 0, or metric=number, not '{word}'.") { Field = "margin" });
}
