using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>
/// What Python code may ask of the engine while it runs: model calls, prompty files, other flows, connections.
/// </summary>
/// <remarks>
/// Methods and their arguments, all by name: <c>openai.chat</c>, <c>openai.completion</c>, <c>openai.embedding</c>
/// {connection (<see cref="ConnectionValue"/>), …the helper's own parameters}; <c>prompty.call</c>, <c>prompty.render</c>
/// {source, model, inputs, …}; <c>flow.call</c> {source, inputs, init, connections}; <c>connection.get</c> {name};
/// <c>template.render</c> {template, variables, …}; <c>chat.parse</c> {text, images}. A result may be a <see cref="TextStream"/>: Python
/// then reads it piece by piece. A <see cref="FlowException"/> is raised in Python under its error class. The call that is being
/// served is <see cref="PythonCall.Current"/>.
/// </remarks>
internal interface IPythonHost
{
    /// <summary>Serves one call.</summary>
    ValueTask<object?> CallAsync(string method, PythonDict arguments, CancellationToken cancellationToken);
}
