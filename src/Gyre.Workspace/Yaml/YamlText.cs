using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Workspace.Yaml;

/// <summary>Reads YAML text into nodes with places. The only user of the YAML library's event stream.</summary>
public static partial class YamlText
{
    /// <summary>Reads a file as UTF-8.</summary>
    /// <exception cref="ProblemException"><c>yaml-syntax</c> with file and line, or <c>file-not-found</c>.</exception>
    public static YamlNode ReadFile(string path) => Read(ReadAllText(path), path);

    /// <summary>A file's text as UTF-8.</summary>
    /// <exception cref="ProblemException"><c>file-not-found</c>.</exception>
    public static string ReadAllText(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProblemException(new Problem("file-not-found", $"There is no file '{path}'.") { File = path }, e);
        }
    }

    /// <summary>Reads one document; empty text is an empty map.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">Named in faults.</param>
    /// <param name="firstLine">Line number of the first line of <paramref name="text"/> within <paramref name="file"/>; 1 unless it is front matter.</param>
    public static YamlNode Read(string text, string file, int firstLine = 1)
    {
        var reader = new Reader(new Parser(new StringReader(text)), firstLine - 1);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            var line = (int)e.Start.Line + firstLine - 1;
            throw new ProblemException(new Problem("yaml-syntax", $"This is not valid YAML: {Reason(e)}") { File = file, Line = line }, e);
        }
    }

    private static string Reason(YamlException e) => (e.InnerException ?? e).Message;

    /// <summary>The value of a plain (unquoted) scalar by the YAML 1.2 core rules.</summary>
    public static object? PlainValue(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF":
                return double.NegativeInfinity;
        }

        if (text[0] is not (>= '0' and <= '9' or '-' or '+' or '.'))
        {
            return text;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer().IsMatch(text))
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : (object)BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        if (Radix().Match(text) is { Success: true } radix)
        {
            var shift = radix.Groups["base"].Value switch { "x" => 16, "o" => 8, _ => 2 };
            var magnitude = radix.Groups["digits"].Value.Where(c => c != '_')
                .Aggregate(BigInteger.Zero, (sum, c) => (sum * shift) + Convert.ToInt32(c.ToString(), 16));
            var number = text[0] == '-' ? -magnitude : magnitude;
            return number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
        }

        return Float().IsMatch(text) ? double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) : text;
    }

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?0(?<base>x)(?<digits>[0-9a-fA-F_]+)$|^[-+]?0(?<base>o)(?<digits>[0-7_]+)$|^[-+]?0(?<base>b)(?<digits>[01_]+)$")]
    private static partial Regex Radix();

    [GeneratedRegex(@"^[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    private sealed class Reader(Parser parser, int offset)
    {
        private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
        private int depth;

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
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                throw new YamlException(second.Start, second.End, "a second document begins here; one file holds one document");
            }

            return node;
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
            if (++depth > 200)
            {
                throw new YamlException(start.Start, start.End, "values are nested more than 200 deep");
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
            var quoted = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag == "tag:yaml.org,2002:str" || scalar.Tag == "!";
            return new YamlScalar(scalar.Value, quoted ? scalar.Value : PlainValue(scalar.Value), quoted, Line(scalar), (int)scalar.Start.Column);
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
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var at = parser.Current!;
                if (Node() is not YamlScalar key)
                {
                    throw new YamlException(at.Start, at.End, "a key must be plain text");
                }

                if (key is { Quoted: false, Text: "<<" })
                {
                    Merge(Node(), entries, names);
                    continue;
                }

                if (!names.Add(key.Text))
                {
                    var written = entries.FindIndex(e => e.Name == key.Text && e.Key.Line < key.Line);
                    throw new YamlException(at.Start, at.End, written < 0
                        ? $"the key '{key.Text}' is written twice"
                        : $"the key '{key.Text}' is written twice (first in line {entries[written].Key.Line})");
                }

                entries.Add(new YamlEntry(key, Node()));
            }

            return new YamlMap(entries, Line(start), (int)start.Start.Column);
        }

        private static void Merge(YamlNode source, List<YamlEntry> entries, HashSet<string> names)
        {
            foreach (var map in source is YamlList list ? list.Items.OfType<YamlMap>() : [.. new[] { source }.OfType<YamlMap>()])
            {
                entries.AddRange(map.Entries.Where(e => names.Add(e.Name)));
            }
        }

        private int Line(ParsingEvent e) => (int)e.Start.Line + offset;
    }
}
