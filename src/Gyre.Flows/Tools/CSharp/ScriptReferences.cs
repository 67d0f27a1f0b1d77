using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>What C# tools may refer to: the .NET libraries and Gyre's own, as this process has them.</summary>
internal static class ScriptReferences
{
    private static readonly Lazy<IReadOnlyDictionary<string, MetadataReference>> All = new(Find);

    /// <summary>References by assembly name.</summary>
    public static IReadOnlyDictionary<string, MetadataReference> ByName => All.Value;

    private static Dictionary<string, MetadataReference> Find()
    {
        var found = new Dictionary<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        foreach (var file in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            found.TryAdd(Path.GetFileNameWithoutExtension(file), MetadataReference.CreateFromFile(file));
        }

        if (!found.ContainsKey("System.Runtime"))
        {
            // One file holds the whole program: what is loaded, and what that refers to, is read from memory.
            AddLoaded(found, typeof(ScriptReferences).Assembly);
        }

        return found;
    }

    private static unsafe void AddLoaded(Dictionary<string, MetadataReference> found, Assembly assembly)
    {
        if (found.ContainsKey(assembly.GetName().Name!) || !assembly.TryGetRawMetadata(out var blob, out var length))
        {
            return;
        }

        found[assembly.GetName().Name!] = AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length)).GetReference();
        foreach (var name in assembly.GetReferencedAssemblies())
        {
            try
            {
                AddLoaded(found, Assembly.Load(name));
            }
            catch (FileNotFoundException)
            {
                // Referred to and never needed.
            }
        }
    }
}
