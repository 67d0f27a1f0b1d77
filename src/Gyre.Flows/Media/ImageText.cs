using System.Text.RegularExpressions;

namespace Gyre.Flows.Media;

/// <summary>What a piece of text says about an image: base64, a URL, or else a path, in this order, as the format has it.</summary>
internal static partial class ImageText
{
    /// <summary>Whether it is base64, with or without a <c>data:image/…;base64,</c> prefix. Any even number of letters counts.</summary>
    public static bool IsBase64(string text)
    {
        var parts = text.Split(',');
        return parts.Length == 1 ? Base64().IsMatch(text) : parts.Length == 2 && DataPrefix().IsMatch(parts[0]) && Base64().IsMatch(parts[1]);
    }

    public static bool IsUrl(string text) => Url().IsMatch(text);

    public static FlowImage FromBase64(string text, string? mimeType = null)
    {
        try
        {
            return new FlowImage(Convert.FromBase64String(text[(text.LastIndexOf(',') + 1)..]), mimeType);
        }
        catch (FormatException e)
        {
            throw new FlowException(ErrorClasses.InvalidImageInput, $"Invalid base64 image: {text[..Math.Min(text.Length, 60)]}.", e);
        }
    }

    [GeneratedRegex(@"\A([A-Za-z0-9+/]{4})*(([A-Za-z0-9+/]{2})*(==|[A-Za-z0-9+/]=)?)?\n?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Base64();

    [GeneratedRegex(@"\Adata:image/.*;base64")]
    private static partial Regex DataPrefix();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?#]")]
    private static partial Regex Url();
}
