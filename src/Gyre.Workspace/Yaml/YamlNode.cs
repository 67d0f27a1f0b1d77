namespace Gyre.Workspace.Yaml;

/// <summary>A YAML value that knows where it stands, so that every fault can name its line.</summary>
public abstract class YamlNode(int line, int column)
{
    /// <summary>1-based line of the first character.</summary>
    public int Line { get; } = line;

    /// <summary>1-based column of the first character.</summary>
    public int Column { get; } = column;
}

/// <summary>A scalar, typed by the YAML 1.2 core rules (<c>yes</c>, <c>on</c> are text; <c>012</c> is 12).</summary>
public sealed class YamlScalar(string text, object? value, bool quoted, int line, int column) : YamlNode(line, column)
{
    /// <summary>As written.</summary>
    public string Text { get; } = text;

    /// <summary>null, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    public object? Value { get; } = value;

    /// <summary>Whether it was written in quotes or as a block, and so is text whatever it says.</summary>
    public bool Quoted { get; } = quoted;
}

/// <summary>A sequence.</summary>
public sealed class YamlList(IReadOnlyList<YamlNode> items, int line, int column) : YamlNode(line, column)
{
    /// <summary>In the order written.</summary>
    public IReadOnlyList<YamlNode> Items { get; } = items;
}

/// <summary>One key of a <see cref="YamlMap"/>.</summary>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value)
{
    /// <summary>The key as text.</summary>
    public string Name => Key.Text;
}

/// <summary>A mapping with scalar keys in the order written; a duplicate key is a syntax error, as in YAML.</summary>
public sealed class YamlMap(IReadOnlyList<YamlEntry> entries, int line, int column) : YamlNode(line, column)
{
    /// <summary>In the order written.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    /// <summary>The value of a key, or null where it is absent.</summary>
    public YamlNode? this[string key] => Entries.FirstOrDefault(e => string.Equals(e.Name, key, StringComparison.Ordinal))?.Value;
}
