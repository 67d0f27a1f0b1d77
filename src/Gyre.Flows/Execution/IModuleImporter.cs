namespace Gyre.Flows.Execution;

/// <summary>Imports the modules that nodes name in the legacy <c>module</c> key; the Python tool source does it.</summary>
internal interface IModuleImporter
{
    /// <summary>Imports one module.</summary>
    /// <exception cref="FlowException">FailedToImportModule.</exception>
    ValueTask ImportAsync(string module, Tools.FlowContext flow, CancellationToken cancellationToken);
}
