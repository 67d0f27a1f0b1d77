using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>A row of data and where it stands.</summary>
/// <param name="Row">Columns in the order of the file.</param>
/// <param name="File">Full path.</param>
/// <param name="Line">1-based; null in a JSON file, whose rows have no lines.</param>
internal readonly record struct PlacedRow(PythonDict Row, string File, int? Line);
