namespace Gyre.Evaluation.Runs.Execution;

/// <summary>The line of a run that the code which is running belongs to, however deep it was called.</summary>
internal sealed class RunningLine
{
    private static readonly AsyncLocal<RunningLine?> Current = new();
    private volatile bool replayed;

    private RunningLine(int number, CancellationToken stop) => (Number, Stop) = (number, stop);

    /// <summary>Null outside a line.</summary>
    public static RunningLine? Here => Current.Value;

    /// <summary>0-based.</summary>
    public int Number { get; }

    /// <summary>Canceled where the run stops; not where only the line does, because it takes too long.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Whether any of its calls was answered from what an earlier go had paid for, so that its time says nothing.</summary>
    public bool IsReplayed
    {
        get => replayed;
        set => replayed = value;
    }

    /// <summary>Says it to all that is called from here on.</summary>
    public static RunningLine Begin(int number, CancellationToken stop) => Current.Value = new RunningLine(number, stop);
}
