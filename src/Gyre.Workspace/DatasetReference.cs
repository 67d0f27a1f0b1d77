using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Kernel;

namespace Gyre.Workspace;

/// <summary>Data that is a dataset, as it is written: <c>name@version</c>, or <c>name</c> for the latest version.</summary>
/// <param name="Name">Letters, digits, <c>-</c> and <c>_</c>: no dot and no slash, so that no path reads as one.</param>
/// <param name="Version">From 1; null for the latest.</param>
public readonly partial record struct DatasetReference(string Name, int? Version)
{
    /// <summary>Reads a reference; false where the text is none, as most paths are.</summary>
    public static bool TryParse(string? text, out DatasetReference reference)
    {
        if (text is not null && Written().Match(text) is { Success: true } match)
        {
            var version = match.Groups["version"];
            reference = new DatasetReference(match.Groups["name"].Value, version.Success ? int.Parse(version.ValueSpan, CultureInfo.InvariantCulture) : null);
            return true;
        }

        reference = default;
        return false;
    }

    /// <summary>Reads a reference that must be one.</summary>
    /// <exception cref="ProblemException"><c>dataset-name-invalid</c>.</exception>
    public static DatasetReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new ProblemException(new Problem("dataset-name-invalid", $"'{text}' names no dataset. Names have up to 100 letters, digits, '-' and '_' and begin with a letter or digit; a version follows as @2.") { Field = "name" });

    /// <inheritdoc/>
    public override string ToString() => Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{Name}@{version}") : Name;

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9][A-Za-z0-9_-]{0,99})(@(?<version>[1-9][0-9]{0,8}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
