using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Reads what a node input, an output or <c>activate.when</c> says: a literal or one reference.</summary>
internal static partial class InputBindings
{
    private static readonly string[] FlowPrefixes = ["inputs.", "flow."];

    /// <summary>A YAML value: only text can be a reference; lists and maps are literals, with any references inside left as text.</summary>
    public static InputBinding Parse(YamlNode node) => Parse(node.ToValue()) with { Line = node.Line };

    /// <summary>A value: a reference only if the whole text is <c>${…}</c>.</summary>
    public static InputBinding Parse(object? value) =>
        value is string { Length: > 2 } text && text.StartsWith("${", StringComparison.Ordinal) && text[^1] == '}'
            ? Reference(text[2..^1])
            : new LiteralBinding(value);

    /// <summary>The steps of a property path. A scan, not a grammar, as in the original: what is neither a word nor a bracket is passed over.</summary>
    public static IReadOnlyList<PropertyStep> ParsePath(string path) => [.. Steps().Matches(path).Select(Step)];

    /// <summary>The binding as a flow file has it.</summary>
    public static object? Write(InputBinding binding) => binding switch
    {
        FlowInputBinding input => $"${{inputs.{input.Name}}}",
        NodeBinding node => $"${{{node.Text}}}",
        _ => ((LiteralBinding)binding).Value,
    };

    private static InputBinding Reference(string text)
    {
        if (FlowPrefixes.FirstOrDefault(prefix => text.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
        {
            return new FlowInputBinding(text[prefix.Length..]);
        }

        var parts = text.Split('.', 3);
        return new NodeBinding(parts[0])
        {
            Text = text,
            Section = parts.Length > 1 ? parts[1] : "output",
            Property = parts.Length > 2 ? parts[2] : "",
            Path = parts.Length > 2 ? ParsePath(parts[2]) : [],
        };
    }

    private static PropertyStep Step(Match match)
    {
        if (match.Groups["word"].Success)
        {
            return new PropertyStep(match.Value, 0);
        }

        return match.Groups["key"] is { Success: true } key
            ? new PropertyStep(key.Value, 0) { Bracketed = true }
            : new PropertyStep(null, Index(match.Groups["index"].ValueSpan)) { Bracketed = true };
    }

    private static int Index(ReadOnlySpan<char> digits)
    {
        long index = 0;
        foreach (var digit in digits)
        {
            index = Math.Min(int.MaxValue, (index * 10) + CharUnicodeInfo.GetDecimalDigitValue(digit));
        }

        return (int)index;
    }

    // Python's \w: letters, numbers and the underscore.
    [GeneratedRegex(@"(?<word>[\p{L}\p{N}_]+)|\['(?<key>.*?)'\]|\[(?<index>\d+)\]")]
    private static partial Regex Steps();
}
