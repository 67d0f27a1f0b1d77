using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>Looks at a flow and at data, and says how they fit, before anything is run.</summary>
internal sealed class RunPreview(EvaluationRoom room)
{
    /// <exception cref="ProblemException">The flow or the data is not there, or can't be read.</exception>
    public async Task<RunPreviewView> OfAsync(RunPreviewRequest request, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, PythonDict>(StringComparer.Ordinal);
        int? lines = null;
        if (request.Data is { Length: > 0 } data)
        {
            (lines, var first) = await Faults.AsProblemsAsync(() => LookAsync(data, cancellationToken));
            rows["data"] = first ?? [];
        }

        if (request.Run is { Length: > 0 } name)
        {
            var run = await room.Runs.GetAsync(name, cancellationToken);
            (lines, var output) = await Faults.AsProblemsAsync(() => room.Rows.OfAsync(new RunFolder(run.Folder).FlowOutputs, cancellationToken));
            rows["run.outputs"] = output ?? [];
        }

        var inputs = request.Flow is { Length: > 0 } flow ? await InputsAsync(WorkspacePath.Inside(room.Root, flow), request.Variant, cancellationToken) : [];
        return new RunPreviewView
        {
            Inputs = [.. inputs.Select(input => Input(input, request.ColumnMapping ?? [], rows))],
            Sources = [.. rows.SelectMany(s => s.Value.Keys.Select(c => PythonText.Str(c)).Where(c => c != ColumnMapping.LineNumber).Select(c => $"${{{s.Key}.{c}}}"))],
            Columns = rows.TryGetValue("data", out var row) ? [.. row.Keys.Select(PythonText.Str)] : [],
            Lines = lines,
            FirstLine = row is null ? null : Answers.Short(row),
            Estimate = request.Flow is { Length: > 0 } path && lines is { } count ? await EstimateAsync(WorkspacePath.Inside(room.Root, path), request.Variant, count, cancellationToken) : null,
        };
    }

    /// <summary>The first row of data and how many there are. Somebody who maps columns asks with each choice.</summary>
    private async Task<(int Lines, PythonDict? First)> LookAsync(string written, CancellationToken cancellationToken)
    {
        var place = DataPlace.Of(written, room.Root);
        if (place.Dataset is not { } dataset)
        {
            return await room.Rows.OfAsync(WorkspacePath.Inside(room.Root, place.Path), cancellationToken);
        }

        var pinned = await room.Versions.PinAsync(dataset, cancellationToken);
        return ((int)pinned.Version.Rows, await CountedRows.FirstAsync(pinned.File, cancellationToken));
    }

    // A DAG says its inputs itself; Python has to be asked.
    private Task<IReadOnlyList<FlowInput>> InputsAsync(string flow, string? variant, CancellationToken cancellationToken) => Faults.AsProblemsAsync(async () =>
    {
        var file = FlowFile.Find(flow);
        if (file.Kind == FlowKind.Dag)
        {
            return DagReader.Read(file.Path).Inputs;
        }

        await using var opened = await room.OpenAsync(new(flow) { Variant = variant, PythonWorkers = 1 }, cancellationToken);
        return [.. opened.Inputs];
    });

    private static PreviewInputView Input(FlowInput input, JsonObject mapping, Dictionary<string, PythonDict> rows)
    {
        var source = mapping.TryGetPropertyValue(input.Name, out var mapped) ? mapped?.DeepClone() : Suggested(input, rows);
        return new PreviewInputView
        {
            Name = input.Name,
            Type = input.Type,
            Required = input.Default is null && !input.HasDefault,
            Default = Answers.Json(input.Default),
            Source = source,
            First = First(source, rows) ?? (source is null ? Answers.Json(input.Default) : null),
        };
    }

    private static JsonNode? Suggested(FlowInput input, Dictionary<string, PythonDict> rows) => rows
        .Select(s => (Source: s.Key, Column: InputSources.Likely(input.Name, [.. s.Value.Keys.Select(PythonText.Str)])))
        .Where(s => s.Column is not null).Select(s => (JsonNode?)JsonValue.Create($"${{{s.Source}.{s.Column}}}")).FirstOrDefault();

    private static JsonNode? First(JsonNode? source, Dictionary<string, PythonDict> rows)
    {
        if (source is not JsonValue value || !value.TryGetValue<string>(out var text) || !text.StartsWith("${", StringComparison.Ordinal) || !text.EndsWith('}'))
        {
            return source?.DeepClone();
        }

        var (from, row) = rows.FirstOrDefault(s => text.StartsWith($"${{{s.Key}.", StringComparison.Ordinal));
        return row is null ? null : Answers.Json(row.GetValueOrDefault(text[(from.Length + 3)..^1]));
    }

    private static string FileOf(string flow)
    {
        try
        {
            return FlowFile.Find(flow).Path;
        }
        catch (Exception e) when (e is FlowException or ProblemException)
        {
            return flow;
        }
    }

    private async Task<CostEstimateView?> EstimateAsync(string flow, string? variant, int lines, CancellationToken cancellationToken)
    {
        // One flow may be named by its folder and by its file.
        var file = FileOf(flow);
        var folder = Path.GetDirectoryName(file);
        var earlier = (await room.Runs.ListAsync(new RunFilter { Limit = 500, IncludeArchived = true }, cancellationToken)).FirstOrDefault(r =>
            r.State == RunState.Completed && r.CompletedLines > 0 && r.Costs.Total is not null && r.Definition.Flow is { } its && (its == file || (its == folder && FileOf(its) == file)) && (variant ?? "") == (r.Definition.Variant ?? "") && r.Definition.Model is null);
        if (earlier is null)
        {
            return null;
        }

        var perLine = earlier.Costs.Total!.Value.Dollars / (earlier.CompletedLines + earlier.FailedLines);
        return new CostEstimateView(decimal.Round(perLine * lines, 9), decimal.Round(perLine, 9), earlier.Name, earlier.CompletedLines + earlier.FailedLines);
    }
}
