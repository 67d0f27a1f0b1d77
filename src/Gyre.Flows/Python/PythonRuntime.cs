using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Tools;
using Gyre.Models.Connections;

namespace Gyre.Flows.Python;

/// <summary>A pool of warm Python workers for one flow folder and environment. Workers start when they are needed, several at once.</summary>
internal sealed class PythonRuntime : IAsyncDisposable
{
    private const int LinesBetweenModels = 8;

    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly List<PythonWorker> workers = [];
    private readonly Stack<PythonWorker> idle = new();
    private readonly LinkedList<TaskCompletionSource<PythonWorker>> waiting = new();
    private readonly List<Task> starts = [];
    private readonly HostCalls host;
    private readonly int most;
    private int starting;
    private int lastLine;
    private int lastLoad;
    private bool closed;

    /// <param name="folder">The flow folder: current folder and first of sys.path.</param>
    /// <param name="environment">Variables set before Python starts.</param>
    /// <param name="options">How workers are run.</param>
    /// <param name="connections">Where connections that code asks for come from.</param>
    /// <exception cref="Kernel.ProblemException">There is no fitting Python.</exception>
    public PythonRuntime(string folder, IReadOnlyDictionary<string, string> environment, PythonOptions options, IConnectionSource? connections = null)
    {
        Folder = Path.GetFullPath(folder);
        Environment = environment;
        StartTimeoutSeconds = options.StartTimeoutSeconds;
        Interpreter = PythonInterpreter.Find(options.Interpreter, folder);
        WorkerFolder = WorkerFiles.Materialize(options.CacheFolder);
        host = new HostCalls(options.Host, options.Connections ?? connections);
        most = options.Workers;
    }

    /// <summary>The Python in use.</summary>
    public PythonInterpreter Interpreter { get; }

    /// <summary>The flow folder.</summary>
    public string Folder { get; }

    /// <summary>Process ids of the workers that live now.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (gate)
            {
                return [.. workers.Select(w => w.ProcessId)];
            }
        }
    }

    internal IReadOnlyDictionary<string, string> Environment { get; }

    internal string WorkerFolder { get; }

    internal double StartTimeoutSeconds { get; }

    internal int NextLoad() => Interlocked.Increment(ref lastLoad);

    /// <summary>How many lines usefully run at once.</summary>
    /// <remarks>
    /// A line that keeps its worker throughout must not wait for one, since its timeout would run meanwhile. Where models are called
    /// between Python nodes, workers are free most of the time: a line's Python takes milliseconds where its models take a second.
    /// </remarks>
    internal int MaximumLines(FlowDefinition? flow) => flow is null || Holds(flow) ? most : most * LinesBetweenModels;

    /// <summary>A line's stay; a flow that waits for nothing but Python keeps its worker for the whole line, as the original does.</summary>
    internal PythonLine Line(LineContext line) => line.Resource(this, () => new PythonLine(this, Interlocked.Increment(ref lastLine), Holds(line.Flow.Flow))
    {
        Clock = line.Clock,
        Outlives = !line.IsAggregation && line.Flow.Flow.Nodes.Any(n => n.Aggregation),
    });

    /// <summary>A line's stay, for flows that are not a graph of nodes.</summary>
    internal PythonLine Line(LineClock? clock) => new(this, Interlocked.Increment(ref lastLine), holds: true) { Clock = clock };

    /// <summary>Runs something once on any worker.</summary>
    internal async Task<T> OnAnyAsync<T>(Func<PythonWorker, Task<T>> use, CancellationToken cancellationToken)
    {
        var worker = await RentAsync(null, cancellationToken);
        try
        {
            return await use(worker);
        }
        finally
        {
            Return(worker);
        }
    }

    /// <summary>A worker for one user at a time: the preferred one if it is free, else any, else the next that becomes free or has started.</summary>
    internal ValueTask<PythonWorker> RentAsync(PythonWorker? preferred, CancellationToken cancellationToken)
    {
        TaskCompletionSource<PythonWorker> wait;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (Taken(preferred) is { } worker)
            {
                return ValueTask.FromResult(worker);
            }

            wait = new TaskCompletionSource<PythonWorker>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.AddLast(wait);
            StartIfNeeded();
        }

        return WaitAsync(wait, cancellationToken);
    }

    /// <summary>Gives a worker back; a dead one is forgotten.</summary>
    internal void Return(PythonWorker worker)
    {
        lock (gate)
        {
            if (closed || worker.IsDead)
            {
                return;
            }

            while (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                if (first.Value.TrySetResult(worker))
                {
                    return;
                }
            }

            idle.Push(worker);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<PythonWorker> all;
        Task[] pending;
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            all = [.. workers];
            pending = [.. starts];
            foreach (var wait in waiting)
            {
                wait.TrySetException(new ObjectDisposedException(nameof(PythonRuntime)));
            }
        }

        await closing.CancelAsync();
        await Task.WhenAll(pending);
        lock (gate)
        {
            all = [.. all.Union(workers)];
        }

        foreach (var worker in all)
        {
            worker.Kill();
        }

        foreach (var worker in all)
        {
            await worker.DisposeAsync();
        }

        closing.Dispose();
    }

    private static bool Holds(FlowDefinition flow) =>
        flow.Nodes.All(n => n.Type is null or NodeTypes.Prompt || (n.Type == NodeTypes.Python && n.Source?.Type is null or "code"));

    private PythonWorker? Taken(PythonWorker? preferred)
    {
        if (preferred is { IsDead: false } && idle.Contains(preferred))
        {
            var others = idle.Where(w => w != preferred).Reverse().ToList();
            idle.Clear();
            others.ForEach(idle.Push);
            return preferred;
        }

        while (idle.TryPop(out var worker))
        {
            if (!worker.IsDead)
            {
                return worker;
            }
        }

        return null;
    }

    private static async ValueTask<PythonWorker> WaitAsync(TaskCompletionSource<PythonWorker> wait, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(() => wait.TrySetCanceled(cancellationToken));
        return await wait.Task;
    }

    private void StartIfNeeded()
    {
        while (!closed && starting < waiting.Count && workers.Count + starting < most)
        {
            starting++;
            starts.RemoveAll(s => s.IsCompleted);
            starts.Add(Task.Run(StartAsync));
        }
    }

    private async Task StartAsync()
    {
        PythonWorker? worker = null;
        Exception? failure = null;
        try
        {
            worker = await PythonWorker.StartAsync(this, host, closing.Token);
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (gate)
        {
            starting--;
            if (worker is null)
            {
                // Nobody else may come: tell the one who has waited longest, unless others still work.
                if (workers.Count == 0 && starting == 0 && waiting.First is { } first)
                {
                    waiting.RemoveFirst();
                    first.Value.TrySetException(failure!);
                    StartIfNeeded();
                }

                return;
            }

            workers.Add(worker);
        }

        worker.Died = Forget;
        if (worker.IsDead)
        {
            Forget(worker);
        }

        Return(worker);
    }

    private void Forget(PythonWorker worker)
    {
        lock (gate)
        {
            if (workers.Remove(worker))
            {
                StartIfNeeded();
            }
        }

        if (!closed)
        {
            _ = worker.DisposeAsync().AsTask();
        }
    }
}
