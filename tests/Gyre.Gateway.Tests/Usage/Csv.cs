using System.Text;

namespace Gyre.Gateway.Tests.Usage;

/// <summary>Reads RFC 4180 by itself, so that what is written is not judged by its own rules.</summary>
internal static class Csv
{
    public static List<Dictionary<string, string>> Read(string path)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal))];
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var (row, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is ',' or '\n')
            {
                row.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (text[i] == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
            else
            {
                field.Append(text[i]);
            }
        }
    }
}
