using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>Text that is safe for HTML: what <c>escape</c>, <c>safe</c> and <c>tojson</c> give. It escapes what is added to it, even without autoescape.</summary>
internal sealed class Markup(string text) : TemplateObject
{
    public string Text { get; } = text;

    public override string TypeName => "Markup";

    public override string QualifiedTypeName => "markupsafe.Markup";

    public override bool Truth => Text.Length > 0;

    public override int? Length => CodePoints.Length(Text);

    public static Markup Escape(object? value) => value switch
    {
        Markup markup => markup,
        Undefined { Behavior: UndefinedBehavior.Chainable } => new Markup(""),
        _ => new Markup(EscapeText(Printing.Str(value))),
    };

    public static string EscapeText(string text)
    {
        if (!text.AsSpan().ContainsAny("&<>'\""))
        {
            return text;
        }

        var output = new System.Text.StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '>' => output.Append("&gt;"),
                '\'' => output.Append("&#39;"),
                '"' => output.Append("&#34;"),
                _ => output.Append(c),
            };
        }

        return output.ToString();
    }

    public override string Str() => Text;

    public override string Repr() => $"Markup({PythonText.Repr(Text)})";

    public override IEnumerator<object?> Iterate() => Iteration.Of(Text);

    public override bool Equals(object? obj) => obj switch
    {
        string text => text == Text,
        Markup markup => markup.Text == Text,
        _ => false,
    };

    public override int GetHashCode() => PythonEquality.Hash(Text);
}
