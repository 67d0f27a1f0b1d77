namespace Gyre.Evaluation.Runs.Definitions;

/// <summary>The flags of <c>gyre run create</c>, as typed.</summary>
public sealed record RunOverrides
{
    /// <summary><c>--set key.path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary><c>--name</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>--flow</c>.</summary>
    public string? Flow { get; init; }

    /// <summary><c>--data</c>.</summary>
    public string? Data { get; init; }

    /// <summary><c>--run</c>.</summary>
    public string? Run { get; init; }

    /// <summary><c>--column-mapping input='${data.column}'</c>.</summary>
    public IReadOnlyList<string> ColumnMapping { get; init; } = [];

    /// <summary><c>--variant '${node.variant}'</c>.</summary>
    public string? Variant { get; init; }

    /// <summary><c>--environment-variables NAME=value</c>, or the path of a .env file.</summary>
    public IReadOnlyList<string> EnvironmentVariables { get; init; } = [];

    /// <summary><c>--connections node.connection=name</c>.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary><c>--init key=value</c>, or the path of a JSON file.</summary>
    public IReadOnlyList<string> Init { get; init; } = [];

    /// <summary><c>--resume-from</c>.</summary>
    public string? ResumeFrom { get; init; }
}
