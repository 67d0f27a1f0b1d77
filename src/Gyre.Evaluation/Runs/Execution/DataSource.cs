using Gyre.Evaluation.Data;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>What a binding's source means in one run.</summary>
/// <param name="Name"><c>data</c>, <c>run.outputs</c>, <c>run.inputs</c> or <c>run.lines</c>.</param>
/// <param name="Rows">Reads its rows from the first on, as often as it is called.</param>
internal sealed record DataSource(string Name, Func<DataReader, CancellationToken, IAsyncEnumerable<PythonDict>> Rows)
{
    /// <summary>A file or folder.</summary>
    public static DataSource At(string name, string path) => new(name, (reader, stop) => reader.ReadAsync(path, stop));
}
