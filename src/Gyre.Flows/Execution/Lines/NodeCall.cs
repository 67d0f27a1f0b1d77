using System.Diagnostics;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>One call of a node's tool: from its start to a finished record.</summary>
internal sealed class NodeCall(PlannedNode node, NodeRecord record, Func<object?, object?>? persist)
{
    public PlannedNode Node { get; } = node;

    public NodeRecord Record { get; } = record;

    /// <summary>What the tool reports.</summary>
    public CallRecord Calls { get; } = new();

    public object? Result { get; set; }

    public Exception? Error { get; set; }

    /// <summary>The span, where somebody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Completes the record of a call that gave a result.</summary>
    public void Complete(List<string> warnings)
    {
        Record.Status = RunStatus.Completed;
        if (Result is TextStream stream)
        {
            Record.Output = new List<object?>(stream.Seen);
            Record.Form = OutputForm.Pieces;
        }
        else if (IsStorable(Result))
        {
            Record.Output = Result;
        }
        else
        {
            warnings.Add($"Output of {Node.Name} is not json serializable, use str to store it.");
            Record.Output = PythonText.Repr(Result);
            Record.Form = OutputForm.Printed;
        }

        Settle();
    }

    /// <summary>Completes the record of a call that failed.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="flow">The flow's file: the place of an error that has none of its own is the node's.</param>
    /// <returns>The failure as the line reports it.</returns>
    public FlowException Fail(Exception error, string flow)
    {
        var failure = Describe(error, flow);
        Record.Status = RunStatus.Failed;
        Record.Error = FlowError.Of(failure);
        Settle();
        return failure;
    }

    /// <summary>Completes the record of a call that was stopped.</summary>
    public void Cancel(string why, DateTimeOffset now)
    {
        Record.Status = RunStatus.Canceled;
        Record.Error = new FlowError(ErrorClasses.ToolCanceledError, null, $"Tool execution is canceled because: {why}.", ErrorKind.UserError) { Node = Node.Name };
        Record.EndTime = now;
        Settle();
    }

    /// <summary>Takes over what the call reported; once more after a stream was read.</summary>
    public void Settle()
    {
        if (Result is TextStream stream && Record.Status == RunStatus.Completed)
        {
            Record.Output = new List<object?>(stream.Seen);
        }

        Record.StandardOutput = Calls.StandardOutput;
        Record.StandardError = Calls.StandardError;
        Record.Usage = Calls.Usage;
        Record.Cached = Calls.Cached;
        Record.Inputs = Storable(Record.Inputs!);
        if (persist is not null)
        {
            Record.Inputs = (PythonDict)persist(Record.Inputs)!;
            Record.Output = persist(Record.Output);
        }

        Record.ApiCalls = [ApiCalls.OfNode(this)];
    }

    private static bool IsStorable(object? value) => value is null or string or bool or long or double || PythonJson.IsSerializable(value);

    /// <summary>Inputs as a record has them: what is no JSON is what Python would print.</summary>
    internal static PythonDict Storable(PythonDict inputs)
    {
        var plain = true;
        foreach (var (_, value) in inputs)
        {
            plain &= IsStorable(value);
        }

        if (plain)
        {
            return inputs;
        }

        var copy = new PythonDict(inputs.Count);
        foreach (var (name, value) in inputs)
        {
            copy[name] = IsStorable(value) ? value : PythonText.Repr(value);
        }

        return copy;
    }

    private FlowException Describe(Exception error, string flow)
    {
        int? place = Node.Definition.Line > 0 ? Node.Definition.Line : null;
        if (error is FlowException known)
        {
            return known is { Node: not null, File: not null } ? known : new FlowException(known.ErrorClass, known.Message, known)
            {
                InnerClass = known.InnerClass,
                Kind = known.Kind,
                Node = known.Node ?? Node.Name,
                File = known.File ?? flow,
                Line = known.File is null ? known.Line ?? place : known.Line,
                ToolDetails = known.ToolDetails,
            };
        }

        var type = FlowException.Of(error).ErrorClass;
        return new FlowException(ErrorClasses.ToolExecutionError, $"Execution failure in '{Node.Name}': ({type}) {error.Message}", error)
        {
            InnerClass = type,
            Node = Node.Name,
            File = flow,
            Line = place,
            ToolDetails = new PythonDict { { "type", type }, { "message", error.Message }, { "traceback", null } },
        };
    }
}
