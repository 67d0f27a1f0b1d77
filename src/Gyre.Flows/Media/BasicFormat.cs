using System.Text.RegularExpressions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Media;

/// <summary><c>{data:image/png;path: a.png}</c>, likewise <c>base64</c> and <c>url</c>.</summary>
internal sealed partial class BasicFormat(ImageDownload download) : MessageFormat(download)
{
    internal override bool IsImage(PythonDict dict) => dict.Count == 1 && dict.First().Key is string key && Key().IsMatch(key);

    private protected override async ValueTask<FlowImage> ReadAsync(PythonDict dict, string folder, CancellationToken cancellationToken)
    {
        var (key, value) = dict.First();
        var match = Key().Match((string)key!);
        var mimeType = $"image/{match.Groups["type"].Value}";
        return (match.Groups["source"].Value, value) switch
        {
            ("path", string path) => FromFile(path, folder, mimeType),
            ("base64", string text) when ImageText.IsBase64(text) => ImageText.FromBase64(text, mimeType),
            ("url", string url) => await DownloadAsync(url, mimeType, cancellationToken),
            ("base64", string text) => throw Invalid($"Invalid base64 image: {text[..Math.Min(text.Length, 60)]}."),
            _ => throw Invalid($"The value of '{key}' should be text, but it is {PythonText.TypeName(value)}."),
        };
    }

    private protected override PythonDict FileReference(FlowImage image, string path) => new() { [$"data:{image.MimeType};path"] = path };

    private protected override PythonDict UrlReference(FlowImage image, string url) => new() { [$"data:{image.MimeType};url"] = url };

    private protected override PythonDict Base64Reference(FlowImage image) => new() { [$"data:{image.MimeType};base64"] = image.ToBase64() };

    private protected override string? PathOf(PythonDict dict)
    {
        var (key, value) = dict.First();
        return ((string)key!).EndsWith(";path", StringComparison.Ordinal) ? value as string : null;
    }

    [GeneratedRegex(@"\Adata:image/(?<type>.*);(?<source>path|base64|url)$")]
    private static partial Regex Key();
}
