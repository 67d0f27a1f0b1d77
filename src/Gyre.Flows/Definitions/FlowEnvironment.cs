using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Definitions;

/// <summary>The environment variables of a flow: its own, a run's overrides, and references to connections resolved.</summary>
public static partial class FlowEnvironment
{
    /// <summary>The variables to set, with overrides applied first and <c>${connection.key}</c> looked up after.</summary>
    /// <param name="declared">The flow's <see cref="FlowDefinition.EnvironmentVariables"/>.</param>
    /// <param name="overrides">A run's; a name the flow does not declare keeps its text as it is, reference or not.</param>
    /// <param name="connections">Where connections come from.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <exception cref="FlowException">ConnectionNotFoundError: a reference that counts names an unknown connection or key.</exception>
    public static async ValueTask<IReadOnlyDictionary<string, string>> ResolveAsync(
        IReadOnlyDictionary<string, string> declared,
        IReadOnlyDictionary<string, string>? overrides,
        IConnectionSource connections,
        CancellationToken cancellationToken)
    {
        var resolved = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in declared)
        {
            var value = overrides is not null && overrides.TryGetValue(name, out var other) ? other : text;
            resolved[name] = Reference().Match(value) is { Success: true } reference
                ? await LookUpAsync(reference.Groups["connection"].Value, reference.Groups["key"].Value, connections, cancellationToken)
                : value;
        }

        foreach (var (name, value) in overrides ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            resolved.TryAdd(name, value);
        }

        return resolved;
    }

    /// <summary>A value as the process environment takes it: containers as JSON text, all else as Python prints it.</summary>
    public static string Text(object? value) => value is PythonDict or List<object?> ? PythonJson.Dumps(value) : PythonText.Str(value);

    private static async ValueTask<string> LookUpAsync(string name, string key, IConnectionSource connections, CancellationToken cancellationToken)
    {
        var connection = await connections.FindAsync(name, cancellationToken)
            ?? throw new FlowException(ErrorClasses.ConnectionNotFoundError, $"Connection '{name}' is not found; environment_variables refer to it. Create it, or override the variable.");
        return connection[key]
            ?? throw new FlowException(ErrorClasses.ConnectionNotFoundError, $"Connection '{name}' has no field '{key}'; environment_variables refer to it.");
    }

    [GeneratedRegex(@"^\$\{(?<connection>[^.]+)\.(?<key>[^.]+)\}$")]
    private static partial Regex Reference();
}
