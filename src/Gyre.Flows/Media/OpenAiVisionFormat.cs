using Gyre.Flows.Values;

namespace Gyre.Flows.Media;

/// <summary>OpenAI's content parts: <c>{type: image_url, image_url: {url}}</c>, <c>{type: image_file, image_file: {path}}</c>, <c>{type: text, text}</c>.</summary>
internal sealed class OpenAiVisionFormat(ImageDownload download) : MessageFormat(download)
{
    internal override bool IsImage(PythonDict dict) => Source(dict) is not null;

    private protected override async ValueTask<FlowImage> ReadAsync(PythonDict dict, string folder, CancellationToken cancellationToken) => Source(dict) switch
    {
        ("image_url", string url) when ImageText.IsBase64(url) => ImageText.FromBase64(url),
        ("image_url", string url) when ImageText.IsUrl(url) => await DownloadAsync(url, null, cancellationToken),
        ("image_file", string path) => FromFile(path, folder),
        var source => throw Invalid($"Invalid image url: {PythonText.Str(source?.Value)}. Should be a valid url or base64 string."),
    };

    private protected override FlowText? ReadText(PythonDict dict) => dict.Count == 2 && dict.TryGetValue("type", out var type) && type is "text" && dict.TryGetValue("text", out var text)
        ? text switch
        {
            string plain => new FlowText(plain),
            PythonDict form when form.TryGetValue("value", out var value) && value is string plain =>
                new FlowText(plain, form.TryGetValue("annotations", out var list) && list is List<object?> annotations ? annotations : []),
            _ => null,
        }
        : null;

    private protected override PythonDict FileReference(FlowImage image, string path) => Part("image_file", "path", path);

    private protected override PythonDict UrlReference(FlowImage image, string url) => Part("image_url", "url", url);

    private protected override PythonDict Base64Reference(FlowImage image) => Part("image_url", "url", image.ToDataUri());

    private protected override string? PathOf(PythonDict dict) => Source(dict) is ("image_file", string path) ? path : null;

    private static (string Type, object? Value)? Source(PythonDict dict)
    {
        if (dict.Count != 2 || !dict.TryGetValue("type", out var type) || type is not string name || !dict.TryGetValue(name, out var part) || part is not PythonDict source)
        {
            return null;
        }

        return name switch
        {
            "image_url" when source.TryGetValue("url", out var url) => (name, url),
            "image_file" when source.TryGetValue("path", out var path) => (name, path),
            _ => null,
        };
    }

    private static PythonDict Part(string type, string key, string value) => new() { ["type"] = type, [type] = new PythonDict { [key] = value } };
}
