using Gyre.Flows.Definitions;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>Makes the tools of C# nodes: <c>type: csharp</c> with a <c>.cs</c> file as source.</summary>
/// <param name="providers">For parameters of type IChatClient.</param>
/// <param name="time">The clock.</param>
/// <param name="cacheFolder">Where compiled files are kept for the next start, or null. Whoever can write there can run code here.</param>
/// <param name="packageFolder">The NuGet package folder; null for this machine's.</param>
internal sealed class CSharpToolSource(IModelProviders providers, TimeProvider time, string? cacheFolder = null, string? packageFolder = null) : IToolSource
{
    private readonly ScriptCompiler compiler = new(cacheFolder);
    private readonly ScriptClients clients = new(new Llm.ModelCalls(providers, time), time);

    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type == NodeTypes.CSharp;

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var file = node.Source?.Path is { Length: > 0 } path ? Path.GetFullPath(path, flow.WorkingFolder) : null;
        if (!File.Exists(file))
        {
            throw new FlowException(ErrorClasses.InvalidSource, $"Node source path '{node.Source?.Path ?? "None"}' is invalid on node '{node.Name}'.") { Node = node.Name };
        }

        var packages = ScriptPackages.Beside(file, packageFolder ?? ScriptPackages.DefaultFolder, ScriptReferences.ByName.ContainsKey);
        var image = await compiler.CompileAsync(file, await File.ReadAllTextAsync(file, cancellationToken), packages, cancellationToken);
        var (assembly, method) = ScriptAssembly.Load(file, image, packages.Libraries);
        return new CSharpTool(file, assembly, method, clients, time);
    }
}
