namespace Gyre.Evaluation.Runs.Execution;

/// <summary>What a binding's source means in one run.</summary>
/// <param name="Name"><c>data</c>, <c>run.outputs</c> or <c>run.inputs</c>.</param>
/// <param name="Path">File or folder.</param>
internal sealed record DataSource(string Name, string Path);
