namespace Gyre.Studio;

/// <summary>A file of the page.</summary>
/// <param name="Bytes">As it is.</param>
/// <param name="Gzip">Compressed; null where that would not be smaller.</param>
/// <param name="ContentType">With its character set where it is text.</param>
/// <param name="ETag">Of the bytes, with its quotes.</param>
internal sealed record StudioFile(byte[] Bytes, byte[]? Gzip, string ContentType, string ETag);
