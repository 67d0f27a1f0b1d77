using System.Globalization;
using Dapper;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Outputs;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Gates.Verdicts;

/// <summary>What gates said, whoever asked: the page, the command line, CI on this workspace.</summary>
/// <param name="database">The workspace's database, opened with <see cref="RunStore.Migrations"/>.</param>
/// <param name="root">What paths of policies are told from.</param>
/// <param name="time">The clock.</param>
public sealed class VerdictStore(GyreDatabase database, string root, TimeProvider time)
{
    private const string Columns = "id, policy, name, digest, run, against, verdict, opens, sentence, more_lines AS MoreLines, judged_at AS JudgedAt";

    /// <summary>Keeps what a gate said of a policy that is a file. Who asks the same again and hears the same changes the time alone.</summary>
    public async Task KeepAsync(GateResult result, CancellationToken cancellationToken)
    {
        var row = new
        {
            policy = WorkspacePath.Of(root, result.Policy.File),
            result.Policy.Name,
            digest = result.Policy.Digest,
            run = result.Candidate,
            against = result.Baseline,
            verdict = GateSummary.Word(result.Verdict),
            opens = result.Opens ? 1 : 0,
            sentence = GateSummary.Sentence(result),
            more = result.Checks.Where(result.Blocks).Max(c => c.MoreLines),
            now = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };
        await database.WriteAsync(
            async connection =>
            {
                var same = await connection.ExecuteAsync(
                    """
                    UPDATE gate_verdicts SET judged_at = @now, more_lines = @more
                    WHERE id = (SELECT MAX(id) FROM gate_verdicts WHERE policy = @policy)
                      AND digest = @digest AND run = @run AND against IS @against AND verdict = @verdict AND sentence = @sentence
                    """,
                    row);
                if (same == 0)
                {
                    await connection.ExecuteAsync(
                        """
                        INSERT INTO gate_verdicts (policy, name, digest, run, against, verdict, opens, sentence, more_lines, judged_at)
                        VALUES (@policy, @Name, @digest, @run, @against, @verdict, @opens, @sentence, @more, @now)
                        """,
                        row);
                }
            },
            cancellationToken);
    }

    /// <summary>The last verdict by each policy.</summary>
    internal Task<IReadOnlyList<KeptVerdict>> LastAsync(CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM gate_verdicts WHERE id IN (SELECT MAX(id) FROM gate_verdicts GROUP BY policy)", new { }, cancellationToken);

    /// <summary>Verdicts, the newest first.</summary>
    /// <param name="policy">Only by this one; null for all.</param>
    /// <param name="before">Only older ones than this; null for the newest.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal Task<IReadOnlyList<KeptVerdict>> ListAsync(string? policy, long? before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            $"""
            SELECT {Columns} FROM gate_verdicts
            WHERE (@policy IS NULL OR policy = @policy) AND (@before IS NULL OR (judged_at, id) < (SELECT judged_at, id FROM gate_verdicts WHERE id = @before))
            ORDER BY judged_at DESC, id DESC LIMIT @limit
            """,
            new { policy, before, limit },
            cancellationToken);

    /// <summary>Of a policy's file as it is now; empty where it can't be read.</summary>
    internal static string DigestOf(string file)
    {
        try
        {
            return GatePolicy.DigestOf(YamlText.ReadAllText(file));
        }
        catch (ProblemException)
        {
            return "";
        }
    }

    private async Task<IReadOnlyList<KeptVerdict>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(sql, parameters), cancellationToken);
        return [.. rows.Select(r => r.Kept())];
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public string Policy { get; init; } = "";

        public string Name { get; init; } = "";

        public string Digest { get; init; } = "";

        public string Run { get; init; } = "";

        public string? Against { get; init; }

        public string Verdict { get; init; } = "";

        public long Opens { get; init; }

        public string Sentence { get; init; } = "";

        public long? MoreLines { get; init; }

        public string JudgedAt { get; init; } = "";

        public KeptVerdict Kept() => new()
        {
            Id = Id,
            Policy = Policy,
            Name = Name,
            Digest = Digest,
            Run = Run,
            Against = Against,
            Verdict = Verdict switch { "pass" => GateVerdict.Pass, "fail" => GateVerdict.Fail, _ => GateVerdict.Inconclusive },
            Opens = Opens != 0,
            Sentence = Sentence,
            MoreLines = (int?)MoreLines,
            JudgedAt = DateTimeOffset.Parse(JudgedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
    }
}
