using Gyre.Models.Connections;

namespace Gyre.Flows.Python;

/// <summary>How Python workers are run. All have good defaults.</summary>
internal sealed record PythonOptions
{
    private const string CountVariable = "PF_WORKER_COUNT";

    /// <summary><c>--python</c>: a path or command name; null to look for one (<see cref="PythonInterpreter.Find"/>).</summary>
    public string? Interpreter { get; init; }

    /// <summary>Most worker processes; null for PF_WORKER_COUNT, else four.</summary>
    public int? WorkerCount { get; init; }

    /// <summary>Who answers Python code's model calls, prompties and flows; null where nobody does.</summary>
    public IPythonHost? Host { get; init; }

    /// <summary>Where connections that Python code asks for by name come from; null for the flow's.</summary>
    public IConnectionSource? Connections { get; init; }

    /// <summary>Where the worker's own files are kept, by content; null for the user's local data folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Seconds a worker may take to start before it is given up.</summary>
    public double StartTimeoutSeconds { get; init; } = 60;

    /// <summary>The number of workers that counts.</summary>
    internal int Workers => Math.Max(1, WorkerCount ?? Count(Environment.GetEnvironmentVariable(CountVariable)) ?? 4);

    /// <summary>The number that a flow's own variables ask for, or null.</summary>
    internal static int? CountIn(IReadOnlyDictionary<string, string> environment) => Count(environment.GetValueOrDefault(CountVariable));

    private static int? Count(string? text) => int.TryParse(text, out var count) && count > 0 ? count : null;
}
