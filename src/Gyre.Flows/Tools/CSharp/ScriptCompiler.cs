using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Workspace;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>Compiles the file of a C# tool. The same text is compiled once per process, and once for all where there is a folder to keep it in.</summary>
/// <param name="cacheFolder">Where compiled files are kept, or null.</param>
internal sealed class ScriptCompiler(string? cacheFolder)
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Gyre.Tools;
        """;

    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Compiled = new(StringComparer.Ordinal);
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    /// <summary>The assembly's bytes, its symbols inside.</summary>
    /// <exception cref="FlowException">ToolLoadError with every compile error, file and line.</exception>
    public async Task<byte[]> CompileAsync(string file, string text, ScriptPackages packages, CancellationToken cancellationToken)
    {
        var key = Key(file, text, packages);
        var kept = cacheFolder is null ? null : Path.Combine(cacheFolder, key + ".dll");
        if (kept is not null && File.Exists(kept))
        {
            return await File.ReadAllBytesAsync(kept, cancellationToken);
        }

        var compilation = Compiled.GetOrAdd(key, _ => new Lazy<Task<byte[]>>(() => Task.Run(() => Compile(file, text, packages), CancellationToken.None)));
        try
        {
            var bytes = await compilation.Value.WaitAsync(cancellationToken);
            Keep(kept, bytes);
            return bytes;
        }
        catch (FlowException)
        {
            Compiled.TryRemove(key, out _);
            throw;
        }
    }

    private static byte[] Compile(string file, string text, ScriptPackages packages)
    {
        var references = ScriptReferences.ByName.Where(r => !packages.Libraries.ContainsKey(r.Key)).Select(r => r.Value)
            .Concat(packages.Libraries.Values.Select(path => MetadataReference.CreateFromFile(path)));
        var compilation = CSharpCompilation.Create(
            "Gyre.Script." + Path.GetFileNameWithoutExtension(file),
            [
                CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Parsing, file),
                CSharpSyntaxTree.ParseText(SourceText.From(GlobalUsings, Encoding.UTF8), Parsing, "usings.g.cs"),
            ],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 0));
        using var image = new MemoryStream();
        var result = ScriptGenerators.Run(compilation, Parsing, CancellationToken.None).Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        return result.Success ? image.ToArray() : throw Faults(file, [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
    }

    private static FlowException Faults(string file, IReadOnlyList<Diagnostic> errors)
    {
        // The first twenty: one missing brace can cause hundreds.
        var lines = errors.OrderBy(e => e.Location.SourceSpan.Start).Take(20).Select(e =>
        {
            var at = e.Location.GetMappedLineSpan().StartLinePosition;
            return $"{Path.GetFileName(file)}({at.Line + 1},{at.Character + 1}): error {e.Id}: {e.GetMessage(CultureInfo.InvariantCulture)}";
        });
        var first = errors.OrderBy(e => e.Location.SourceSpan.Start).First().Location.GetMappedLineSpan().StartLinePosition.Line + 1;
        return new FlowException(ErrorClasses.ToolLoadError, $"The C# tool does not compile:\n{string.Join('\n', lines)}") { File = file, Line = first };
    }

    private static string Key(string file, string text, ScriptPackages packages)
    {
        var engine = typeof(ScriptCompiler).Assembly.ManifestModule.ModuleVersionId;
        var parts = new[] { engine.ToString(), Environment.Version.ToString(), file, text }.Concat(packages.Libraries.Values.Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static void Keep(string? file, byte[] bytes)
    {
        if (file is null || File.Exists(file))
        {
            return;
        }

        try
        {
            AtomicFile.Write(file, stream => stream.Write(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the next start is slower.
        }
    }
}
