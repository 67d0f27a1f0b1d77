using Gyre.Flows.Definitions;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Validation;

/// <summary>Tells everything that is wrong with a file, at once and each with its line: flows of every kind, run definitions, connections, <c>gyre.yaml</c>.</summary>
public static class FlowValidator
{
    /// <summary>Checks a flow folder, or a file of any format that Gyre reads.</summary>
    /// <param name="path">A folder with a flow in it, or a file.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>Errors and warnings by line; empty where all is well.</returns>
    public static Task<IReadOnlyList<Problem>> ValidateAsync(string path, CancellationToken cancellationToken = default) =>
        Task.Run(() => Validate(Path.GetFullPath(path)), cancellationToken);

    private static IReadOnlyList<Problem> Validate(string path)
    {
        try
        {
            return [.. Check(path).Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)];
        }
        catch (ProblemException e)
        {
            return [e.Problem.File is null ? e.Problem with { File = path } : e.Problem];
        }
        catch (FlowException e)
        {
            return [new Problem("flow-not-found", e.Message) { File = e.File ?? path, Line = e.Line }];
        }
    }

    private static IEnumerable<Problem> Check(string path)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.Workspace:
                return WorkspaceChecks.Find(path);
            case FileKind.Connection:
                var connection = ConnectionFile.Open(path);
                return connection.Faults.Concat(connection.Warnings.Select(w => w with { Severity = ProblemSeverity.Warning }));
            case FileKind.Run:
                return RunFileChecks.Find(path);
            case FileKind.ChatGroup:
                return Read(path, (document, faults) => ChatGroupReader.Read(document, faults));
            case FileKind.Assistant:
                return Read(path, (document, faults) => AssistantReader.Read(document, faults));
            case FileKind.Other:
                var kind = ((YamlMap)YamlText.ReadFile(path))["kind"] as YamlScalar;
                return [new Problem("file-of-another-kind", $"A file of kind '{kind?.Text ?? "evaluation"}' is no flow, run or connection. The command that uses it checks it before it does anything.") { File = path, Line = kind?.Line }];
            case FileKind.ToolMeta:
                return Read(path, (document, faults) => ToolMetaReader.Read(document, faults));
            default:
                var flow = FlowFile.Find(path);
                return flow.Kind switch
                {
                    FlowKind.Prompty => PromptyChecks.Find(flow.Path),
                    FlowKind.Flex => Read(flow.Path, (document, faults) => FlexChecks.Find(FlexReader.Read(document, faults), faults)),
                    _ => Read(flow.Path, (document, faults) => DagChecks.Find(DagReader.Read(document, faults), faults)),
                };
        }
    }

    private static IEnumerable<Problem> Read(string path, Action<YamlNode, Faults> read)
    {
        var faults = new Faults(path);
        read(YamlText.ReadFile(path), faults);
        return faults.Problems;
    }
}
