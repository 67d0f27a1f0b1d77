using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Data;

/// <summary>Takes pictures that a row names by their paths into the row itself, so that it is the same wherever it is read and whatever becomes of the file.</summary>
internal static partial class Pictures
{
    /// <summary>Replaces paths by contents, in both message formats.</summary>
    /// <param name="row">Its paths are full.</param>
    /// <exception cref="ProblemException"><c>picture-missing</c>.</exception>
    public static void TakeIn(PlacedRow row) => TakeIn(row.Row, row);

    /// <summary>Refuses a row that names a picture by a path.</summary>
    /// <exception cref="ProblemException"><c>picture-by-path</c>.</exception>
    public static void RefusePaths(PlacedRow row)
    {
        if (NamesPath(row.Row))
        {
            throw new ProblemException(new Problem("picture-by-path", "This row names a picture by its path. A file that is sent here can't bring others: put the picture into the row (data:image/png;base64), or make the dataset on the machine of the workspace with gyre dataset create.") { File = row.File, Line = row.Line });
        }
    }

    private static bool NamesPath(object? value) => value switch
    {
        PythonDict { Count: 1 } image when image.At(0) is { Key: string key, Value: string } && ByPath().IsMatch(key) => true,
        PythonDict image when image.GetValueOrDefault("type") is "image_file" && image.GetValueOrDefault("image_file") is PythonDict place && place.ContainsKey("path") => true,
        PythonDict dict => dict.Values.Any(NamesPath),
        List<object?> items => items.Exists(NamesPath),
        _ => false,
    };

    private static void TakeIn(object? value, PlacedRow at)
    {
        switch (value)
        {
            case PythonDict { Count: 1 } image when image.At(0) is { Key: string key, Value: string path } && ByPath().Match(key) is { Success: true } match:
                image.Remove(key);
                image[$"data:{match.Groups["type"].Value};base64"] = Base64(path, at);
                break;
            case PythonDict image when image.GetValueOrDefault("type") is "image_file" && image.GetValueOrDefault("image_file") is PythonDict place && place.GetValueOrDefault("path") is string path:
                image["type"] = "image_url";
                image.Remove("image_file");
                image["image_url"] = new PythonDict { ["url"] = $"data:image/{TypeOf(path)};base64,{Base64(path, at)}" };
                break;
            case PythonDict dict:
                foreach (var item in dict.Values)
                {
                    TakeIn(item, at);
                }

                break;
            case List<object?> items:
                foreach (var item in items)
                {
                    TakeIn(item, at);
                }

                break;
        }
    }

    private static string Base64(string path, PlacedRow at)
    {
        try
        {
            return Convert.ToBase64String(File.ReadAllBytes(path));
        }
        catch (IOException e)
        {
            throw new ProblemException(new Problem("picture-missing", $"The picture '{path}' of this row cannot be read: {e.Message}") { File = at.File, Line = at.Line }, e);
        }
    }

    private static string TypeOf(string path) => Path.GetExtension(path).TrimStart('.').ToLowerInvariant() switch
    {
        "jpg" => "jpeg",
        "" => "*",
        var type => type,
    };

    [GeneratedRegex(@"^data:(?<type>image/[^;]*);path$", RegexOptions.ExplicitCapture)]
    private static partial Regex ByPath();
}
