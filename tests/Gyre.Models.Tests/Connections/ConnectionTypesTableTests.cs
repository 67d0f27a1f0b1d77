using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Models.Tests.Connections;

/// <summary>The guide's table of types is written from the types.</summary>
public sealed class ConnectionTypesTableTests
{
    private const string Start = "<!-- connection types: written by a test -->\n", End = "<!-- end -->";

    [Fact]
    public void The_guide_has_every_type_and_field()
    {
        var file = RepositoryFiles.At("docs", "guide", "connections.md");
        var text = File.ReadAllText(file);
        var (from, to) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        Approved.Matches(text[..from] + Table() + text[to..], file);
    }

    private static string Table() =>
        "| type | what for | fields |\n| --- | --- | --- |\n"
        + string.Concat(ConnectionTypes.All.Select(t => $"| `{t.Name}` | {t.Description} | {(t.IsCustom ? "`configs`, `secrets`\\*, " : "")}{string.Join(", ", t.Fields.Select(Field))} |\n"));

    private static string Field(ConnectionField field) =>
        $"`{field.Name}`{(field.Secret ? "\\*" : "")}{(field.Default is { } value ? $" ({value})" : field.Required ? "" : " (optional)")}";
}
