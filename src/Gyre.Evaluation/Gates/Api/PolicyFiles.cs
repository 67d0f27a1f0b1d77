using Gyre.Evaluation.Gates.Definitions;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Gates.Api;

/// <summary>The policies that lie in a workspace.</summary>
internal static class PolicyFiles
{
    private const int LargestFile = 256 * 1024, MostFolders = 5_000;

    // What holds no files of the user's, or very many.
    private static readonly HashSet<string> Passed = new(StringComparer.OrdinalIgnoreCase) { "node_modules", "bin", "obj", "__pycache__", "venv" };

    /// <summary>All files of <c>kind: gate</c>, or called <c>gate….yaml</c>, by path.</summary>
    public static IReadOnlyList<GatePolicyView> In(string root, CancellationToken cancellationToken)
    {
        var found = new List<GatePolicyView>();
        var folders = new Queue<string>([root]);
        for (var seen = 0; seen < MostFolders && folders.TryDequeue(out var folder); seen++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var inner in Entries(() => Directory.EnumerateDirectories(folder)).Where(IsLookedInto))
            {
                folders.Enqueue(inner);
            }

            found.AddRange(Entries(() => Directory.EnumerateFiles(folder, "*.yaml")).Select(file => Read(root, file)).OfType<GatePolicyView>());
        }

        return [.. found.OrderBy(f => f.File, StringComparer.Ordinal)];
    }

    private static bool IsLookedInto(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Passed.Contains(name) && new DirectoryInfo(folder).LinkTarget is null;

    private static GatePolicyView? Read(string root, string file)
    {
        var info = new FileInfo(file);
        if (info.LinkTarget is not null || !info.Exists || info.Length > LargestFile)
        {
            return null;
        }

        var name = WorkspacePath.Of(root, file);
        try
        {
            var text = YamlText.ReadAllText(file);
            if (!IsGate(file, text))
            {
                return null;
            }

            try
            {
                var policy = GatePolicy.Read(file);
                return new GatePolicyView(name, policy.Name, policy.Rules.Count, policy.NeedsBaseline, policy.Inconclusive.ToString().ToLowerInvariant(), null, text);
            }
            catch (ProblemException e)
            {
                return new GatePolicyView(name, Path.GetFileName(file), 0, false, null, e.Problem.Line is { } line ? $"Line {line}: {e.Problem.Message}" : e.Problem.Message, text);
            }
        }
        catch (ProblemException)
        {
            // No text, so no policy.
            return null;
        }
    }

    private static bool IsGate(string file, string text) =>
        Path.GetFileName(file).StartsWith("gate", StringComparison.OrdinalIgnoreCase) || text.Split('\n').Any(l => l.TrimEnd() is "kind: gate" or "kind: \"gate\"" or "kind: 'gate'");

    private static List<string> Entries(Func<IEnumerable<string>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
