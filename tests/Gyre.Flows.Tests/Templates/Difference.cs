using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>Tells whether our engine and Python agree on a case.</summary>
internal static class Difference
{
    /// <summary>What differs, or null. Output must be equal; of two errors the class must be.</summary>
    public static string? Of(TemplateCase one, PythonDict python, CancellationToken cancellationToken)
    {
        var (output, error, message, line) = one.Render(cancellationToken);
        var wanted = python.TryGetValue("o", out var text) ? (string?)text : null;
        var wantedError = python.TryGetValue("e", out var type) ? (string?)type : null;
        if (output == wanted && SameError(error, wantedError, message))
        {
            return null;
        }

        var ours = output is null ? $"{error}: {message} (line {line})" : PythonText.Repr(output);
        var theirs = wanted is null ? $"{wantedError}: {python["m"]}" : PythonText.Repr(wanted);
        return $"{PythonText.Repr(one.Template)}\n  ours:   {ours}\n  python: {theirs}";
    }

    private static bool SameError(string? ours, string? python, string? message) =>
        ours == python
        || (ours == "TemplateSyntaxError" && python is "TemplateAssertionError" or "SyntaxError" or "AssertionError")

        // Ours refuses by design what Jinja2 can do or only notices while running.
        || (ours == "TemplateSyntaxError" && message!.Contains("not supported", StringComparison.Ordinal))
        || (ours == "MemoryError" && python is "MemoryError" or "OverflowError" or "ValueError");
}
