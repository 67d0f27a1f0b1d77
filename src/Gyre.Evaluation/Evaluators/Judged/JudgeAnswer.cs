using Gyre.Flows;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Values;
using Gyre.Models.Calls;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>What a judge said, or why it said nothing, and what asking took.</summary>
internal sealed record JudgeAnswer
{
    // Failures after which the line is worth another try, once the provider, its key or its deployment is there.
    private static readonly string[] OfProvider =
        ["APIConnectionError", "APITimeoutError", "InternalServerError", "RateLimitError", "AuthenticationError", "PermissionDeniedError", "NotFoundError"];

    /// <summary>Its words; null where there are none.</summary>
    public string? Text { get; init; }

    /// <summary>Whether they end at the limit of tokens.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why there are no words, for the user; null otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>The error class where the provider was not to be had.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Tokens and cost of all calls.</summary>
    public Usage Usage { get; init; }

    /// <summary>All calls.</summary>
    public IReadOnlyList<PythonDict> Calls { get; init; } = [];

    /// <summary>Nothing could be asked.</summary>
    public static JudgeAnswer Failed(string error) => new() { Error = error };

    /// <summary>The same with what came of one more call.</summary>
    public JudgeAnswer With(ChatReply reply, string judge)
    {
        var told = reply.Answer is { } answer ? Said(answer, judge) : Told(reply.Failure!, judge);
        return told with { Usage = Usage + reply.Usage, Calls = [.. Calls, .. reply.Calls] };
    }

    private static JudgeAnswer Said(PythonDict answer, string judge)
    {
        // A gateway may lead there under another name.
        if (answer.GetValueOrDefault("model") is string model && model.StartsWith("offline/", StringComparison.Ordinal))
        {
            return Failed($"The judge '{judge}' turned out to be the offline stand-in, which is no model and judges nothing.");
        }

        var choice = (answer.GetValueOrDefault("choices") as List<object?>)?.FirstOrDefault() as PythonDict;
        var message = choice?.GetValueOrDefault("message") as PythonDict;
        var text = message?.GetValueOrDefault("content") as string;
        return (choice?.GetValueOrDefault("finish_reason"), message?.GetValueOrDefault("refusal")) switch
        {
            ("content_filter", _) => Failed("The provider's content filter stopped the judge's answer."),
            (_, string { Length: > 0 } refusal) => Failed($"The judge refused to judge: {refusal}"),
            ("length", _) => new JudgeAnswer { Text = text, IsCut = true },
            _ => new JudgeAnswer { Text = text },
        };
    }

    private static JudgeAnswer Told(FlowException failure, string judge)
    {
        if (failure.InnerException is not ModelException known)
        {
            return Failed($"The judge '{judge}' could not be asked: {failure.Message}");
        }

        var words = known.ProviderMessage is { Length: > 0 } said ? $": {said}" : $": {known.Message}";
        var tries = known.Tries > 1 ? $", {known.Tries} times" : "";
        var error = known.ProviderClass switch
        {
            _ when IsFilter(known) => "The provider's content filter kept the judge from reading this line.",
            "RateLimitError" => $"The judge's provider refused for too many requests or a quota that is used up (429{tries}){words}",
            "AuthenticationError" or "PermissionDeniedError" => $"The judge's provider does not accept the key of '{judge}' ({known.Status}){words}",
            "NotFoundError" => $"The judge's provider has no such model as '{judge}' ({known.Status}){words}",
            "InternalServerError" => $"The judge's provider failed ({known.Status}{tries}){words}",
            "APIConnectionError" or "APITimeoutError" => $"The judge's provider cannot be reached{words}",
            _ => $"The judge '{judge}' could not be asked{words}",
        };
        var isOfProvider = !IsFilter(known) && OfProvider.Contains(known.ProviderClass, StringComparer.Ordinal);

        // What failed again and again may be the line's doing; what could not be reached at all never is.
        return Failed(error) with { Unreachable = !isOfProvider ? null : known.ErrorClass == ModelException.Exceeded ? ModelException.Exceeded : known.ProviderClass };
    }

    private static bool IsFilter(ModelException failure) =>
        failure.Code == "content_filter" || failure.ProviderMessage?.Contains("content management policy", StringComparison.OrdinalIgnoreCase) == true;
}
