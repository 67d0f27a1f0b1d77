using Microsoft.AspNetCore.Http.Metadata;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>How large a file of rows may be that is sent; larger ones are made into datasets on the machine of the workspace.</summary>
internal sealed class UploadLimit : IRequestSizeLimitMetadata
{
    /// <summary>In bytes: 256 MiB.</summary>
    public const long Most = 256L << 20;

    public long? MaxRequestBodySize => Most;
}
