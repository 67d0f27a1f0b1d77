using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties;

/// <summary>What a prompty is rendered with: the inputs given, the sample where none are, and defaults.</summary>
internal sealed partial class PromptyInputs(PromptySettings settings, string folder)
{
    /// <summary>The declared inputs and no others, typed, with images read.</summary>
    /// <exception cref="FlowException">MissingRequiredInputError, and those of <see cref="FlowInputs.Convert"/> and <see cref="MessageFormat"/>.</exception>
    public async ValueTask<PythonDict> ResolveAsync(PythonDict given, int? line, CancellationToken cancellationToken)
    {
        var values = given.Count == 0 && settings.Sample is { } sample ? sample : given;
        var missing = settings.Inputs.Where(i => !values.ContainsKey(i.Name) && !i.HasDefault).Select(i => (object?)i.Name).ToList();
        if (missing.Count > 0)
        {
            throw new FlowException(ErrorClasses.MissingRequiredInputError, $"Missing required inputs: {PythonText.Repr(missing)}");
        }

        var chosen = new PythonDict(settings.Inputs.Count);
        foreach (var input in settings.Inputs)
        {
            chosen[input.Name] = values.TryGetValue(input.Name, out var value) ? value : input.Default;
        }

        // A null stays null: only what has a value is typed.
        var typed = FlowInputs.Convert([.. settings.Inputs.Where(i => chosen[i.Name] is not null)], chosen, line);
        foreach (var input in settings.Inputs)
        {
            typed[input.Name] = await ReadImageAsync(input, typed[input.Name], cancellationToken);
        }

        return typed;
    }

    private async ValueTask<object?> ReadImageAsync(FlowInput input, object? value, CancellationToken cancellationToken)
    {
        var format = MessageFormat.Of("basic");
        if (value is string text && ImageText().Match(text) is { Success: true } written)
        {
            return await format.ReadImageAsync(new PythonDict { [written.Groups["key"].Value] = written.Groups["source"].Value }, folder, cancellationToken);
        }

        return (input.Type, value) switch
        {
            ("image", not null) => (await format.LoadInputsAsync([input], new PythonDict { [input.Name] = value }, folder, cancellationToken))[input.Name],
            (_, List<object?> or PythonDict) => await format.LoadAsync(value, folder, cancellationToken),
            _ => value,
        };
    }

    // data:image/png;base64: iVBOR…, as one text.
    [GeneratedRegex(@"\A(?<key>data:image/.*?;(path|base64|url)):\s*(?<source>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImageText();
}
