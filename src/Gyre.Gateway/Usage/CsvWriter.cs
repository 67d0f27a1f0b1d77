using System.Globalization;

namespace Gyre.Gateway.Usage;

/// <summary>Lines of RFC 4180: nothing stands for "not known", quotes where they are needed. A text is never a formula.</summary>
internal sealed class CsvWriter(TextWriter output)
{
    private bool isFirst = true;

    /// <summary>A text. An apostrophe goes before one that a spreadsheet would take for a formula: names come from callers and providers.</summary>
    public void Field(string? text)
    {
        Begin();
        var formula = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0)
        {
            output.Write(formula ? "\"'" : "\"");
            output.Write(text!.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
            return;
        }

        output.Write(formula ? "'" : "");
        output.Write(text);
    }

    public void Field(long? number) => Number(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>All its digits, never an exponent.</summary>
    public void Field(decimal? number) => Number(number?.ToString("0.############################", CultureInfo.InvariantCulture));

    public void Fields(IEnumerable<string?> texts)
    {
        foreach (var text in texts)
        {
            Field(text);
        }
    }

    public void End()
    {
        output.Write("\r\n");
        isFirst = true;
    }

    private void Number(string? digits)
    {
        Begin();
        output.Write(digits);
    }

    private void Begin()
    {
        if (!isFirst)
        {
            output.Write(',');
        }

        isFirst = false;
    }
}
