using Gyre.Flows.Values;

namespace Gyre.Evaluation.Mapping;

/// <summary>One line of a run before mapping: a row from each source.</summary>
/// <param name="LineNumber">0-based, or what the sources' <c>line_number</c> says.</param>
/// <param name="Rows">By source: <c>data</c>, <c>run.outputs</c>, <c>run.inputs</c>, or a named one.</param>
internal sealed record SourceLine(long LineNumber, IReadOnlyDictionary<string, PythonDict> Rows);
