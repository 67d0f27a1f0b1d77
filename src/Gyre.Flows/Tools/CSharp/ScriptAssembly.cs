using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Gyre.Tools;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>A compiled C# tool in a load context of its own, which goes when the flow is closed.</summary>
internal sealed class ScriptAssembly : AssemblyLoadContext
{
    private readonly IReadOnlyDictionary<string, string> packages;

    private ScriptAssembly(string name, IReadOnlyDictionary<string, string> packages)
        : base(name, isCollectible: true) => this.packages = packages;

    /// <summary>Loads it and finds its method.</summary>
    /// <param name="file">The source, for messages.</param>
    /// <param name="image">The compiled assembly.</param>
    /// <param name="packages">Libraries by assembly name.</param>
    /// <exception cref="FlowException">NoToolDefined, MultipleToolsDefined.</exception>
    public static (ScriptAssembly Context, MethodInfo Method) Load(string file, byte[] image, IReadOnlyDictionary<string, string> packages)
    {
        var context = new ScriptAssembly(Path.GetFileName(file), packages);
        try
        {
            return (context, FindTool(file, context.LoadFromStream(new MemoryStream(image))));
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && packages.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;

    private static MethodInfo FindTool(string file, Assembly assembly)
    {
        var methods = assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && !m.IsGenericMethodDefinition && !m.IsDefined(typeof(CompilerGeneratedAttribute)))
            .ToList();
        var marked = methods.Where(m => m.IsDefined(typeof(ToolAttribute))).ToList();
        var tools = marked.Count > 0 ? marked : methods;
        if (tools.Count == 1)
        {
            return tools[0];
        }

        var name = Path.GetFileName(file);
        throw tools.Count == 0
            ? new FlowException(ErrorClasses.NoToolDefined, $"No tool found in {name}. Give it a public static method in a public class; mark it with [Tool] if there are several.") { File = file }
            : new FlowException(
                ErrorClasses.MultipleToolsDefined,
                $"Expected 1 tool in {name}, but found {tools.Count}: {string.Join(", ", tools.Select(m => $"{m.DeclaringType!.Name}.{m.Name}"))}. Mark the one to call with [Tool].")
            {
                File = file,
            };
    }
}
