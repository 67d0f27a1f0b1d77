namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>What a reader takes from each row.</summary>
/// <param name="Key">The field that names the row, by dots where it is nested; null where its place in the file does.</param>
internal sealed record ScoreFields(string? Key)
{
    /// <summary>Fields whose numbers are wanted; null for every one.</summary>
    public IReadOnlyCollection<string>? Numbers { get; init; }

    /// <summary>Fields whose texts are wanted: slices, clusters.</summary>
    public IReadOnlyCollection<string> Texts { get; init; } = [];

    /// <summary>What their columns' names begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether a key may come again: then the row is the one there is.</summary>
    public bool JoinsRows { get; init; }

    /// <summary>Fields wanted with all that is nested in them.</summary>
    public IReadOnlyCollection<string> Whole { get; init; } = [];

    public bool WantsNumber(string field) =>
        (Numbers?.Contains(field, StringComparer.Ordinal) ?? true) || Whole.Any(w => field == w || field.StartsWith(w + ".", StringComparison.Ordinal));

    /// <summary>Whether anything nested in a field is wanted.</summary>
    public bool WantsBelow(string field) =>
        Numbers is null || Whole.Any(w => w == field || field.StartsWith(w + ".", StringComparison.Ordinal))
        || Numbers.Concat(Texts).Concat(Whole).Append(Key ?? "").Any(w => w.StartsWith(field + ".", StringComparison.Ordinal));

    public bool WantsText(string field) => Texts.Contains(field, StringComparer.Ordinal);
}
