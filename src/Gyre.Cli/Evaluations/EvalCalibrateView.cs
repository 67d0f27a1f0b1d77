using System.Globalization;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary>A calibration for a person and for a program.</summary>
internal static class EvalCalibrateView
{
    public static void Show(IAnsiConsole output, CalibrationResult result)
    {
        output.MarkupLine($"[bold]{Markup.Escape(result.Judge)}[/] against {result.Raters} {(result.Raters == 1 ? "person" : "people")} on {result.Lines} lines{(result.Nulls > 0 ? $"; on {result.Nulls} more the judge could not tell" : "")}");
        var table = Terminal.Table(output, "agreement, 95 % interval", "judge with people", "people with each other");
        foreach (var figure in result.Figures)
        {
            table.AddRow(new Text(figure.Name), new Text(Words(figure.Judge)), new Text(figure.People is { } people ? Words(people) : "one person only"));
        }

        foreach (var slice in result.Slices)
        {
            table.AddRow(new Text($"{slice.Figure.Name}, {slice.Column} = {slice.Value} ({slice.Lines} lines)"), new Text(Words(slice.Figure.Judge)), new Text(slice.Figure.People is { } people ? Words(people) : ""));
        }

        output.Write(table);
        if (result.Figures.Any(f => f.People is not null) && result.LinesOfSeveral < result.Lines)
        {
            output.WriteLine($"People with each other: on the {result.LinesOfSeveral} lines that several labelled.");
        }

        if (result.Bias is { } bias)
        {
            output.WriteLine($"The judge scores {(bias.Contains(0) ? "neither higher nor lower than people as far as can be told" : bias.Estimate > 0 ? "higher than people" : "lower than people")}: {Signed(bias)}.");
        }

        Confusion(output, result.Confusion);
        Threshold(output, result.Threshold);
        Worst(output, result.Worst);
        Production(output, result.Production);
    }

    public static PythonDict ToDict(CalibrationResult result, string? file) => new()
    {
        ["judge"] = result.Judge,
        ["raters"] = (long)result.Raters,
        ["lines"] = (long)result.Lines,
        ["nulls"] = (long)result.Nulls,
        ["lines_of_several"] = (long)result.LinesOfSeveral,
        ["agreement"] = result.Figures.Select(f => (object?)ToDict(f)).ToList(),
        ["bias"] = ToDict(result.Bias),
        ["confusion"] = result.Confusion is not { } confusion ? null : new PythonDict
        {
            ["values"] = confusion.Values.Select(v => (object?)v).ToList(),
            ["judge_by_people"] = confusion.Counts.Select(row => (object?)row.Select(c => (object?)(long)c).ToList()).ToList(),
        },
        ["threshold"] = result.Threshold is not { } threshold ? null : new PythonDict
        {
            ["value"] = threshold.Value,
            ["youden"] = threshold.Youden,
            ["accuracy"] = ToDict(threshold.Accuracy),
            ["auroc"] = ToDict(threshold.Area),
            ["sensitivity"] = ToDict(threshold.Sensitivity),
            ["specificity"] = ToDict(threshold.Specificity),
        },
        ["slices"] = result.Slices.Select(s =>
        {
            var dict = ToDict(s.Figure);
            dict["column"] = s.Column;
            dict["value"] = s.Value;
            dict["lines"] = (long)s.Lines;
            return (object?)dict;
        }).ToList(),
        ["worst_lines"] = result.Worst.Select(w => (object?)new PythonDict { ["line"] = w.Line, ["judge"] = w.Judge, ["people"] = w.People }).ToList(),
        ["production"] = result.Production is not { } production ? null : new PythonDict
        {
            ["lines"] = (long)production.Lines,
            ["nulls"] = (long)production.Nulls,
            ["mean"] = production.Mean,
            ["corrected_mean"] = ToDict(production.CorrectedMean),
            ["weight"] = production.Weight,
            ["rate"] = production.Rate,
            ["corrected_rate"] = ToDict(production.CorrectedRate),
        },
        ["file"] = file,
    };

    private static PythonDict ToDict(AgreementFigure figure) => new() { ["name"] = figure.Name, ["judge"] = ToDict(figure.Judge), ["people"] = ToDict(figure.People) };

    private static PythonDict? ToDict(Interval? interval) => interval is not { } i ? null : new PythonDict
    {
        ["value"] = ComparisonView.Finite(i.Estimate),
        ["interval"] = new List<object?> { ComparisonView.Finite(i.Low), ComparisonView.Finite(i.High) },
    };

    private static void Confusion(IAnsiConsole output, ConfusionTable? confusion)
    {
        if (confusion is null)
        {
            return;
        }

        output.WriteLine();
        var table = Terminal.Table(output, ["judge \\ people", .. confusion.Values.Select(Digits)]);
        foreach (var (value, row) in confusion.Values.Zip(confusion.Counts))
        {
            table.AddRow([Digits(value), .. row.Select(c => $"{c}")]);
        }

        output.Write(table);
    }

    private static void Threshold(IAnsiConsole output, ThresholdAdvice? advice)
    {
        if (advice is not null)
        {
            output.WriteLine($"Best threshold {Digits(advice.Value)}: on lines it was not chosen by, {Share(advice.Sensitivity)} of good ones pass, {Share(advice.Specificity)} of bad ones fail, and {Share(advice.Accuracy)} are put right. AUROC {Words(advice.Area)}.");
        }
    }

    private static void Worst(IAnsiConsole output, IReadOnlyList<Disagreement> worst)
    {
        if (worst.Count > 0)
        {
            output.WriteLine($"Farthest apart: {string.Join(", ", worst.Select(w => $"line {w.Line} (judge {Digits(w.Judge)}, people {Digits(w.People)})"))}.");
        }
    }

    private static void Production(IAnsiConsole output, ProductionEstimate? production)
    {
        if (production is null)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"Production, {production.Lines} lines{(production.Nulls > 0 ? $" ({production.Nulls} more without a score)" : "")}: the judge's mean is {Digits(production.Mean)}; people's would be {Words(production.CorrectedMean)}.");
        if (production is { Rate: { } rate, CorrectedRate: { } corrected })
        {
            output.WriteLine($"The judge passes {Percent(rate)}; {(double.IsNaN(corrected.Estimate) ? "it is no better than a coin, so that says nothing of what people would pass" : $"people would pass {Share(corrected)}")}.");
        }
    }

    private static string Words(Interval interval) =>
        double.IsNaN(interval.Estimate) ? "cannot be told: one value everywhere"
        : interval.IsBounded ? $"{interval.Estimate:0.00} ({interval.Low:0.00} to {interval.High:0.00})"
        : $"{interval.Estimate:0.00} (no interval)";

    private static string Signed(Interval interval) => $"{interval.Estimate:+0.00;-0.00} ({interval.Low:+0.00;-0.00} to {interval.High:+0.00;-0.00})";

    private static string Share(Interval interval) => $"{Percent(interval.Estimate)} ({Percent(interval.Low)} to {Percent(interval.High)})";

    private static string Percent(double share) => $"{(100 * share).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Digits(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
