using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The model of a prompt that a page saves. It was shown what references stand for, and sends that back.</summary>
internal static class PromptModel
{
    /// <summary>What was sent over what is there: fields that the page does not know stay, and so do references to what was sent.</summary>
    /// <param name="old">What is there, a mapping or a reference to one; null for a new file.</param>
    /// <param name="draft">What was sent.</param>
    /// <param name="resolve">What a reference stands for in a page.</param>
    public static object Of(object? old, PromptDraft draft, Func<object?, object?> resolve)
    {
        var shown = resolve(old) as PythonDict ?? [];
        var model = Copy(old as PythonDict ?? shown);
        model["api"] = model.GetValueOrDefault("api") ?? "chat";
        var configuration = shown.FindDict("configuration");
        var slash = draft.Model.IndexOf('/', StringComparison.Ordinal);
        var named = configuration.FindText("connection") ?? shown.FindText("connection");
        var called = configuration.FindText("azure_deployment") ?? configuration.FindText("model");
        if (draft.Model != (named is null ? called : $"{named}/{called}"))
        {
            model.Remove("connection");
            model["configuration"] = slash > 0
                ? new PythonDict { ["connection"] = draft.Model[..slash], ["model"] = draft.Model[(slash + 1)..] }
                : new PythonDict { ["type"] = "openai", ["model"] = draft.Model };
        }

        if (draft.Parameters is { } parameters)
        {
            model["parameters"] = Kept(model.GetValueOrDefault("parameters"), PythonJson.Parse(parameters.ToJsonString()), resolve);
        }

        if (model.GetValueOrDefault("parameters") is null or PythonDict { Count: 0 })
        {
            model.Remove("parameters");
        }

        shown["api"] = shown.GetValueOrDefault("api") ?? "chat";
        return old is string && PythonEquality.AreEqual(model, shown) ? old : model;
    }

    private static object? Kept(object? old, object? sent, Func<object?, object?> resolve)
    {
        var shown = resolve(old);

        // A reference that is not followed shows no parameters at all.
        if (PythonEquality.AreEqual(shown, sent) || (shown is string left && PromptyReferences.IsReference(left) && sent is PythonDict { Count: 0 }))
        {
            return old;
        }

        if (old is not PythonDict there || sent is not PythonDict now)
        {
            return sent;
        }

        var kept = new PythonDict();
        foreach (var (key, value) in now)
        {
            kept[key] = there.TryGetValue(key, out var was) ? Kept(was, value, resolve) : value;
        }

        return kept;
    }

    private static PythonDict Copy(PythonDict of)
    {
        var copy = new PythonDict(of.Count);
        foreach (var (key, value) in of)
        {
            copy[key] = value;
        }

        return copy;
    }
}
