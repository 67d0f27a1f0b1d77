using System.Globalization;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>What a model's name says of its age; names that say nothing count as new.</summary>
/// <param name="Major">Such as 3; int.MaxValue where the name does not say.</param>
/// <param name="Minor">Such as 5.</param>
internal readonly record struct GeminiModel(int Major, int Minor)
{
    // What 2.5 takes; -1 leaves it to the model.
    private const long LeastOfPro = 128;
    private const long MostOfPro = 32_768;
    private const long MostOfFlash = 24_576;

    /// <summary>The larger sort, which always thinks.</summary>
    public bool IsPro { get; init; }

    /// <summary>Thinking is measured in tokens instead of levels.</summary>
    public bool HasBudget => Major <= 2;

    /// <summary>A thinking budget as far as the model takes one.</summary>
    public long? Budget(long? tokens) => tokens is not { } asked || asked < 0 ? tokens : IsPro ? Math.Clamp(asked, LeastOfPro, MostOfPro) : Math.Min(asked, MostOfFlash);

    /// <summary>Schemas must be of OpenAPI's subset: no references, no <c>additionalProperties</c>.</summary>
    public bool OldSchemas => (Major, Minor) is ( < 2, _) or (2, < 5);

    /// <summary>Tool calls without a thought signature are refused, so those of other models get a stand-in.</summary>
    public bool WantsSignatures => Major is >= 3 and < int.MaxValue;

    /// <summary>Reads <c>gemini-2.5-flash</c>, with or without <c>models/</c> before it.</summary>
    public static GeminiModel Of(string name)
    {
        var at = name.IndexOf("gemini-", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return new GeminiModel(name.Contains("gemma", StringComparison.OrdinalIgnoreCase) ? 2 : int.MaxValue, 0);
        }

        var version = name[(at + "gemini-".Length)..].Split('-')[0].Split('.');
        return int.TryParse(version[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? new GeminiModel(major, version.Length > 1 && int.TryParse(version[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0) { IsPro = name.Contains("-pro", StringComparison.OrdinalIgnoreCase) }
            : new GeminiModel(int.MaxValue, 0);
    }
}
