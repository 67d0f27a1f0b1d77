using System.Globalization;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The lines that failed again and again when a go at a run ended, kept for the next one: a line that fails in both says nothing of the provider.</summary>
/// <param name="journal">The file of the run's paid answers; they are kept beside it.</param>
internal sealed class FailingLines(string journal)
{
    private readonly string file = journal + ".failing";

    /// <summary>Of the go before; none where there was none.</summary>
    public IReadOnlyList<int> Read() =>
        File.Exists(file) ? [.. File.ReadLines(file).Select(l => int.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var line) ? line : (int?)null).OfType<int>()] : [];

    /// <summary>For the next go.</summary>
    public void Write(IReadOnlyList<int> lines)
    {
        try
        {
            if (lines.Count > 0)
            {
                File.WriteAllLines(file, lines.Select(l => l.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next go only stops once more than it need.
        }
    }

    /// <summary>Removes what is kept.</summary>
    public void Forget() => File.Delete(file);
}
