using System.Text.Json;

namespace Gyre.Flows.Python;

/// <summary>What a worker must have loaded before it is called: a script's tool, a package's tool, a flex flow's entry.</summary>
internal sealed class LoadRequest(int number, string operation, Action<Utf8JsonWriter, PythonWorker> what)
{
    /// <summary>The number under which it is called.</summary>
    public int Number { get; } = number;

    /// <summary><c>load</c> or <c>flex</c>.</summary>
    public string Operation { get; } = operation;

    public void Write(Utf8JsonWriter writer, PythonWorker worker, bool describe)
    {
        writer.WriteNumber("t"u8, Number);
        if (describe)
        {
            writer.WriteNumber("describe"u8, 1);
        }

        what(writer, worker);
    }
}
