using System.Globalization;
using Dapper;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Evaluations;

/// <summary>The index of evaluations.</summary>
/// <param name="database">The workspace's database, opened with <see cref="RunStore.Migrations"/>.</param>
/// <param name="folder">Where evaluations have their folders.</param>
/// <param name="secrets">Encrypts the environment variables and constructor arguments of targets.</param>
/// <param name="time">The clock.</param>
public sealed class EvaluationStore(GyreDatabase database, string folder, SecretBox secrets, TimeProvider time)
{
    private const string Columns = "name, description, state, stopped, definition, folder, created_at AS CreatedAt, ended_at AS EndedAt";

    /// <summary>The evaluation of a name.</summary>
    /// <exception cref="ProblemException"><c>evaluation-not-found</c>, with the nearest name there is.</exception>
    public async Task<StoredEvaluation> GetAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw await NotFoundAsync(name, cancellationToken);

    /// <summary>The evaluation of a name, or null.</summary>
    public async Task<StoredEvaluation?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM evaluations WHERE name = @name", new { name }), cancellationToken);
        return row is null ? null : Read(row);
    }

    /// <summary>Evaluations, newest first.</summary>
    public async Task<IReadOnlyList<StoredEvaluation>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>($"SELECT {Columns} FROM evaluations ORDER BY created_at DESC, name LIMIT @limit", new { limit }), cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Adds an evaluation.</summary>
    /// <exception cref="ProblemException"><c>evaluation-exists</c>, <c>run-name-invalid</c>.</exception>
    internal async Task<StoredEvaluation> CreateAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = RunName.For(definition.Name, definition.File is { } file ? Path.GetFileNameWithoutExtension(file) : "evaluation", now);
        var added = await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO evaluations (name, description, state, definition, folder, created_at)
                VALUES (@name, @Description, 'Running', @definition, @folder, @now)
                ON CONFLICT (name) DO NOTHING
                """,
                new { name, definition.Description, definition = EvaluationJson.Write(definition, name, secrets), folder = Path.Combine(folder, name), now = Text(now) }),
            cancellationToken);
        return added == 1
            ? await GetAsync(name, cancellationToken)
            : throw new ProblemException(new Problem("evaluation-exists", $"Evaluation '{name}' already exists. Choose another name, or go on with it: gyre eval resume {name}.") { Field = "name" });
    }

    /// <summary>Its definition with what is encrypted.</summary>
    internal async Task<StoredEvaluation> UnsealAsync(StoredEvaluation evaluation, CancellationToken cancellationToken)
    {
        var json = await database.ReadAsync(connection => connection.QuerySingleAsync<string>("SELECT definition FROM evaluations WHERE name = @Name", new { evaluation.Name }), cancellationToken);
        return evaluation with { Definition = EvaluationJson.Unseal(evaluation.Definition, json, evaluation.Name, secrets) };
    }

    /// <summary>Gives it another ceiling of cost.</summary>
    internal async Task<StoredEvaluation> RaiseAsync(StoredEvaluation evaluation, NanoDollars most, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async connection =>
            {
                var json = await connection.QuerySingleAsync<string>("SELECT definition FROM evaluations WHERE name = @Name", new { evaluation.Name });
                await connection.ExecuteAsync("UPDATE evaluations SET definition = @definition WHERE name = @Name", new { evaluation.Name, definition = EvaluationJson.WithCeiling(json, most) });
            },
            cancellationToken);
        return evaluation with { Definition = evaluation.Definition with { MaxCost = most } };
    }

    /// <summary>Removes its row.</summary>
    internal Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteAsync("DELETE FROM evaluations WHERE name = @name", new { name }), cancellationToken);

    /// <summary>Writes where it stands.</summary>
    internal async Task<StoredEvaluation> StandAsync(string name, EvaluationState state, string? stopped, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                "UPDATE evaluations SET state = @state, stopped = @stopped, ended_at = @ended WHERE name = @name",
                new { name, state = state.ToString(), stopped, ended = state == EvaluationState.Running ? null : Text(time.GetUtcNow()) }),
            cancellationToken);
        return await GetAsync(name, cancellationToken);
    }

    private async Task<ProblemException> NotFoundAsync(string name, CancellationToken cancellationToken)
    {
        var names = await database.ReadAsync(connection => connection.QueryAsync<string>("SELECT name FROM evaluations ORDER BY created_at DESC LIMIT 1000"), cancellationToken);
        return new ProblemException(new Problem("evaluation-not-found", $"There is no evaluation '{name}'.{NearestName.Hint(name, names)} List them with: gyre eval list.") { Field = "name" });
    }

    private static StoredEvaluation Read(Row row)
    {
        var state = Enum.Parse<EvaluationState>(row.State);
        return new StoredEvaluation(row.Name, EvaluationJson.Read(row.Definition, row.Name, row.Description), row.Folder)
        {
            State = state == EvaluationState.Running && RunLock.IsFree(row.Folder) ? EvaluationState.NotResponding : state,
            Stopped = row.Stopped,
            CreatedAt = Moment(row.CreatedAt),
            EndedAt = row.EndedAt is { } ended ? Moment(ended) : null,
        };
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public string? Description { get; init; }

        public string State { get; init; } = "";

        public string? Stopped { get; init; }

        public string Definition { get; init; } = "{}";

        public string Folder { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public string? EndedAt { get; init; }
    }
}
