namespace Gyre.Flows.Media;

/// <summary>Tells an image's type from its first bytes.</summary>
internal static class ImageType
{
    /// <summary>The MIME type, or null where the bytes are no image known here.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes) =>
        Has(bytes, 0, [0x89, 0x50, 0x4E, 0x47]) ? "image/png"
        : Has(bytes, 0, [0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : Has(bytes, 0, "GIF"u8) ? "image/gif"
        : Has(bytes, 0, "RIFF"u8) && Has(bytes, 8, "WEBP"u8) ? "image/webp"
        : Has(bytes, 0, "BM"u8) ? "image/bmp"
        : Has(bytes, 0, [0x49, 0x49, 0xBC]) ? "image/vnd.ms-photo"
        : Has(bytes, 0, [0x49, 0x49, 0x2A, 0x00]) || Has(bytes, 0, [0x4D, 0x4D, 0x00, 0x2A]) ? "image/tiff"
        : Has(bytes, 0, "8BPS"u8) ? "image/vnd.adobe.photoshop"
        : Has(bytes, 0, [0x00, 0x00, 0x01, 0x00]) ? "image/x-icon"
        : Has(bytes, 0, [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20]) ? "image/jpx"
        : Has(bytes, 0, "gimp xcf "u8) ? "image/x-xcf"
        : Has(bytes, 4, "ftyp"u8) ? IsoMedia(bytes)
        : null;

    private static string? IsoMedia(ReadOnlySpan<byte> bytes) =>
        Has(bytes, 8, "avif"u8) || Has(bytes, 8, "avis"u8) ? "image/avif"
        : Has(bytes, 8, "heic"u8) || Has(bytes, 8, "heix"u8) || Has(bytes, 8, "mif1"u8) || Has(bytes, 8, "msf1"u8) ? "image/heic"
        : null;

    private static bool Has(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> mark) => bytes.Length >= at + mark.Length && bytes[at..].StartsWith(mark);
}
