using System.Text.RegularExpressions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Data;

/// <summary>Makes the relative paths of images in a row absolute, in both message formats.</summary>
internal static partial class MediaPaths
{
    public static void MakeAbsolute(object? value, string folder)
    {
        switch (value)
        {
            case PythonDict { Count: 1 } image when image.Keys.First() is string key && ImagePath().IsMatch(key) && image[key] is string path:
                image[key] = Path.GetFullPath(path, folder);
                break;
            case PythonDict image when image.TryGetValue("type", out var type) && type is "image_file"
                && image.TryGetValue("image_file", out var file) && file is PythonDict place
                && place.TryGetValue("path", out var written) && written is string path:
                place["path"] = Path.GetFullPath(path, folder);
                break;
            case PythonDict dict:
                foreach (var item in dict.Values)
                {
                    MakeAbsolute(item, folder);
                }

                break;
            case List<object?> items:
                foreach (var item in items)
                {
                    MakeAbsolute(item, folder);
                }

                break;
        }
    }

    [GeneratedRegex(@"^data:image/[^;]*;path$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImagePath();
}
