namespace Gyre.Flows.Templates;

/// <summary>What a name without a value does when it is used.</summary>
internal enum UndefinedBehavior
{
    /// <summary>Prints as empty text and is an empty list; anything else is an error.</summary>
    Default,

    /// <summary>As <see cref="Default"/>, and its attributes are undefined again instead of an error.</summary>
    Chainable,

    /// <summary>As <see cref="Default"/>, but prints its own name in braces.</summary>
    Debug,

    /// <summary>Every use but <c>is defined</c> is an error.</summary>
    Strict,
}

/// <summary>How a template is read and rendered. The defaults are those of prompt flow's environment.</summary>
internal sealed record JinjaOptions
{
    /// <summary>The defaults.</summary>
    public static JinjaOptions Default { get; } = new();

    /// <summary>Whether the line break after a block tag is dropped.</summary>
    public bool TrimBlocks { get; init; } = true;

    /// <summary>Whether blanks before a block tag that starts its line are dropped.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Whether one line break at the very end of the template is kept.</summary>
    public bool KeepTrailingNewline { get; init; } = true;

    /// <summary>Whether printed values are escaped for HTML unless marked safe.</summary>
    public bool Autoescape { get; init; }

    /// <summary>What names without a value do.</summary>
    public UndefinedBehavior Undefined { get; init; }

    /// <summary>Gives the text of an included template by name, or null where there is none. Without it <c>include</c> is an error.</summary>
    public Func<string, string?>? Loader { get; init; }

    /// <summary>Seeds <c>random</c> and <c>lipsum</c>, so that every rendering draws alike; null draws afresh.</summary>
    public int? Seed { get; init; }

    /// <summary>What one rendering may use up.</summary>
    public JinjaLimits Limits { get; init; } = new();
}

/// <summary>What one rendering may use up before it is stopped with an error.</summary>
internal sealed record JinjaLimits
{
    /// <summary>Loop rounds and macro calls together.</summary>
    public long MaxIterations { get; init; } = 10_000_000;

    /// <summary>Characters of output, of the whole and of each captured part.</summary>
    public int MaxOutputLength { get; init; } = 32_000_000;

    /// <summary>Macro calls, recursive loops and includes inside one another.</summary>
    public int MaxDepth { get; init; } = 200;
}
