using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>
/// A line's stay with a worker. Its calls never share a worker with another line's at the same time, and all of them go to one
/// worker as long as objects of the line live there.
/// </summary>
/// <param name="runtime">Null for what belongs to no line.</param>
/// <param name="number">Its number in the talk with workers; 0 for what belongs to no line.</param>
/// <param name="holds">Whether it keeps its worker between calls even without objects there.</param>
internal sealed class PythonLine(PythonRuntime? runtime, int number, bool holds) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<int, PythonHandle> handles = new();
    private Task<PythonWorker>? rent;
    private PythonWorker? last;
    private int active;

    /// <summary>Its number in the talk with workers.</summary>
    public int Number { get; } = number;

    /// <summary>Whether the line's objects are gone from their worker.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether objects of the line may be wanted by the aggregation after it.</summary>
    public bool Outlives { get; init; }

    /// <summary>The line's time limit, which does not run while the line waits for a worker and for what it has to load there.</summary>
    public LineClock? Clock { get; init; }

    /// <summary>Runs one call on the line's worker, where the load is loaded first.</summary>
    public async ValueTask<WorkerAnswer> CallAsync(LoadRequest load, Func<PythonWorker, Task<WorkerAnswer>> call, CancellationToken cancellationToken)
    {
        Task<PythonWorker> renting;
        lock (gate)
        {
            active++;
            if (rent is { IsCompletedSuccessfully: true, Result.IsDead: true } or { IsFaulted: true } or { IsCanceled: true })
            {
                rent = null;
            }

            renting = rent ??= runtime!.RentAsync(last, cancellationToken).AsTask();
        }

        PythonWorker? worker = null;
        try
        {
            worker = await ReadyAsync(renting, load, cancellationToken);
            return await call(worker);
        }
        finally
        {
            Leave(worker);
        }
    }

    /// <summary>Asks the worker about an object of the line, waiting for the answer; null where it is gone.</summary>
    public object? Ask(PythonWorker worker, string operation, int handle, Action<Utf8JsonWriter> members)
    {
        if (HasEnded || worker.IsDead)
        {
            return null;
        }

        var answer = worker.SendAsync(
            operation,
            this,
            null,
            writer =>
            {
                writer.WriteNumber("h", handle);
                members(writer);
            },
            CancellationToken.None).GetAwaiter().GetResult();
        return answer.Error is null ? answer.Value : null;
    }

    /// <summary>What has been taken of a generator that lives in the worker; null where it is gone.</summary>
    public async ValueTask<List<object?>?> TakenAsync(PythonHandle handle)
    {
        if (HasEnded || handle.Worker.IsDead)
        {
            return null;
        }

        try
        {
            return (await handle.Worker.SendAsync("taken", this, null, writer => writer.WriteNumber("h", handle.Number), CancellationToken.None)).Value as List<object?>;
        }
        catch (FlowException)
        {
            // The worker died meanwhile.
            return null;
        }
    }

    /// <summary>Remembers an object that the engine has been told of.</summary>
    public void Keep(PythonHandle handle) => handles[handle.Number] = handle;

    /// <summary>The pieces of a generator that lives in the worker.</summary>
    public async IAsyncEnumerable<string> Pieces(PythonHandle handle, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var answer = await handle.Worker.SendAsync("next", this, null, writer => writer.WriteNumber("h", handle.Number), cancellationToken);
            if (answer.Error is { } error)
            {
                throw PythonErrors.OfTool(error, handle.Node);
            }

            if (answer.Value is not List<object?> piece)
            {
                yield break;
            }

            yield return (string)piece[0]!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        PythonWorker? worker;
        lock (gate)
        {
            worker = rent is { IsCompletedSuccessfully: true } ? rent.Result : null;
            rent = null;
        }

        worker ??= last;
        if (!handles.IsEmpty && worker is { IsDead: false })
        {
            if (Outlives)
            {
                await PickleAsync(worker);
            }

            HasEnded = true;
            worker.EndLine(this);
        }

        HasEnded = true;
        if (worker is not null && kept)
        {
            runtime!.Return(worker);
        }

        kept = false;
    }

    private bool kept;

    private async ValueTask<PythonWorker> ReadyAsync(Task<PythonWorker> renting, LoadRequest load, CancellationToken cancellationToken)
    {
        if (renting.IsCompletedSuccessfully && renting.Result.HasLoaded(load))
        {
            return renting.Result;
        }

        Clock?.Pause();
        try
        {
            var worker = await renting.WaitAsync(cancellationToken);
            await worker.LoadAsync(load, TimeSpan.FromSeconds(runtime!.StartTimeoutSeconds), cancellationToken);
            return worker;
        }
        finally
        {
            Clock?.Resume();
        }
    }

    private void Leave(PythonWorker? worker)
    {
        lock (gate)
        {
            active--;
            if (worker is null || active > 0)
            {
                kept |= worker is not null;
                return;
            }

            last = worker;
            kept = true;
            if (!worker.IsDead && (holds || !handles.IsEmpty))
            {
                return;
            }

            kept = false;
            rent = null;
        }

        runtime!.Return(worker);
    }

    private async ValueTask PickleAsync(PythonWorker worker)
    {
        try
        {
            var answer = await worker.SendAsync(
                "pickle",
                this,
                null,
                writer =>
                {
                    writer.WriteStartArray("h");
                    foreach (var handle in handles.Keys)
                    {
                        writer.WriteNumberValue(handle);
                    }

                    writer.WriteEndArray();
                },
                CancellationToken.None);
            foreach (var (key, pickle) in answer.Value as PythonDict ?? [])
            {
                handles[int.Parse((string)key!, System.Globalization.CultureInfo.InvariantCulture)].Pickle = pickle as string;
            }
        }
        catch (FlowException)
        {
            // The worker died: the objects' text is what is left of them.
        }
    }
}
