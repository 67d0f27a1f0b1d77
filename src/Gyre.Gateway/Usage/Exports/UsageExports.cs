using System.Data.Common;
using System.Text;
using Dapper;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Storage;
using Gyre.Workspace;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>In which form usage is handed on.</summary>
public enum UsageFormat
{
    /// <summary>FOCUS 1.2: charges per hour, key, model and bucket, for cost tools.</summary>
    Focus,

    /// <summary>A line per call.</summary>
    Csv,

    /// <summary>A JSON object per call and line.</summary>
    Jsonl,
}

/// <summary>What an export wrote.</summary>
/// <param name="Rows">Lines of the file: charges, or calls.</param>
/// <param name="Cost">Their sum.</param>
/// <param name="Unpriced">Calls whose cost is not known; in FOCUS they are no charges and stand in a file of their own.</param>
/// <param name="UnpricedFile">That file's path, where there are such calls.</param>
public sealed record UsageExported(long Rows, NanoDollars Cost, long Unpriced, string? UnpricedFile);

/// <summary>Writes the ledger to files, however many rows it has.</summary>
/// <param name="database">With the ledger.</param>
/// <param name="catalog">Knows what providers are called.</param>
public sealed class UsageExports(GyreDatabase database, ModelCatalog catalog)
{
    /// <summary>Writes a query's calls, in order of time. What fails leaves no part of a file.</summary>
    /// <param name="query">What to write; how it would be grouped does not matter.</param>
    /// <param name="format">In which form.</param>
    /// <param name="path">The file; one of that name is replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>export-not-writable</c>, or the database's.</exception>
    public Task<UsageExported> WriteAsync(UsageQuery query, UsageFormat format, string path, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var filter = await UsageFilter.OfAsync(connection, database.Kind, query);
            var names = await KeyNames.ReadAsync(connection);
            try
            {
                return format == UsageFormat.Focus
                    ? Focus(connection, filter, names, path, cancellationToken)
                    : Calls(connection, filter, format, path, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ProblemException(new Problem("export-not-writable", $"'{path}' can't be written ({e.Message.TrimEnd('.')}). Name another file, or free some space.") { File = path }, e);
            }
        },
        cancellationToken);

    private UsageExported Focus(DbConnection connection, UsageFilter filter, KeyNames names, string path, CancellationToken cancellationToken)
    {
        var aside = Path.ChangeExtension(path, ".unpriced.csv");
        UsageExported? written = null;
        AtomicFile.Write(path, file => AtomicFile.Write(aside, rest =>
        {
            using var charges = Writer(file);
            using var unpriced = Writer(rest);
            var focus = new FocusHours(new FocusCharges(charges, names, catalog), new UnpricedCalls(unpriced, names));
            foreach (var row in Rows(connection, FocusCall.Sql, $"{filter.Where} AND {FocusCall.IsCharge}", filter, cancellationToken))
            {
                focus.Add(FocusCall.Read(row));
            }

            written = focus.End() with { UnpricedFile = aside };
        }));
        if (written!.Unpriced > 0)
        {
            return written;
        }

        File.Delete(aside);
        return written with { UnpricedFile = null };
    }

    private static UsageExported Calls(DbConnection connection, UsageFilter filter, UsageFormat format, string path, CancellationToken cancellationToken)
    {
        var written = new UsageExported(0, NanoDollars.Zero, 0, null);
        AtomicFile.Write(path, file =>
        {
            using var lines = new CallLines(file, format);
            foreach (var row in Rows(connection, $"{LedgerColumns.Sql}, CASE WHEN {UsageReports.UnknownCost} THEN 1 ELSE 0 END", filter.Where, filter, cancellationToken))
            {
                lines.Add(row);
            }

            written = lines.End();
        });
        return written;
    }

    private static IEnumerable<DbDataReader> Rows(DbConnection connection, string columns, string where, UsageFilter filter, CancellationToken cancellationToken)
    {
        using var reader = (DbDataReader)connection.ExecuteReader(new CommandDefinition(
            $"SELECT {columns} FROM usage_ledger WHERE {where} ORDER BY started_at, id", filter.Values, commandTimeout: 0, cancellationToken: cancellationToken));
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return reader;
        }
    }

    private static StreamWriter Writer(Stream file) => new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
}
