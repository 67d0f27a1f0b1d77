using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gyre.Kernel;

namespace Gyre.Cli.CommandLine;

/// <summary>What is wrong with a command line, in our words and with the nearest right name.</summary>
internal static class UsageErrors
{
    private const string WholeNumber = "a whole number";

    /// <summary>One sentence per fault; empty where the line is right.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var unknown = UnknownOptions(parsed).ToList();
        if (unknown.Count > 0)
        {
            return unknown;
        }

        return parsed.Errors.Count == 0 ? []
            : parsed.UnmatchedTokens.Count > 0 ? [Unmatched(parsed, parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'), parsed.UnmatchedTokens[0]))]
            : [.. parsed.Errors.Select(Words)];
    }

    // The parser tells the program's name of a type, "System.Decimal".
    private static string Words(ParseError error) => error.SymbolResult is OptionResult { Option: { } option } result && NumberOf(option.ValueType) is { } number
        && result.Tokens.FirstOrDefault(t => !decimal.TryParse(t.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) || (number == WholeNumber && value != decimal.Truncate(value))) is { } wrong
        ? $"{option.Name} wants {number}, not '{wrong.Value}'."
        : error.Message;

    private static string? NumberOf(Type type)
    {
        type = type.IsArray ? type.GetElementType()! : type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(int) || type == typeof(long) ? WholeNumber : type == typeof(decimal) || type == typeof(double) ? "a number" : null;
    }

    // Options that take several words would swallow a mistyped option as a value.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) =>
        from option in parsed.CommandResult.Command.Options
        let result = parsed.GetResult(option)
        where result is { Implicit: false } && option.AllowMultipleArgumentsPerToken
        from token in result.Tokens
        where token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.Length > 2
        select UnknownOption(parsed, token.Value);

    private static string Unmatched(ParseResult parsed, string token) =>
        token.StartsWith('-') ? UnknownOption(parsed, token)
        : parsed.CommandResult.Command.Subcommands.Count > 0
            ? $"There is no command '{token}'.{NearestName.Hint(token, parsed.CommandResult.Command.Subcommands.Select(c => c.Name))}"
            : $"'{token}' is one word too many. Put quotes around values with blanks.";

    private static string UnknownOption(ParseResult parsed, string token) =>
        $"There is no option '{token}'.{NearestName.Hint(token.Split('=')[0], OptionNames(parsed.CommandResult))}";

    private static IEnumerable<string> OptionNames(CommandResult? result)
    {
        for (; result is not null; result = result.Parent as CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                yield return option.Name;
            }
        }
    }
}
