using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Spectre.Console;

namespace Gyre.Cli.Accounts;

/// <summary>Prints what the API would answer: as JSON the same document, for a person a table or a list of fields.</summary>
internal static class AccountViews
{
    public static void Show<T>(Invocation call, T one)
        where T : class
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, one));
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        using var document = JsonSerializer.SerializeToDocument(one);
        foreach (var field in document.RootElement.EnumerateObject().Where(f => Text(f.Value).Length > 0))
        {
            grid.AddRow(new Markup($"[grey]{Markup.Escape(field.Name)}[/]"), new Text(Text(field.Value)));
        }

        call.Output.Write(grid);
    }

    /// <param name="call">The call.</param>
    /// <param name="all">What to list.</param>
    /// <param name="empty">What to say where there is none.</param>
    /// <param name="columns">Headings and what stands under them.</param>
    public static void List<T>(Invocation call, IReadOnlyList<T> all, string empty, params (string Heading, Func<T, string?> Cell)[] columns)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, all));
            return;
        }

        if (all.Count == 0)
        {
            call.Note(empty);
            return;
        }

        var table = Terminal.Table(call.Output, [.. columns.Select(c => c.Heading)]);
        foreach (var one in all)
        {
            table.AddRow(columns.Select(c => new Text(c.Cell(one) ?? "")));
        }

        call.Output.Write(table);
    }

    public static string? Date(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name}={Text(p.Value)}")),
        _ => value.GetRawText(),
    };
}
