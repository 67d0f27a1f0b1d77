using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties;

/// <summary>What a prompty gives of a model's answer: text, a dict of the declared outputs, the message of a tool call, or everything.</summary>
internal sealed class PromptyAnswer(PromptySettings settings, PromptyDialect dialect)
{
    /// <summary>Whether the text is JSON to be taken apart.</summary>
    public bool IsJson => settings.Model.Parameters.GetValueOrDefault("response_format") is PythonDict format && format.GetValueOrDefault("type") switch
    {
        "json_object" => true,

        // In the newer dialect declared outputs make the schema, so they are what is wanted; in the older one the author wrote it and gets text.
        "json_schema" => dialect == PromptyDialect.V2,
        _ => false,
    };

    /// <exception cref="FlowException">InvalidOutputKeyError, LLMError.</exception>
    public object? Of(PythonDict answer)
    {
        if (settings.Model.WholeResponse)
        {
            return answer;
        }

        if (settings.Model.Api == "completion")
        {
            return Format(ModelAnswers.Text(answer));
        }

        var message = ModelAnswers.Message(answer);
        return IsCall(answer, message) ? message : Format(message.GetValueOrDefault("content"));
    }

    /// <summary>The text, or its JSON limited to the declared outputs.</summary>
    public object? Format(object? text)
    {
        if (!IsJson)
        {
            return text;
        }

        var value = Parse(PythonText.Str(text));
        if (settings.Outputs.Count == 0 || value is not PythonDict dict)
        {
            return value;
        }

        return new PythonDict(settings.Outputs.Select(o => KeyValuePair.Create(o.Name, dict.TryGetValue(o.Name, out var found)
            ? found
            : throw new FlowException(ErrorClasses.InvalidOutputKeyError, $"Cannot find {o.Name} in response {PythonText.Repr(dict.Keys.ToList())}"))));
    }

    /// <summary>The pieces of a streamed answer that carry text.</summary>
    public async IAsyncEnumerable<string> Pieces(IAsyncEnumerable<PythonDict> chunks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var piece in ModelAnswers.Pieces(chunks, settings.Model.Api != "completion", cancellationToken))
        {
            if (piece.Length > 0)
            {
                yield return piece;
            }
        }
    }

    // A call that the request forced ends with "stop" like text does.
    private static bool IsCall(PythonDict answer, PythonDict message) =>
        ModelAnswers.FirstChoice(answer).GetValueOrDefault("finish_reason") is "tool_calls" or "function_calls" or "function_call"
        || PythonText.Truth(message.GetValueOrDefault("tool_calls"))
        || PythonText.Truth(message.GetValueOrDefault("function_call"));

    private static object? Parse(string text)
    {
        try
        {
            return PythonJson.Parse(text);
        }
        catch (JsonException)
        {
            throw ModelCalls.Unusable("JSONDecodeError", $"the model was asked for JSON and answered: {text[..Math.Min(text.Length, 200)]}");
        }
    }
}
