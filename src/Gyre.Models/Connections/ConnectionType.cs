namespace Gyre.Models.Connections;

/// <summary>One field of a connection type.</summary>
/// <param name="Name">As in YAML.</param>
public sealed record ConnectionField(string Name)
{
    /// <summary>Whether it is encrypted at rest and never shown.</summary>
    public bool Secret { get; init; }

    /// <summary>Taken where the file has none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a connection without it is a fault. A key is not needed with <c>auth_mode: meid_token</c>.</summary>
    public bool Required { get; init; }

    /// <summary>The only values it may have; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A field of Gyre's own: it is not handed to Python.</summary>
    public bool Extension { get; init; }

    /// <summary>A path: relative ones are taken from the file's folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>What it is, for help and schemas.</summary>
    public string Description { get; init; } = "";
}

/// <summary>A kind of connection: its names and its fields.</summary>
/// <param name="Name">As in YAML: <c>azure_open_ai</c>.</param>
/// <param name="ClassName">As tools see it: <c>AzureOpenAIConnection</c>.</param>
/// <param name="Fields">In the order shown.</param>
public sealed record ConnectionType(string Name, string ClassName, IReadOnlyList<ConnectionField> Fields)
{
    /// <summary>What <c>connection.type</c> says in Python: the class name without its ending.</summary>
    public string PythonType => ClassName[..^"Connection".Length];

    /// <summary>Whether it takes any keys, in <c>configs</c> and <c>secrets</c>.</summary>
    public bool IsCustom => Name == "custom";

    /// <summary>What it leads to, in one line.</summary>
    public string Description { get; init; } = "";
}
