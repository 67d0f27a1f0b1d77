using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Media;

/// <summary>How a flow writes images in its inputs and outputs: <c>basic</c> or <c>openai-vision</c> (the flow's <c>message_format</c>).</summary>
public abstract class MessageFormat
{
    private readonly ImageDownload download;

    private protected MessageFormat(ImageDownload download) => this.download = download;

    /// <summary>The format of a name, any case; null and empty are basic.</summary>
    /// <exception cref="FlowException">InvalidMessageFormatType.</exception>
    public static MessageFormat Of(string? name) => Of(name, ImageDownload.Public);

    /// <summary>The same, with images of URLs fetched by the download.</summary>
    internal static MessageFormat Of(string? name, ImageDownload download) => (name ?? "").ToLowerInvariant() switch
    {
        "" or "basic" => new BasicFormat(download),
        "openai-vision" => new OpenAiVisionFormat(download),
        _ => throw new FlowException("InvalidMessageFormatType", $"Invalid message format '{name}'. Supported message formats are ['basic', 'openai-vision']."),
    };

    /// <summary>Whether the dict stands for an image.</summary>
    internal abstract bool IsImage(PythonDict dict);

    /// <summary>Makes an image of an input: an image already, a dict of the format, or text tried as base64, URL, path.</summary>
    /// <param name="value">The input.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <exception cref="FlowException">InvalidImageInput, FileNotFoundError.</exception>
    internal async ValueTask<FlowImage> ReadImageAsync(object? value, string folder, CancellationToken cancellationToken) => value switch
    {
        FlowImage image => image,
        PythonDict dict when IsImage(dict) => await ReadAsync(dict, folder, cancellationToken),
        PythonDict => throw Invalid("Invalid image input format. The image input should be a dictionary like: {data:image/<image_type>;[path|base64|url]: <image_data>}."),
        "" => throw Invalid("The image input should not be empty."),
        string text when ImageText.IsBase64(text) => ImageText.FromBase64(text),
        string text when ImageText.IsUrl(text) => await DownloadAsync(text, null, cancellationToken),
        string path => FromFile(path, folder),
        _ => throw Invalid($"Unsupported image input type: {PythonText.TypeName(value)}. The image inputs should be a string or a dictionary."),
    };

