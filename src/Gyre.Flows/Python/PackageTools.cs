using Gyre.Flows.Tools.Packages;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Flows.Python;

/// <summary>The tools that installed packages offer through the entry point group <c>package_tools</c>.</summary>
/// <param name="Tools">Metadata by id.</param>
/// <param name="Deprecated">Old ids with their new ones.</param>
internal sealed record PackageTools(IReadOnlyDictionary<string, PythonDict> Tools, IReadOnlyDictionary<string, string> Deprecated)
{
    /// <summary>Asks Python.</summary>
    public static async Task<PackageTools> ReadAsync(PythonRuntime runtime, CancellationToken cancellationToken)
    {
        var answer = await runtime.OnAnyAsync(worker => worker.SendAsync("packages", worker.Loose, null, static _ => { }, cancellationToken), cancellationToken);
        if (answer.Error is { } error)
        {
            throw PythonErrors.OfLoad(error);
        }

        var told = (PythonDict)answer.Value!;
        return new PackageTools(
            ((PythonDict)told["tools"]!).ToDictionary(e => (string)e.Key!, e => (PythonDict)e.Value!, StringComparer.Ordinal),
            ((PythonDict)told["deprecated"]!).ToDictionary(e => (string)e.Key!, e => (string)e.Value!, StringComparer.Ordinal));
    }

    /// <summary>A tool by id or old id.</summary>
    /// <exception cref="FlowException">PackageToolNotFoundError, with the ids there are.</exception>
    internal (string Id, PythonDict Meta) Find(string? id, string node)
    {
        var wanted = id is not null && Deprecated.TryGetValue(id, out var renamed) && !Tools.ContainsKey(id) ? renamed : id;
        return wanted is not null && Tools.TryGetValue(wanted, out var meta)
            ? (wanted, meta)
            : throw new FlowException(
                ErrorClasses.PackageToolNotFoundError,
                $"Package tool '{id}' is not found in the current environment. All available package tools are: {PythonText.Repr(Tools.Keys.ToList<object?>())}.{NearestName.Hint(id ?? "", Tools.Keys)}{BuiltInTools.Remark(id)}")
            {
                Node = node,
            };
    }
}
