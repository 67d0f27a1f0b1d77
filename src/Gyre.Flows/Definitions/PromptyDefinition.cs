using Gyre.Flows.Values;

namespace Gyre.Flows.Definitions;

/// <summary>The two ways to write a prompty's front matter.</summary>
public enum PromptyDialect
{
    /// <summary>prompt flow's: <c>model.api</c>, <c>model.configuration</c>, <c>model.parameters</c>.</summary>
    V1,

    /// <summary>prompty.ai's of 2026: <c>model.id</c>, <c>model.provider</c>, <c>model.connection</c>, <c>model.options</c>.</summary>
    V2,
}

/// <summary>A <c>.prompty</c> as written: references to files and environment variables are still text. <see cref="Resolve(Func{string, string?}, PythonDict?)"/> makes it ready to use.</summary>
public sealed record PromptyDefinition
{
    /// <summary>Full path.</summary>
    public required string File { get; init; }

    /// <summary>The folder that file references are relative to.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary><c>name</c>, or the file name without its suffix.</summary>
    public required string Name { get; init; }

    /// <summary>Which dialect it is written in.</summary>
    public required PromptyDialect Dialect { get; init; }

    /// <summary>The front matter.</summary>
    public required PythonDict FrontMatter { get; init; }

    /// <summary>1-based line of each key of the front matter.</summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The template.</summary>
    public required string Body { get; init; }

    /// <summary>1-based line of the file where <see cref="Body"/> begins.</summary>
    public required int BodyLine { get; init; }

    /// <summary>Replaces references, applies overrides, and brings both dialects to one shape.</summary>
    /// <param name="environment">Finds an environment variable, or null; one that is unset leaves its reference as text.</param>
    /// <param name="overrides">Front matter that wins, key by key and level by level: <c>{model: {parameters: {temperature: 0}}}</c>.</param>
    /// <exception cref="FlowException">UserErrorException: a referenced file is missing or broken; InvalidConnectionError: a connection and keys together; InvalidSampleError.</exception>
    public PromptySettings Resolve(Func<string, string?> environment, PythonDict? overrides = null) => Resolve(new ReferenceSources(environment), overrides);

    /// <param name="sources">What references may read.</param>
    /// <param name="overrides">Front matter that wins.</param>
    /// <inheritdoc cref="Resolve(Func{string, string?}, PythonDict?)"/>
    internal PromptySettings Resolve(ReferenceSources sources, PythonDict? overrides = null)
    {
        var references = new PromptyReferences(Folder, sources);
        var front = (PythonDict)references.Resolve(FrontMatter)!;
        if (overrides is not null)
        {
            front = PromptyReferences.Update(front, (PythonDict)references.Resolve(overrides)!);
        }

        return Dialect == PromptyDialect.V1 ? PromptyV1.Read(this, front, sources) : PromptyV2.Read(this, front, sources.Environment);
    }
}
