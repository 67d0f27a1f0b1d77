using System.Text;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>
/// Keeps what a user wrote from opening a chat message: role headers inside it get an id in place of the role word before the template
/// is rendered, and the word comes back once the messages are cut apart.
/// </summary>
internal sealed class RoleGuard
{
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was hidden.</summary>
    public bool IsEmpty => words.Count == 0;

    /// <summary>The value with its role headers hidden, in text at any depth.</summary>
    public object? Hide(object? value) => value switch
    {
        string text => HideIn(text),
        ChatInputList list => new ChatInputList(list.Select(Hide)),
        List<object?> list => list.ConvertAll(Hide),
        PythonDict dict => HideIn(dict),
        _ => value,
    };

    /// <summary>The text with every hidden word back in its place.</summary>
    public string Show(string text)
    {
        foreach (var (id, word) in words)
        {
            text = text.Replace(id, word, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Puts the words back in all text of a message, in place.</summary>
    public object? ShowAll(object? value)
    {
        if (IsEmpty)
        {
            return value;
        }

        switch (value)
        {
            case string text:
                return Show(text);
            case List<object?> list:
                return list.ConvertAll(ShowAll);
            case PythonDict dict:
                foreach (var key in dict.Keys.ToList())
                {
                    dict[key] = ShowAll(dict[key]);
                }

                return dict;
            default:
                return value;
        }
    }

    /// <summary>Takes over the words another guard hid, so that this one can show them too.</summary>
    public void Include(RoleGuard other)
    {
        foreach (var (id, word) in other.words)
        {
            words[id] = word;
        }
    }

    // The original asks for the line break too; a text that ends at the colon gets one from the template.
    private string HideIn(string text)
    {
        StringBuilder? hidden = null;
        var begin = 0;
        foreach (var header in RoleHeader.In(text, endIsBreak: true))
        {
            hidden ??= new StringBuilder(text.Length + 36);
            hidden.Append(text, begin, header.WordStart - begin).Append(IdOf(text[header.WordStart..header.WordEnd]));
            begin = header.WordEnd;
        }

        return hidden?.Append(text, begin, text.Length - begin).ToString() ?? text;
    }

    private string IdOf(string word)
    {
        var id = words.FirstOrDefault(w => w.Value == word).Key;
        if (id is null)
        {
            id = Guid.NewGuid().ToString();
            words.Add(id, word);
        }

        return id;
    }

    private PythonDict HideIn(PythonDict dict)
    {
        var copy = new PythonDict(dict.Count);
        foreach (var (key, item) in dict)
        {
            copy[key] = Hide(item);
        }

        return copy;
    }
}
