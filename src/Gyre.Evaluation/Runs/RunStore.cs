using System.Globalization;
using Dapper;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Runs;

/// <summary>The index of runs. What a run produced is in its folder; this says that it exists and where it stands.</summary>
/// <param name="database">The workspace's database, opened with <see cref="Migrations"/>.</param>
/// <param name="runsFolder">Where run folders are made.</param>
/// <param name="secrets">Encrypts the environment variables and constructor arguments of runs.</param>
/// <param name="time">The clock.</param>
public sealed class RunStore(GyreDatabase database, string runsFolder, SecretBox secrets, TimeProvider time)
{
    /// <summary>The tables of this room.</summary>
    public static RoomMigrations Migrations { get; } = RoomMigrations.Of(typeof(RunStore).Assembly);

    /// <summary>Adds a run with a folder of its own.</summary>
    /// <exception cref="ProblemException"><c>run-exists</c>, <c>run-name-invalid</c>.</exception>
    public async Task<Run> CreateAsync(RunDefinition definition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = RunName.For(definition, now);
        var run = new Run
        {
            Name = name,
            DisplayName = RunName.Display(definition, name, now),
            Description = definition.Description,
            Tags = definition.Tags,
            State = RunState.NotStarted,
            Definition = definition with { Name = name },
            Folder = FolderOf(name),
            CreatedAt = now,
        };
        var added = await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO runs (name, display_name, description, tags, state, definition, source_run, folder, created_at)
                VALUES (@Name, @DisplayName, @Description, @Tags, @State, @Definition, @SourceRun, @Folder, @CreatedAt)
                ON CONFLICT (name) DO NOTHING
                """,
                new
                {
                    run.Name,
                    run.DisplayName,
                    run.Description,
                    Tags = Json(run.Tags),
                    State = run.State.ToString(),
                    Definition = RunDefinitionJson.Write(definition, name, secrets),
                    definition.SourceRun,
                    run.Folder,
                    CreatedAt = Text(now),
                }),
            cancellationToken);
        return added == 1 ? run : throw Taken(name);
    }

    /// <summary>Where a run of a name has its folder.</summary>
    internal string FolderOf(string name) => Path.Combine(runsFolder, name);

    /// <summary>Says before anything is done that a name is taken.</summary>
    internal async Task RefuseTakenAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is not null)
        {
            throw Taken(name);
        }
    }

    /// <summary>The run of a name.</summary>
    /// <exception cref="ProblemException"><c>run-not-found</c>, with the nearest name there is.</exception>
    public async Task<Run> GetAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw await NotFoundAsync(name, cancellationToken);

    /// <summary>The run of a name, or null.</summary>
    public async Task<Run?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE name = @name", new { name }), cancellationToken);
        return row is null ? null : Observed(row.ToRun());
    }

    /// <summary>What a run was made from, with its environment variables and constructor arguments.</summary>
    internal async Task<RunDefinition> DefinitionAsync(Run run, CancellationToken cancellationToken)
    {
        var json = await database.ReadAsync(
            connection => connection.QuerySingleAsync<string>("SELECT definition FROM runs WHERE name = @Name", new { run.Name }), cancellationToken);
        return RunDefinitionJson.Unseal(run.Definition, json, run.Name, secrets);
    }

    /// <summary>Runs, newest first.</summary>
    public async Task<IReadOnlyList<Run>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<RunRow>(
                $"""
                SELECT {RunRow.Columns} FROM runs
                WHERE (@IncludeArchived OR archived = 0) AND (NOT @OnlyArchived OR archived = 1)
                  AND (@AnyState OR state IN @States)
                  AND (@SourceRun IS NULL OR source_run = @SourceRun)
                  AND (@AnySource OR source_run IN @SourceRuns)
                  AND (@Before IS NULL OR created_at < (SELECT created_at FROM runs WHERE name = @Before)
                       OR (created_at = (SELECT created_at FROM runs WHERE name = @Before) AND name > @Before))
                  AND (@NamePrefix IS NULL OR substr(name, 1, length(@NamePrefix)) = @NamePrefix)
                ORDER BY created_at DESC, name
                LIMIT @Limit
                """,
                new { IncludeArchived = filter.IncludeArchived || filter.OnlyArchived, filter.OnlyArchived, filter.SourceRun, filter.NamePrefix, filter.Before, AnyState = filter.Written is null, States = (filter.Written ?? []).Select(s => s.ToString()), AnySource = filter.SourceRuns is null, SourceRuns = filter.SourceRuns ?? [], Limit = filter.Limit ?? -1 }),
            cancellationToken);
        return [.. rows.Select(row => Observed(row.ToRun())).Where(run => filter.State is null || run.State == filter.State)];
    }

    /// <summary>Changes what is for people; null leaves a field as it is.</summary>
    public async Task<Run> UpdateAsync(string name, string? displayName, string? description, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            name,
            "UPDATE runs SET display_name = coalesce(@displayName, display_name), description = coalesce(@description, description), tags = coalesce(@tags, tags) WHERE name = @name",
            new { name, displayName, description, tags = tags is null ? null : Json(tags) },
            cancellationToken);
        return await GetAsync(name, cancellationToken);
    }

    /// <summary>Hides a run from lists, or shows it again.</summary>
    public async Task<Run> ArchiveAsync(string name, bool archived, CancellationToken cancellationToken)
    {
        await ChangeAsync(name, "UPDATE runs SET archived = @archived WHERE name = @name", new { name, archived }, cancellationToken);
        return await GetAsync(name, cancellationToken);
    }

    /// <summary>Removes a run and its folder.</summary>
    /// <exception cref="ProblemException"><c>run-not-found</c>, <c>run-in-progress</c>.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var run = await GetAsync(name, cancellationToken);
        using var held = RunLock.TryTake(run.Folder) ?? throw RunLock.Held(name);
        await ChangeAsync(name, "DELETE FROM runs WHERE name = @name", new { name }, cancellationToken);
        held.RemoveFolder();
    }

    /// <summary>Asks the process that runs it to end; a run whose process is gone is canceled at once.</summary>
    /// <exception cref="ProblemException"><c>run-not-found</c>, <c>run-finished</c>.</exception>
    public async Task<Run> CancelAsync(string name, CancellationToken cancellationToken)
    {
        var run = await GetAsync(name, cancellationToken);
        if (!run.IsActive && run.State != RunState.NotResponding)
        {
            throw new ProblemException(new Problem("run-finished", $"Run '{name}' has ended already ({run.State}).") { Field = "name" });
        }

        var state = run.State == RunState.NotResponding ? RunState.Canceled : RunState.CancelRequested;
        await ChangeAsync(
            name,
            "UPDATE runs SET state = @state, ended_at = CASE WHEN @ended THEN @now ELSE ended_at END WHERE name = @name AND state IN ('NotStarted', 'Preparing', 'Running', 'CancelRequested')",
            new { name, state = state.ToString(), ended = state == RunState.Canceled, now = Text(time.GetUtcNow()) },
            cancellationToken);
        return await GetAsync(name, cancellationToken);
    }

    /// <summary>Writes how far a run is and tells whether someone asked for its end.</summary>
    internal Task<bool> BeatAsync(string name, int? total, int completed, int failed, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection => await connection.QuerySingleOrDefaultAsync<string>(
                "UPDATE runs SET total_lines = @total, completed_lines = @completed, failed_lines = @failed WHERE name = @name RETURNING state",
                new { name, total, completed, failed }) is null or nameof(RunState.CancelRequested),
            cancellationToken);

    /// <summary>Begins, or begins again.</summary>
    internal Task StartAsync(string name, RunState state, CancellationToken cancellationToken) =>
        ChangeAsync(
            name,
            "UPDATE runs SET state = @state, started_at = coalesce(started_at, @now), ended_at = NULL, error = NULL WHERE name = @name",
            new { name, state = state.ToString(), now = Text(time.GetUtcNow()) },
            cancellationToken);

    /// <summary>Moves from Preparing to Running unless an end was asked for.</summary>
    internal Task RunningAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteAsync("UPDATE runs SET state = 'Running' WHERE name = @name AND state = 'Preparing'", new { name }), cancellationToken);

    /// <summary>Writes the end of a run.</summary>
    internal async Task<Run> EndAsync(Run run, CancellationToken cancellationToken)
    {
        var ended = run with { EndedAt = time.GetUtcNow() };
        await ChangeAsync(
            run.Name,
            """
            UPDATE runs SET state = @State, ended_at = @EndedAt, total_lines = @TotalLines, completed_lines = @CompletedLines, failed_lines = @FailedLines,
                   system_metrics = @SystemMetrics, metrics = @Metrics, error = @Error
            WHERE name = @Name
            """,
            new
            {
                run.Name,
                State = run.State.ToString(),
                EndedAt = Text(ended.EndedAt.Value),
                run.TotalLines,
                run.CompletedLines,
                run.FailedLines,
                SystemMetrics = PythonJson.Write(run.SystemMetrics),
                Metrics = run.Metrics is null ? null : PythonJson.Write(run.Metrics),
                Error = run.Error is null ? null : PythonJson.Write(run.Error),
            },
            cancellationToken);
        return await GetAsync(run.Name, cancellationToken);
    }

    private async Task ChangeAsync(string name, string sql, object parameters, CancellationToken cancellationToken)
    {
        if (await database.WriteAsync(connection => connection.ExecuteAsync(sql, parameters), cancellationToken) == 0)
        {
            throw await NotFoundAsync(name, cancellationToken);
        }
    }

    private async Task<ProblemException> NotFoundAsync(string name, CancellationToken cancellationToken)
    {
        var names = await database.ReadAsync(connection => connection.QueryAsync<string>("SELECT name FROM runs ORDER BY created_at DESC LIMIT 1000"), cancellationToken);
        return new ProblemException(new Problem("run-not-found", $"There is no run '{name}'.{NearestName.Hint(name, names)} List them with: gyre run list.") { Field = "name" });
    }

    private static ProblemException Taken(string name) =>
        new(new Problem("run-exists", $"Run '{name}' already exists. Choose another name, or delete it: gyre run delete --name {name}.") { Field = "name" });

    // The lock of a run ends with its process, however that ended; so whoever can take it knows that nobody runs it.
    private static Run Observed(Run run) => run.IsActive && RunLock.IsFree(run.Folder) ? run with { State = RunState.NotResponding } : run;

    private static string Json(IReadOnlyDictionary<string, string> tags) =>
        PythonJson.Write(new PythonDict(tags.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value))));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
