using Gyre.Flows.Values;

namespace Gyre.Flows.Media;

/// <summary>Text that came as <c>{type: text, text: …}</c> and is written back like that; anywhere else it is plain text.</summary>
/// <param name="text">The text.</param>
/// <param name="annotations">Of the long form <c>{value, annotations}</c>; null for the short form.</param>
internal sealed class FlowText(string text, List<object?>? annotations = null) : IPythonObject, IEquatable<FlowText>
{
    /// <inheritdoc/>
    public bool Truth => text.Length > 0;

    /// <summary>The dict it came as.</summary>
    public PythonDict ToReference() => new()
    {
        ["type"] = "text",
        ["text"] = annotations is null ? text : new PythonDict { ["value"] = text, ["annotations"] = annotations },
    };

    /// <inheritdoc/>
    public string Str() => text;

    /// <inheritdoc/>
    public string Repr() => PythonText.Repr(text);

    /// <inheritdoc/>
    public bool TryToPlain(out object? plain)
    {
        plain = text;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(FlowText? other) => other is not null && other.Str() == text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FlowText);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(text, StringComparison.Ordinal);
}
