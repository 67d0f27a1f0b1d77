namespace Gyre.Models.Calls;

/// <summary>The message of a failed call in the original's form: <c>OpenAI API hits X: … [Error reference: …]</c>, with advice instead where the cause is well known.</summary>
internal static class FailureText
{
    private const string Reference = "Error reference: https://platform.openai.com/docs/guides/error-codes/api-errors";

    public static string Of(CallFailure failure) => failure.IsOurs
        ? failure.Text
        : $"OpenAI API hits {failure.ProviderClass}: {Advice(failure.Text) ?? $"{failure.Text}{Cause(failure)} [{Reference}]"}";

    private static string? Advice(string text)
    {
        bool Says(string words) => text.Contains(words, StringComparison.Ordinal);

        if (text == "<empty message>")
        {
            return "The api key is invalid or revoked. You can correct or regenerate the api key of your connection.";
        }

        if (Says("Unrecognized request argument supplied: functions"))
        {
            return "Current model does not support the `functions` parameter. Use a model with function calling, and for Azure OpenAI api_version 2023-07-01-preview or later in the connection.";
        }

        if (Says("The completion operation does not work with the specified model")
            || (Says("parameters are not available") && (Says("best_of") || Says("echo") || Says("logprobs"))))
        {
            return "The completion operation does not work with the current model. Completion API is a legacy api: set api: chat in the node.";
        }

        if (Says("Invalid content type. image_url is only supported by certain models"))
        {
            return "Current model does not support the image input. Use a vision model.";
        }

        if ((Says("'response_format' of type") && Says("is not supported with this model."))
            || (Says("Additional properties are not allowed") && Says("unexpected) - 'response_format'")))
        {
            return "The response_format parameter needs to be a dictionary such as {\"type\": \"text\"}, or the model does not have JSON mode. Use \"text\", or a model that has it.";
        }

        return Says("Principal does not have access to API/Operation")
            ? "Principal does not have access to API/Operation. Give it the role 'Cognitive Services OpenAI User' on the Azure OpenAI resource."
            : null;
    }

    // "Connection error." alone has cost people hours; what the system said stands behind it.
    private static string Cause(CallFailure failure) => failure.ProviderClass is "APIConnectionError" or "APITimeoutError" && failure.Cause is { } cause
        ? $" ({cause.Message})"
        : "";
}
