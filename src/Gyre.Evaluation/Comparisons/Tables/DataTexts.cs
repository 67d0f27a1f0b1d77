using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Columns of a run's data that its flow did not read: what lines are like (a category, a language) is seldom an input.</summary>
internal static class DataTexts
{
    /// <summary>Adds the texts of those columns that the data has. Data that changed since the run began tells nothing of its lines.</summary>
    public static void Add(Run run, IReadOnlyList<string> columns, ScoreTable table, CancellationToken cancellationToken)
    {
        if (run.Definition.DataPlace is not { Path: var path } place || !Path.Exists(path) || place.HasChangedAsync(cancellationToken).GetAwaiter().GetResult())
        {
            return;
        }

        var wanted = new ScoreFields(ColumnMapping.LineNumber) { Numbers = [], Texts = columns };
        var rows = new ScoreTable(run.Name);
        var (fields, target) = (new RowFields(wanted), new RowTarget(path, wanted, rows));
        foreach (var (index, row) in new DataReader().ReadAsync(path, cancellationToken).ToBlockingEnumerable(cancellationToken).Index())
        {
            if (!row.ContainsKey(ColumnMapping.LineNumber))
            {
                row[ColumnMapping.LineNumber] = (long)index;
            }

            fields.Read(Encoding.UTF8.GetBytes(PythonJson.Write(ScoreLines.Finite(row))));
            target.Add(fields.Met, index + 1);
        }

        table.Fields.UnionWith(fields.Paths);
        foreach (var column in rows.Columns)
        {
            var texts = new ScoreColumn(column.Name);
            foreach (var (at, key) in rows.Keys.Index().Where(k => table.Find(k.Item) >= 0))
            {
                texts.SetText(table.Find(key), column.Text(at));
            }

            table.Replace(texts);
        }
    }
}
