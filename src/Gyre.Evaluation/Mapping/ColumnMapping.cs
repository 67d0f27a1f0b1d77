using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Mapping;

/// <summary>
/// A run's <c>column_mapping</c>: flow input → where its value comes from. A text that is exactly <c>${source.column}</c> is a
/// binding; every other value is taken as it is.
/// </summary>
public sealed class ColumnMapping
{
    /// <summary>The key that rows of several sources are joined by.</summary>
    public const string LineNumber = "line_number";

    private const string ConversationHistory = "parent.conversation_history";

    /// <param name="entries">In the order written.</param>
    public ColumnMapping(IEnumerable<KeyValuePair<string, object?>> entries) => Entries = new OrderedDictionary<string, object?>(entries, StringComparer.Ordinal);

    /// <summary>No entries.</summary>
    public static ColumnMapping Empty { get; } = new([]);

    /// <summary>Values by flow input: text, or a literal of any type.</summary>
    public IReadOnlyDictionary<string, object?> Entries { get; }

    /// <summary>Refuses a mapping of literals only.</summary>
    /// <exception cref="FlowException">ValidationException.</exception>
    public void Validate()
    {
        if (Entries.Count > 0 && !Entries.Values.Any(v => v is string text && text.StartsWith('$')))
        {
            var written = PythonText.Repr(new PythonDict(Entries));
            throw new FlowException(ErrorClasses.ValidationException, $"Column mapping must contain at least one mapping binding, current column mapping contains all static values: {written}");
        }
    }

    /// <summary>Adds what is not written: an input without a default reads the data's column of its name; one with a default is left to the default.</summary>
    public ColumnMapping Complete(IReadOnlyList<FlowInput> inputs)
    {
        var entries = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var input in inputs.Where(i => i.Default is null))
        {
            entries[input.Name] = $"${{data.{input.Name}}}";
        }

        foreach (var (name, value) in Entries)
        {
            entries[name] = value;
        }

        return new ColumnMapping(entries);
    }

    /// <summary>The data's columns that a new user would expect to be read, and are not because the input of that name has a default.</summary>
    public IEnumerable<string> HiddenColumns(IReadOnlyList<FlowInput> inputs, PythonDict firstRow) =>
        inputs.Where(i => i.Default is not null && !Entries.ContainsKey(i.Name) && firstRow.ContainsKey(i.Name)).Select(i => i.Name);

    /// <summary>The inputs of one line.</summary>
    /// <param name="line">The joined row.</param>
    /// <exception cref="FlowException">ApplyInputMappingError, naming every binding that found nothing.</exception>
    internal PythonDict Apply(SourceLine line)
    {
        var inputs = new PythonDict(Entries.Count + 1);
        List<string>? missing = null;
        foreach (var (name, value) in Entries)
        {
            if (name == LineNumber)
            {
                continue;
            }

            if (Binding(value) is not { } path)
            {
                inputs[name] = value;
            }
            else if (path == ConversationHistory)
            {
                inputs[name] = new List<object?>();
            }
            else if (TryResolve(path, line.Rows, out var found))
            {
                inputs[name] = found;
            }
            else
            {
                (missing ??= []).Add((string)value!);
            }
        }

        if (missing is not null)
        {
            throw NotFound(missing, line);
        }

        inputs[LineNumber] = line.LineNumber;
        return inputs;
    }

    private static string? Binding(object? value) =>
        value is string { Length: > 3 } text && text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}')
            && text.AsSpan(2, text.Length - 3).IndexOfAny('{', '}') < 0
            ? text[2..^1]
            : null;

    // The source with the fewest dots wins; the rest is one column name, dots and all.
    private static bool TryResolve(string path, IReadOnlyDictionary<string, PythonDict> sources, out object? value)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            if (sources.TryGetValue(path[..dot], out var row) && row.TryGetValue(path[(dot + 1)..], out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    private static FlowException NotFound(List<string> missing, SourceLine line)
    {
        var there = string.Join("; ", line.Rows.Select(s => $"{s.Key} has {string.Join(", ", s.Value.Keys.Select(PythonText.Str))}"));
        return new FlowException(
            ErrorClasses.ApplyInputMappingError,
            $"The input for batch run is incorrect. Couldn't find these mapping relations: {string.Join(", ", missing)}. "
            + "Please make sure your input mapping keys and values match your YAML input section and input data. "
            + $"(Row {line.LineNumber}: {there}.)");
    }
}
