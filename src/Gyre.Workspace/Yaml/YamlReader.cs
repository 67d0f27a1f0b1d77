using System.Numerics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Workspace.Yaml;

/// <summary>Turns the events of one document into nodes.</summary>
/// <param name="parser">Gives the events.</param>
/// <param name="text">What the parser reads.</param>
/// <param name="offset">What is added to line numbers.</param>
internal sealed class YamlReader(Parser parser, string text, int offset)
{
    private const int MaximumDepth = 200;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    private readonly string[]? lines = text.Contains('\t', StringComparison.Ordinal) ? text.Split('\n') : null;
    private int depth;

    /// <summary>The only document; an empty map where there is none.</summary>
    /// <exception cref="YamlException">The text is not one YAML document.</exception>
    public YamlNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return new YamlMap([], offset + 1, 1);
        }

        parser.Consume<DocumentStart>();
        var node = Node();
        parser.Consume<DocumentEnd>();
        return parser.TryConsume<DocumentStart>(out var second)
            ? throw new YamlException(second.Start, second.End, "a second document begins here; one file holds one document")
            : node;
    }

    private YamlNode Node()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw new YamlException(alias.Start, alias.End, $"there is no anchor '&{alias.Value}' before this alias");
        }

        var start = parser.Current as NodeEvent
            ?? throw new YamlException(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "a value was expected");
        if (++depth > MaximumDepth)
        {
            throw new YamlException(start.Start, start.End, $"values are nested more than {MaximumDepth} deep");
        }

        YamlNode node = start switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart => List(),
            _ => Map(),
        };
        depth--;
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private YamlScalar Scalar(Scalar scalar)
    {
        parser.MoveNext();
        var tagged = !scalar.Tag.IsEmpty && scalar.Tag != "?" && scalar.Tag != "!";
        var quoted = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || (scalar.Tag == "!" && scalar.Value.Length > 0);
        var value = tagged ? YamlScalars.TaggedValue(scalar.Value, scalar.Tag.Value) : quoted ? scalar.Value : YamlScalars.PlainValue(scalar.Value);
        return new YamlScalar(scalar.Value, value, tagged ? value is string : quoted, Line(scalar), (int)scalar.Start.Column);
    }

    private YamlList List()
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node());
        }

        return new YamlList(items, Line(start), (int)start.Start.Column);
    }

    private YamlMap Map()
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var keys = new Dictionary<object, int>();
        IEnumerable<YamlMap> merged = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = parser.Current!;
            if (Node() is not YamlScalar key)
            {
                throw new YamlException(at.Start, at.End, at is MappingStart { Style: MappingStyle.Flow }
                    ? "a key must be plain text; a value that begins with '{{' must stand in quotes"
                    : "a key must be plain text");
            }

            if (!keys.TryAdd(Identity(key.Value), key.Line))
            {
                throw new YamlException(at.Start, at.End, $"the key '{key.Text}' is written twice (first in line {keys[Identity(key.Value)]})");
            }

            if (start.Style == MappingStyle.Block)
            {
                RefuseTabs(at);
            }

            if (key is { Quoted: false, Text: "<<" })
            {
                var place = parser.Current!;
                merged = Merged(Node(), place);
                continue;
            }

            entries.Add(new YamlEntry(key, Node()));
        }

        // The map's own keys win, wherever the merge stands, and come first.
        foreach (var entry in merged.SelectMany(map => map.Entries))
        {
            if (keys.TryAdd(Identity(entry.Key.Value), entry.Key.Line))
            {
                entries.Add(entry);
            }
        }

        return new YamlMap(entries, Line(start), (int)start.Start.Column);
    }

    /// <summary>The library takes tabs for indentation; YAML and the original do not.</summary>
    private void RefuseTabs(ParsingEvent at)
    {
        var line = lines?.ElementAtOrDefault((int)at.Start.Line - 1);
        if (line?.Length >= at.Start.Column && line.AsSpan(0, (int)at.Start.Column - 1).TrimEnd(' ').EndsWith('\t'))
        {
            throw new YamlException(at.Start, at.End, "a tab can't indent a key; use blanks");
        }
    }

    private static IEnumerable<YamlMap> Merged(YamlNode source, ParsingEvent at) => source switch
    {
        YamlMap map => [map],
        YamlList list when list.Items.All(item => item is YamlMap) => list.Items.Cast<YamlMap>(),
        _ => throw new YamlException(at.Start, at.End, "'<<' takes a mapping or a list of mappings"),
    };

    /// <summary>Keys are the same where Python finds them equal: <c>1</c> and <c>1.0</c> are, <c>1</c> and <c>'1'</c> are not.</summary>
    private static object Identity(object? key) => key switch
    {
        null => DBNull.Value,
        bool flag => new BigInteger(flag ? 1 : 0),
        long number => new BigInteger(number),
        double number when Math.Floor(number) == number && double.IsFinite(number) => new BigInteger(number),
        _ => key,
    };

    private int Line(ParsingEvent e) => (int)e.Start.Line + offset;
}
