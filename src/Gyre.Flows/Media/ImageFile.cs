using System.Security.Cryptography;
using Gyre.Workspace;

namespace Gyre.Flows.Media;

/// <summary>An image stored in an output folder, named by its content so that equal images are stored once.</summary>
internal static class ImageFile
{
    /// <summary>Writes it and gives the path that references name: from the folder, or in full.</summary>
    public static string Write(FlowImage image, string folder, string? subfolder, bool absolute)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(image.Bytes.Span))[..32];
        var extension = image.MimeType[(image.MimeType.LastIndexOf('/') + 1)..];
        if (extension is not ("*" or "") && extension.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.'))
        {
            name += "." + extension;
        }

        var relative = subfolder is null ? name : Path.Combine(subfolder, name);
        var file = Path.GetFullPath(Path.Combine(folder, relative));
        if (!File.Exists(file))
        {
            AtomicFile.Write(file, stream => stream.Write(image.Bytes.Span));
        }

        return (absolute ? file : relative).Replace('\\', '/');
    }
}
