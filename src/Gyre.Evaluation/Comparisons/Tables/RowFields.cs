using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>
/// Takes the wanted fields out of rows of JSON, without making text of what is not wanted. Rows of one file look alike, so fields
/// are remembered and tried in the order of the row before.
/// </summary>
internal sealed class RowFields(ScoreFields wanted)
{
    // What tables write for no value; pandas reads the same. Infinity is no score.
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "nan", "-nan", "null", "none", "n/a", "na", "#n/a", "<na>", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
    };

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private readonly Field root = new("", wanted);
    private readonly List<Field> met = [];

    /// <summary>The fields that the last row had.</summary>
    public IReadOnlyList<Field> Met => met;

    /// <summary>The paths of all fields that any row had, wanted or not.</summary>
    public IEnumerable<string> Paths => root.Paths();

    /// <summary>Reads one row.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public void Read(ReadOnlySpan<byte> row)
    {
        met.Clear();
        var reader = new Utf8JsonReader(row, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A row must be a JSON object.");
        }

        Object(ref reader, root);
        if (reader.Read())
        {
            throw new JsonException("There is more text after the object.");
        }
    }

    private void Object(ref Utf8JsonReader reader, Field parent)
    {
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = parent.Child(ref reader, ref expected);
            reader.Read();
            Value(ref reader, field);
        }
    }

    private void Value(ref Utf8JsonReader reader, Field field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when field.HasWantedBelow:
                Object(ref reader, field);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return;
        }

        if (!field.IsWanted)
        {
            return;
        }

        (field.Number, field.Text, field.Word) = (double.NaN, null, null);
        met.Add(field);
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                field.Number = reader.TokenType == JsonTokenType.True ? 1 : 0;
                field.Text = field.WantsText ? (reader.TokenType == JsonTokenType.True ? "true" : "false") : null;
                break;
            case JsonTokenType.Number:
                field.Number = reader.GetDouble() is var number && double.IsFinite(number) ? number : double.NaN;
                field.Text = field.WantsText ? Encoding.UTF8.GetString(reader.ValueSpan) : null;
                break;
            case JsonTokenType.String:
                Text(ref reader, field);
                break;
        }
    }

    // Evaluation flows like to give scores as text ("4", "true"): they count, words do not.
    private static void Text(ref Utf8JsonReader reader, Field field)
    {
        if (field.WantsText)
        {
            field.Text = reader.GetString() is { } whole && !string.IsNullOrWhiteSpace(whole) ? whole : null;
        }

        if (!field.WantsNumber)
        {
            return;
        }

        // A word once, a word always; long answers need not become text to know it.
        if (reader.ValueSpan.Length > 30)
        {
            field.Word = "…";
            return;
        }

        var text = reader.GetString()!;
        field.Number = NumberIn(text);
        field.Word = double.IsNaN(field.Number) && !Nothing.Contains(text.Trim()) ? text : null;
    }

    /// <summary>The number that a text stands for, or NaN.</summary>
    public static double NumberIn(string text) =>
        bool.TryParse(text, out var truth) ? (truth ? 1 : 0)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : double.NaN;

    /// <summary>A field of the rows, by its path.</summary>
    internal sealed class Field
    {
        private readonly ScoreFields wanted;
        private readonly List<(byte[] Name, Field Field)> children = [];

        public Field(string path, ScoreFields wanted)
        {
            (Path, this.wanted) = (path, wanted);
            IsKey = path.Length > 0 && path == wanted.Key;
            WantsNumber = !IsKey && path.Length > 0 && wanted.WantsNumber(path);
            WantsText = IsKey || wanted.WantsText(path);
            HasWantedBelow = wanted.WantsBelow(path);
        }

        public string Path { get; }

        public bool IsKey { get; }

        public bool WantsNumber { get; }

        public bool WantsText { get; }

        public bool IsWanted => WantsNumber || WantsText;

        public bool HasWantedBelow { get; }

        /// <summary>In the row last read; NaN where it is none.</summary>
        public double Number { get; set; }

        /// <summary>In the row last read, where texts are wanted.</summary>
        public string? Text { get; set; }

        /// <summary>In the row last read: a text that is no number.</summary>
        public string? Word { get; set; }

        /// <summary>Where its numbers go.</summary>
        public ScoreColumn? Column { get; set; }

        public IEnumerable<string> Paths() => children.Count == 0 ? [Path] : children.SelectMany(c => c.Field.Paths());

        public Field Child(ref Utf8JsonReader reader, ref int expected)
        {
            for (var i = 0; i < children.Count; i++)
            {
                var at = (expected + i) % children.Count;
                if (reader.ValueTextEquals(children[at].Name))
                {
                    expected = at + 1;
                    return children[at].Field;
                }
            }

            var name = reader.GetString()!;
            var child = new Field(Path.Length == 0 ? name : $"{Path}.{name}", wanted);
            children.Add((Encoding.UTF8.GetBytes(name), child));
            expected = children.Count;
            return child;
        }
    }
}
