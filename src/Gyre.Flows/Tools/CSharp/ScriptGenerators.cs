using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>The source generators of .NET that tools use: <c>[GeneratedRegex]</c> and <c>[JsonSerializable]</c>. They stand in <c>generators</c> beside the program.</summary>
internal static class ScriptGenerators
{
    private static readonly Lazy<IReadOnlyList<ISourceGenerator>> All = new(Load);

    /// <summary>The compilation with what they add.</summary>
    public static CSharpCompilation Run(CSharpCompilation compilation, CSharpParseOptions parsing, CancellationToken cancellationToken)
    {
        if (All.Value.Count == 0)
        {
            return compilation;
        }

        CSharpGeneratorDriver.Create(All.Value, parseOptions: parsing).RunGeneratorsAndUpdateCompilation(compilation, out var added, out _, cancellationToken);
        return (CSharpCompilation)added;
    }

    private static List<ISourceGenerator> Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "generators");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.dll").SelectMany(f => new AnalyzerFileReferenceOf(f).Generators)]
            : [];
    }

    private sealed class AnalyzerFileReferenceOf(string file) : IAnalyzerAssemblyLoader
    {
        public IEnumerable<ISourceGenerator> Generators => new Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference(file, this).GetGenerators(LanguageNames.CSharp);

        public void AddDependencyLocation(string fullPath)
        {
            // They depend on the compiler only, which is here.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
