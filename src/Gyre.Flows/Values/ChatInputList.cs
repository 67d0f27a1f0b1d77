namespace Gyre.Flows.Values;

/// <summary>A list whose <c>str()</c> is its items, one a line, as templates of Azure chat print them; its <c>repr()</c> is a list's.</summary>
internal sealed class ChatInputList(IEnumerable<object?> items) : List<object?>(items)
{
    /// <summary>The value with every list in it, at any depth, made a <see cref="ChatInputList"/>.</summary>
    public static object? Convert(object? value) => value switch
    {
        List<object?> list => new ChatInputList(list.Select(Convert)),
        PythonDict dict => dict.Aggregate(new PythonDict(dict.Count), (copy, entry) =>
        {
            copy[entry.Key] = Convert(entry.Value);
            return copy;
        }),
        _ => value,
    };
}
