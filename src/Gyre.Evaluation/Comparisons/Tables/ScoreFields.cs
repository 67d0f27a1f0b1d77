namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>What a reader takes from each row.</summary>
/// <param name="Key">The field that names the row, by dots where it is nested.</param>
internal sealed record ScoreFields(string Key)
{
    /// <summary>Fields whose numbers are wanted; null for every one.</summary>
    public IReadOnlyCollection<string>? Numbers { get; init; }

    /// <summary>Fields whose texts are wanted: slices, clusters.</summary>
    public IReadOnlyCollection<string> Texts { get; init; } = [];

    /// <summary>Whether a key may come again: then the row is the one there is.</summary>
    public bool JoinsRows { get; init; }

    public bool WantsNumber(string field) => Numbers?.Contains(field, StringComparer.Ordinal) ?? true;

    public bool WantsText(string field) => Texts.Contains(field, StringComparer.Ordinal);
}
