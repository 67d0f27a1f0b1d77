using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Runs;

/// <summary>Names of runs: given, or <c>&lt;flow&gt;_&lt;variant&gt;_&lt;timestamp&gt;</c>.</summary>
internal static partial class RunName
{
    /// <summary>Of characters.</summary>
    public const int Longest = 200;

    private const string DefaultVariant = "variant_0";

    // What some file system does not take in a folder's name.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|\0\n\r\t");

    public static string For(RunDefinition definition, DateTimeOffset now) => definition.Name is { } name
        ? Checked(name)
        : NotWord().Replace($"{definition.FlowName}_{Variant(definition)}_{now.ToLocalTime().ToString("yyyyMMdd_HHmmss_ffffff", CultureInfo.InvariantCulture)}", "_");

    /// <summary>Given, or <c>&lt;stem&gt;_&lt;timestamp&gt;</c>.</summary>
    public static string For(string? given, string stem, DateTimeOffset now) => given is not null
        ? Checked(given)
        : NotWord().Replace($"{stem}_{now.ToLocalTime().ToString("yyyyMMdd_HHmmss_ffffff", CultureInfo.InvariantCulture)}", "_");

    public static string Display(RunDefinition definition, string name, DateTimeOffset now) => definition.DisplayName is not { } display
        ? name
        : display
            .Replace("${run}", definition.SourceRun ?? "${run}", StringComparison.Ordinal)
            .Replace("${timestamp}", now.ToLocalTime().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("${variant_id}", Variant(definition), StringComparison.Ordinal);

    private static string Variant(RunDefinition definition) =>
        definition.Variant is { } text && VariantText().Match(text) is { Success: true } match ? match.Groups["variant"].Value : DefaultVariant;

    /// <summary>Whether it can name a run: it is a folder's name and an id in records.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && name.Trim() == name && name is not ("." or "..") && !name.AsSpan().ContainsAny(Forbidden);

    private static string Checked(string name) =>
        IsValid(name)
            ? name
            : throw new ProblemException(new Problem("run-name-invalid", $"'{name}' cannot name a run. Use up to 200 letters, digits, '_', '-', '.' or blanks inside; no slash, colon or quote.") { Field = "name" });

    [GeneratedRegex("[^a-zA-Z0-9_]")]
    private static partial Regex NotWord();

    [GeneratedRegex(@"^\$\{[^.{}]+\.(?<variant>[^{}]+)\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex VariantText();
}
