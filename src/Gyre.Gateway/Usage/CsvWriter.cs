using System.Globalization;

namespace Gyre.Gateway.Usage;

/// <summary>Lines of RFC 4180: nothing stands for "not known", quotes where they are needed.</summary>
internal sealed class CsvWriter(TextWriter output)
{
    private bool isFirst = true;

    public void Field(string? text)
    {
        if (!isFirst)
        {
            output.Write(',');
        }

        isFirst = false;
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0)
        {
            output.Write('"');
            output.Write(text!.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
        else
        {
            output.Write(text);
        }
    }

    public void Field(long? number) => Field(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>All its digits, never an exponent.</summary>
    public void Field(decimal? number) => Field(number?.ToString("0.############################", CultureInfo.InvariantCulture));

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
}
