using System.Collections.Frozen;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Runs;

/// <summary>Opens the flow of a run with its variant, environment, connections and constructor arguments applied; usually <see cref="FlowOpener"/> with the services of the workspace.</summary>
/// <param name="request">The run's flow; the interpreter and the like may be added.</param>
/// <param name="cancellationToken">Stops the opening.</param>
public delegate ValueTask<ExecutableFlow> OpenFlow(FlowRequest request, CancellationToken cancellationToken);

/// <summary>Runs a flow over data: maps all rows, runs the lines, aggregates, writes the run folder and the index.</summary>
/// <param name="store">The index.</param>
/// <param name="openFlow">Opens the flow.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
/// <param name="rateLimits">Tells of providers that push back, or null.</param>
public sealed class BatchRunner(RunStore store, OpenFlow openFlow, BatchOptions options, TimeProvider time, RateLimitSignal? rateLimits = null)
{
    // The original looks at these before it makes a run; what goes wrong while tools are loaded fails the run instead.
    private static readonly FrozenSet<string> RefusedAtSubmit = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorClasses.UserErrorException,
        ErrorClasses.ValidationException,
        ErrorClasses.InvalidFlowError,
        ErrorClasses.ConnectionNotFoundError);

    /// <summary>Where data may be that is no file; null where there are no datasets.</summary>
    public DatasetStore? Datasets { get; init; }

    /// <summary>Creates a run and runs it to its end.</summary>
    /// <param name="definition">What to run.</param>
    /// <param name="progress">Told a few times a second; may be null.</param>
    /// <param name="cancellationToken">Ends the run cleanly: it is Canceled and can be resumed; nothing is thrown.</param>
    /// <returns>The run: Completed (even when every line failed), Failed (a tool could not be loaded, the data not be mapped, time ran out) or Canceled.</returns>
    /// <exception cref="FlowException">Nothing was created: there is no such flow or variant, or the definition is wrong.</exception>
    /// <exception cref="ProblemException">Nothing was created (<c>run-exists</c> …), or the disk is full (<c>disk-full</c>; the run can be resumed).</exception>
    public async Task<Run> RunAsync(RunDefinition definition, IProgress<RunProgress>? progress, CancellationToken cancellationToken) =>
        await (await StartAsync(definition, progress, cancellationToken)).Ended;

    /// <summary>Creates a run and begins it: what is wrong with the definition is thrown, what comes later is told by the run.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<StartedRun> StartAsync(RunDefinition definition, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var copied = await ResumedFromAsync(definition, cancellationToken);
        if (copied is not null)
        {
            var source = await store.DefinitionAsync(copied, cancellationToken);
            definition = definition.TakenFrom(source);
        }

        definition.Validate();
        definition = definition with { Name = RunName.For(definition, time.GetUtcNow()) };
        await store.RefuseTakenAsync(definition.Name, cancellationToken);
        definition = await PinnedAsync(definition, cancellationToken);
        var (sources, notes) = await SourcesAsync(definition, cancellationToken);
        ExecutableFlow opened;
        try
        {
            opened = await openFlow(RequestFor(definition, store.FolderOf(definition.Name!)), cancellationToken);
        }
        catch (FlowException e) when (!RefusedAtSubmit.Contains(e.ErrorClass))
        {
            var failed = await store.CreateAsync(definition, cancellationToken);
            return new StartedRun(failed.Name, UnderLockAsync(failed, held => NotLoadedRun.WriteAsync(held, store, e, time)));
        }

        try
        {
            var run = await store.CreateAsync(definition, cancellationToken);
            return new StartedRun(run.Name, EndAsync(run, opened, sources, notes, copied, progress, cancellationToken));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Continues a run that was interrupted, canceled, killed or ran out of time, in place: lines that have a result keep it, the others run.</summary>
    /// <exception cref="ProblemException"><c>run-not-found</c>, <c>run-finished</c>, <c>run-in-progress</c>, <c>disk-full</c>.</exception>
    /// <exception cref="FlowException">The flow cannot be opened any more.</exception>
    public async Task<Run> ResumeAsync(string name, IProgress<RunProgress>? progress, CancellationToken cancellationToken) =>
        await (await StartAgainAsync(name, progress, cancellationToken)).Ended;

    /// <summary>Begins to continue a run: why it can't be is thrown, what comes later is told by the run.</summary>
    /// <inheritdoc cref="ResumeAsync"/>
    public async Task<StartedRun> StartAgainAsync(string name, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await store.GetAsync(name, cancellationToken);
        if (run.State == RunState.Completed)
        {
            throw new ProblemException(new Problem("run-finished", $"Run '{name}' is completed. To run its failed lines again: gyre run create --resume-from {name}.") { Field = "name" });
        }

        if (run.IsActive)
        {
            throw RunLock.Held(name);
        }

        var definition = await store.DefinitionAsync(run, cancellationToken);
        // Rows that were mapped before are read from the run's own folder.
        var begun = File.Exists(new RunFolder(run.Folder).Inputs);
        definition = begun ? definition : await PinnedAsync(definition, cancellationToken);
        var (sources, notes) = begun ? ([], await ChangesAsync(definition, cancellationToken)) : await SourcesAsync(definition, cancellationToken);
        var flow = await openFlow(RequestFor(definition, run.Folder), cancellationToken);
        return new StartedRun(name, EndAsync(run with { Definition = definition }, flow, sources, notes, null, progress, cancellationToken));
    }

    private async Task<Run> EndAsync(
        Run run, ExecutableFlow opened, IReadOnlyList<DataSource> sources, IReadOnlyList<string> notes, Run? copied, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        await using var flow = opened;
        return await UnderLockAsync(run, held => new RunExecution(held, flow, store, options.With(flow.EnvironmentVariables.GetValueOrDefault), time, progress, rateLimits)
        {
            Sources = sources,
            Notes = notes,
            CopyFrom = copied,
        }.ExecuteAsync(cancellationToken));
    }

    // The original writes the variables of the flow and the run into its own environment before it reads these.
    private BatchOptions OptionsFor(RunDefinition definition) => options.With(definition.EnvironmentVariables.GetValueOrDefault);

    private FlowRequest RequestFor(RunDefinition definition, string folder) => new(definition.Flow!)
    {
        Variant = definition.Variant,
        EnvironmentVariables = definition.EnvironmentVariables,
        ConnectionOverrides = definition.Connections,
        Model = definition.Model,
        Init = definition.Init,
        PythonWorkers = OptionsFor(definition) is { ConcurrencyIsGiven: true, Concurrency: var workers } ? workers : null,
        OutputFolder = Path.GetDirectoryName(new RunFolder(folder).FlowOutputs),
    };

    private async Task<Run> UnderLockAsync(Run run, Func<Run, Task<Run>> execute)
    {
        try
        {
            using (await RunLock.TakeAsync(run))
            {
                return await execute(run);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = DiskProblem.Of(e, run.Folder, $"Run '{run.Name}' stopped; lines that were finished are kept. Then continue it: gyre run resume --name {run.Name}.");
            await MarkFailedAsync(run.Name, problem.Problem);
            throw problem;
        }
    }

    private async Task MarkFailedAsync(string name, Problem problem)
    {
        try
        {
            var run = await store.GetAsync(name, CancellationToken.None);
            var error = new PythonDict { ["message"] = problem.Message, ["code"] = nameof(ErrorKind.SystemError), ["innerError"] = new PythonDict { ["code"] = problem.Code, ["innerError"] = null } };
            await store.EndAsync(run with { State = RunState.Failed, Error = error }, CancellationToken.None);
        }
        catch (ProblemException)
        {
            // The index may be on the same disk; then the run shows as not responding, which can be resumed as well.
        }
    }

    private async Task<Run?> ResumedFromAsync(RunDefinition definition, CancellationToken cancellationToken) =>
        definition.ResumeFrom is { } name ? await CompletedAsync(name, cancellationToken) : null;

    private async Task<Run> CompletedAsync(string name, CancellationToken cancellationToken)
    {
        var run = await store.GetAsync(name, cancellationToken);
        return run.State == RunState.Completed
            ? run
            : throw new FlowException(ErrorClasses.UserErrorException, $"Referenced run {name} is not completed, got status {run.State}");
    }

    // What a definition says of its data's content came with it: from the run that this one takes lines over from, or from an evaluation.
    private async Task<RunDefinition> PinnedAsync(RunDefinition definition, CancellationToken cancellationToken) =>
        definition.DataPlace is { } data
            ? definition.With(await data.PinAsync(Datasets, Reader(definition), cancellationToken))
            : definition;

    private static string Reader(RunDefinition definition) => definition.Properties.GetValueOrDefault("evaluation") is string evaluation
        ? $"evaluation '{evaluation}'"
        : $"run '{definition.ResumeFrom ?? definition.Name}'";

    private static async Task<IReadOnlyList<string>> ChangesAsync(RunDefinition definition, CancellationToken cancellationToken) =>
        definition is { DataPlace: { Dataset: null } data } && await data.HasChangedAsync(cancellationToken)
            ? [$"'{data.Path}' is not what it was when the run began. The run goes on with the rows that it began with."]
            : [];

    private async Task<(IReadOnlyList<DataSource> Sources, IReadOnlyList<string> Notes)> SourcesAsync(RunDefinition definition, CancellationToken cancellationToken)
    {
        var sources = new List<DataSource>();
        var notes = new List<string>();
        if (definition.Data is { } data)
        {
            sources.Add(DataSource.At("data", data));
        }

        if (definition.SourceRun is { } name)
        {
            var run = await CompletedAsync(name, cancellationToken);
            sources.Add(DataSource.At("run.outputs", new RunFolder(run.Folder).FlowOutputs));
            if (LineFigures.IsReadBy(definition.ColumnMapping))
            {
                sources.Add(new DataSource(LineFigures.Source, (_, _) => LineFigures.Of(run).ToAsyncEnumerable()));
            }

            if (run.Definition.DataPlace is { } before)
            {
                // A row is found by its place: in changed data it may belong to another answer.
                var now = ReadsInputs(definition) || before.Dataset is not null ? await before.PinAsync(Datasets, $"run '{name}'", cancellationToken) : before;
                sources.Add(Path.Exists(now.Path)
                    ? DataSource.At("run.inputs", now.Path)
                    : throw new FlowException(ErrorClasses.UserErrorException, $"Data path {now.Path} for run {name} does not exist. Please make sure it exists and not deleted."));
                if (before.Path == definition.Data && before.Sha256 is not null && before.Sha256 != definition.DataSha256)
                {
                    notes.Add($"'{before.Path}' is not what it was when run '{name}' read it. Its rows are put beside the run's answers by their place: make sure that they still belong together.");
                }
            }
        }

        return (sources, notes);
    }

    private static bool ReadsInputs(RunDefinition definition) =>
        definition.ColumnMapping.Entries.Values.Any(v => v is string text && text.StartsWith("${run.inputs.", StringComparison.Ordinal));
}

/// <summary>A run that has begun.</summary>
/// <param name="Name">The run's.</param>
/// <param name="Ended">The run at its end.</param>
public sealed record StartedRun(string Name, Task<Run> Ended);
