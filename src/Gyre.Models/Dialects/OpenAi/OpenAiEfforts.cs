using System.Globalization;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Which words for effort OpenAI's models take: each generation has others, and refuses the rest.</summary>
internal static class OpenAiEfforts
{
    /// <summary>The nearest word the model takes; null where the call says none, or the model does not think. Models whose name says nothing get the word as it is.</summary>
    public static string? Word(ChatCall call, ModelTraits traits) => traits.Reasons == false || call.Reasoning is not { } wish ? null : Word(wish, traits.Name ?? call.Model);

    private static string? Word(ReasoningWish wish, string model)
    {
        var word = wish.Off ? "none" : Efforts.Word(wish) switch { "max" => "xhigh", var other => other };
        return word is null ? null : Generation(model) switch
        {
            null => wish is { Off: true, Effort: null } ? null : word,
            0 => word switch { "none" or "minimal" => "low", "xhigh" => "high", _ => word },
            < 5.1 => word switch { "none" => "minimal", "xhigh" => "high", _ => word },
            < 5.2 => word switch { "minimal" => "low", "xhigh" => "high", _ => word },
            _ => word is "minimal" ? "low" : word,
        };
    }

    // 5.1 of gpt-5.1-codex, 0 of the o-series.
    private static double? Generation(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name is ['o' or 'O', >= '1' and <= '9', ..])
        {
            return 0;
        }

        return name.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) && double.TryParse(name[4..].Split('-')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) && version >= 5
            ? version
            : null;
    }
}
