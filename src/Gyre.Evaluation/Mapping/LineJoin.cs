using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Flows;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Mapping;

/// <summary>
/// Joins the sources of a run line by line: by <c>line_number</c> where rows have one, else by position. A row that is absent
/// from any source drops out. Sources in ascending order (all that runs write) are merged as they stream; others are held in memory.
/// </summary>
/// <param name="sources">By name, in order; each can be read more than once.</param>
internal sealed class LineJoin(IReadOnlyList<KeyValuePair<string, Func<CancellationToken, IAsyncEnumerable<PythonDict>>>> sources)
{
    /// <summary>The joined lines.</summary>
    /// <exception cref="FlowException">EmptyInputsData; InputMappingError where a source is empty, lengths differ, or no line is complete.</exception>
    public async IAsyncEnumerable<SourceLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var surveys = new List<Survey>();
        foreach (var (name, open) in sources)
        {
            surveys.Add(await SurveyAsync(name, open, cancellationToken));
        }

        Check(surveys);
        var lines = surveys.All(s => s.Ascending) ? MergeAsync(surveys, cancellationToken) : CollectAsync(surveys, cancellationToken);
        var any = false;
        await foreach (var line in lines)
        {
            any = true;
            yield return line;
        }

        if (!any)
        {
            throw Incorrect("Could not find one complete line on the provided input. Please ensure that you supply data on the same line to resolve this issue.");
        }
    }

    private static async Task<Survey> SurveyAsync(string name, Func<CancellationToken, IAsyncEnumerable<PythonDict>> open, CancellationToken cancellationToken)
    {
        var count = 0L;
        var numbered = false;
        var ascending = true;
        var last = long.MinValue;
        await foreach (var row in open(cancellationToken))
        {
            count++;
            if (NumberOf(row) is { } number)
            {
                numbered = true;
                ascending &= number > last;
                last = number;
            }
        }

        return new Survey(name, open, count, numbered, ascending);
    }

    private static void Check(List<Survey> surveys)
    {
        if (surveys.All(s => s.Count == 0))
        {
            throw new FlowException(
                ErrorClasses.EmptyInputsData,
                "Couldn't find any inputs data at the given input paths. Please review the provided path and consider resubmitting.");
        }

        if (surveys.Find(s => s.Count == 0) is { } empty)
        {
            throw Incorrect($"Input from key '{empty.Name}' is an empty list, which means we cannot generate a single line input for the flow run. Please rectify the input and try again.");
        }

        var unnumbered = surveys.Where(s => !s.Numbered).ToList();
        if (unnumbered.Select(s => s.Count).Distinct().Count() > 1)
        {
            var lengths = PythonText.Repr(new PythonDict(unnumbered.Select(s => KeyValuePair.Create(s.Name, (object?)s.Count))));
            throw Incorrect(
                "Line numbers are not aligned. Some lists have dictionaries missing the 'line_number' key, and the lengths of these lists are different. "
                + $"List lengths are: {lengths}. Please make sure these lists have the same length or add 'line_number' key to each dictionary.");
        }
    }

    private static async IAsyncEnumerable<SourceLine> MergeAsync(List<Survey> surveys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursors = surveys.ConvertAll(s => new Cursor(s, cancellationToken));
        try
        {
            while (await AllAdvanceAsync(cursors))
            {
                var furthest = cursors.Max(c => c.Number);
                while (cursors.Find(c => c.Number < furthest) is { } behind)
                {
                    if (!await behind.NextAsync())
                    {
                        yield break;
                    }

                    furthest = Math.Max(furthest, behind.Number);
                }

                yield return new SourceLine(furthest, cursors.ToDictionary(c => c.Name, c => c.Row, StringComparer.Ordinal));
            }
        }
        finally
        {
            foreach (var cursor in cursors)
            {
                await cursor.DisposeAsync();
            }
        }
    }

    private static async ValueTask<bool> AllAdvanceAsync(List<Cursor> cursors)
    {
        foreach (var cursor in cursors)
        {
            if (!await cursor.NextAsync())
            {
                return false;
            }
        }

        return true;
    }

    private static async IAsyncEnumerable<SourceLine> CollectAsync(List<Survey> surveys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new OrderedDictionary<long, Dictionary<string, PythonDict>>();
        foreach (var survey in surveys)
        {
            await using var cursor = new Cursor(survey, cancellationToken);
            while (await cursor.NextAsync())
            {
                if (!lines.TryGetValue(cursor.Number, out var rows))
                {
                    lines[cursor.Number] = rows = new Dictionary<string, PythonDict>(StringComparer.Ordinal);
                }

                rows[survey.Name] = cursor.Row;
            }
        }

        foreach (var (number, rows) in lines)
        {
            if (rows.Count == surveys.Count)
            {
                yield return new SourceLine(number, rows);
            }
        }
    }

    // A CSV's line_number is text; it joins with the numbers that runs write.
    private static long? NumberOf(PythonDict row) => row.TryGetValue(ColumnMapping.LineNumber, out var value)
        ? value switch
        {
            long number and >= 0 => number,
            double number when Math.Floor(number) == number && number is >= 0 and < int.MaxValue => (long)number,
            string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Incorrect($"'line_number' must be a whole number from 0 on, got {PythonText.Repr(value)}."),
        }
        : null;

    private static FlowException Incorrect(string what) => new(ErrorClasses.InputMappingError, $"The input for batch run is incorrect. {what}");

    private sealed record Survey(string Name, Func<CancellationToken, IAsyncEnumerable<PythonDict>> Open, long Count, bool Numbered, bool Ascending);

    private sealed class Cursor(Survey survey, CancellationToken cancellationToken) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<PythonDict> rows = survey.Open(cancellationToken).GetAsyncEnumerator(cancellationToken);
        private long position = -1;

        public string Name => survey.Name;

        public long Number { get; private set; }

        public PythonDict Row => rows.Current;

        /// <summary>Moves to the next row that has a number, where rows have one.</summary>
        public async ValueTask<bool> NextAsync()
        {
            while (await rows.MoveNextAsync())
            {
                position++;
                if (!survey.Numbered)
                {
                    Number = position;
                    return true;
                }

                if (NumberOf(rows.Current) is { } number)
                {
                    Number = number;
                    return true;
                }
            }

            return false;
        }

        public ValueTask DisposeAsync() => rows.DisposeAsync();
    }
}