    /// <summary>The value with every image dict in it, at any depth, made an image.</summary>
    internal async ValueTask<object?> LoadAsync(object? value, string folder, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case List<object?> list:
                var items = new List<object?>(list.Count);
                foreach (var item in list)
                {
                    items.Add(await LoadAsync(item, folder, cancellationToken));
                }

                return items;
            case PythonDict dict when IsImage(dict):
                return await ReadAsync(dict, folder, cancellationToken);
            case PythonDict dict when ReadText(dict) is { } text:
                return text;
            case PythonDict dict:
                var copy = new PythonDict(dict.Count);
                foreach (var (key, item) in dict)
                {
                    copy[key] = await LoadAsync(item, folder, cancellationToken);
                }

                return copy;
            default:
                return value;
        }
    }

    /// <summary>The flow inputs with images made of the inputs of type image and of what lists and objects hold.</summary>
    /// <exception cref="FlowException">LoadMultimediaDataError around the cause.</exception>
    internal async ValueTask<PythonDict> LoadInputsAsync(IReadOnlyList<FlowInput> inputs, PythonDict values, string folder, CancellationToken cancellationToken)
    {
        var loaded = values;
        foreach (var input in inputs.Where(i => i.Type is "image" or "list" or "object" && values.ContainsKey(i.Name)))
        {
            try
            {
                var value = values[input.Name];
                var made = input.Type != "image" || value is List<object?>
                    ? await LoadImagesAsync(value, input.Type == "image", folder, cancellationToken)
                    : await ReadImageAsync(value, folder, cancellationToken);
                if (!ReferenceEquals(made, value))
                {
                    loaded = ReferenceEquals(loaded, values) ? Copy(values) : loaded;
                    loaded[input.Name] = made;
                }
            }
            catch (FlowException e)
            {
                throw new FlowException(ErrorClasses.LoadMultimediaDataError, $"Failed to load image for input '{input.Name}': ({e.ErrorClass}) {e.Message}", e);
            }
        }

        return loaded;
    }

    /// <summary>The value with every image in it stored as a file in the folder and replaced by a reference dict.</summary>
    /// <param name="value">A node's or line's inputs, output or calls.</param>
    /// <param name="folder">Where files go; made when needed.</param>
    /// <param name="subfolder">A folder inside it that references name too, or null.</param>
    /// <param name="absolute">Whether references give full paths.</param>
    public object? Persist(object? value, string folder, string? subfolder = null, bool absolute = false) => Replace(value, o => o switch
    {
        FlowImage { SourceUrl: { } url } image => UrlReference(image, url),
        FlowImage image => FileReference(image, ImageFile.Write(image, folder, subfolder, absolute)),
        FlowText text => text.ToReference(),
        _ => o,
    });

    /// <summary>The value with every image in it as a dict that holds its base64; what serving answers.</summary>
    internal object? ToBase64(object? value) => Replace(value, o => o is FlowImage image ? Base64Reference(image) : o);

    /// <summary>The value with every image dict that names a file as one that holds its base64: <see cref="Persist"/> undone, for readers who have no files.</summary>
    /// <param name="value">A node's or line's inputs or output as they were stored.</param>
    /// <param name="find">The image by the path that the dict names; null leaves the dict as it is.</param>
    public object? Embed(object? value, Func<string, FlowImage?> find) => value switch
    {
        List<object?> list => list.ConvertAll(item => Embed(item, find)),
        PythonDict dict when IsImage(dict) => PathOf(dict) is { } path && find(path) is { } image ? Base64Reference(image) : dict,
        PythonDict dict => dict.Aggregate(new PythonDict(dict.Count), (copy, entry) =>
        {
            copy[entry.Key] = Embed(entry.Value, find);
            return copy;
        }),
        _ => value,
    };

    /// <summary>An image dict of the format, read.</summary>
    private protected abstract ValueTask<FlowImage> ReadAsync(PythonDict dict, string folder, CancellationToken cancellationToken);

    /// <summary>The dict as text, or null where it is none.</summary>
    private protected virtual FlowText? ReadText(PythonDict dict) => null;

    /// <summary>A dict that names a file.</summary>
    private protected abstract PythonDict FileReference(FlowImage image, string path);

    /// <summary>A dict that names a URL.</summary>
    private protected abstract PythonDict UrlReference(FlowImage image, string url);

    /// <summary>A dict that holds the bytes.</summary>
    private protected abstract PythonDict Base64Reference(FlowImage image);

    /// <summary>The path that an image dict names; null where it names none.</summary>
    private protected abstract string? PathOf(PythonDict dict);

    private protected static FlowException Invalid(string message) => new(ErrorClasses.InvalidImageInput, message);

    private protected async ValueTask<FlowImage> DownloadAsync(string url, string? mimeType, CancellationToken cancellationToken) =>
        await download.FetchAsync(url, mimeType, cancellationToken);

    private protected static FlowImage FromFile(string path, string folder, string? mimeType = null)
    {
        try
        {
            return new FlowImage(File.ReadAllBytes(Path.Combine(folder, path)), mimeType);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FlowException("FileNotFoundError", $"[Errno 2] No such file or directory: {PythonText.Repr(path)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FlowException("OSError", $"The image {PythonText.Repr(path)} cannot be read: {e.Message}", e);
        }
    }

    private async ValueTask<object?> LoadImagesAsync(object? value, bool each, string folder, CancellationToken cancellationToken)
    {
        if (!each)
        {
            return value is List<object?> or PythonDict ? await LoadAsync(value, folder, cancellationToken) : value;
        }

        var images = new List<object?>();
        foreach (var item in (List<object?>)value!)
        {
            images.Add(await ReadImageAsync(item, folder, cancellationToken));
        }

        return images;
    }

    private static PythonDict Copy(PythonDict values)
    {
        var copy = new PythonDict(values.Count);
        foreach (var (key, value) in values)
        {
            copy[key] = value;
        }

        return copy;
    }

    // Values without media come back as they are: records of text flows are not copied.
    private static object? Replace(object? value, Func<IPythonObject, object?> change)
    {
        switch (value)
        {
            case IPythonObject other:
                return change(other);
            case List<object?> list:
                var items = list.ConvertAll(item => Replace(item, change));
                return items.Zip(list).All(pair => ReferenceEquals(pair.First, pair.Second)) ? list : items;
            case PythonDict dict:
                PythonDict? copy = null;
                foreach (var (key, item) in dict)
                {
                    var replaced = Replace(item, change);
                    if (!ReferenceEquals(replaced, item))
                    {
                        copy ??= Copy(dict);
                        copy[key] = replaced;
                    }
                }

                return copy ?? dict;
            default:
                return value;
        }
    }
}
