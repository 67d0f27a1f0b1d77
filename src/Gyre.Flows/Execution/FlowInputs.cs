using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Makes the inputs of one line complete and typed.</summary>
internal static class FlowInputs
{
    /// <summary>Fills in defaults and converts each declared input to its type; inputs that are not declared stay untouched, first those given, then those from defaults.</summary>
    /// <param name="declared">The flow's inputs.</param>
    /// <param name="raw">As they came; not changed.</param>
    /// <param name="line">0-based line, named in errors; null outside a run.</param>
    /// <exception cref="FlowException">InputNotFound, InputTypeError or InputParseError.</exception>
    public static PythonDict Convert(IReadOnlyList<FlowInput> declared, PythonDict raw, int? line)
    {
        var typed = new PythonDict(raw.Count + declared.Count);
        foreach (var (name, value) in raw)
        {
            typed[name] = value;
        }

        foreach (var input in declared)
        {
            if (input.Default is not null && !typed.ContainsKey(input.Name))
            {
                typed[input.Name] = input.Default;
            }
        }

        foreach (var input in declared)
        {
            if (!typed.ContainsKey(input.Name))
            {
                throw new FlowException(
                    ErrorClasses.InputNotFound,
                    $"The input for flow is incorrect. The value for flow input '{input.Name}' is not provided in {(line is null ? "" : $"line {line} of ")}input data. " +
                    "Please review your input data or remove this input in your flow if it's no longer needed.");
            }
        }

        foreach (var input in declared)
        {
            var value = typed[input.Name];
            var parsed = Parse(input, value, line);
            if (!ReferenceEquals(parsed, value))
            {
                typed[input.Name] = parsed;
            }
        }

        return typed;
    }

    private static object? Parse(FlowInput input, object? value, int? line)
    {
        try
        {
            return DeclaredType.Parse(input.Type, value);
        }
        catch (JsonException)
        {
            var text = (string)value!;
            throw new FlowException(
                ErrorClasses.InputParseError,
                $"Failed to parse the flow input. The value for flow input '{input.Name}'{Place(line)} was interpreted as JSON string since its type is '{input.Type}'. " +
                $"However, the value '{text}' is invalid for JSON parsing. Error details: (JSONDecodeError) {PythonJsonFault.Describe(text)}. " +
                "Please make sure your inputs are properly formatted.");
        }
        catch (FormatException)
        {
            throw new FlowException(
                ErrorClasses.InputTypeError,
                $"The input for flow is incorrect. The value for flow input '{input.Name}'{Place(line)} does not match the expected type '{input.Type}'. " +
                "Please change flow input type or adjust the input value in your input data.");
        }
    }

    private static string Place(int? line) => line is null ? "" : $" in line {line} of input data";
}
