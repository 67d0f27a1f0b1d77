using System.Net;
using System.Net.Sockets;

namespace Gyre.Flows.Media;

/// <summary>
/// Fetches images that a flow names by URL. The names come from users, so only the public internet is reached: every address a name
/// resolves to is checked and the connection is made to the checked address, on each redirect again.
/// </summary>
/// <param name="mayConnect">Which addresses may be reached.</param>
internal sealed class ImageDownload(Func<IPAddress, bool> mayConnect)
{
    private const int MaxBytes = 50 * 1024 * 1024;

    private readonly Lazy<HttpClient> client = new(() => Client(mayConnect));

    /// <summary>The public internet only.</summary>
    public static ImageDownload Public { get; } = new(PublicAddress.Is);

    /// <summary>The image, with the URL as its source.</summary>
    /// <exception cref="FlowException">InvalidImageInput.</exception>
    public async Task<FlowImage> FetchAsync(string url, string? mimeType, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.Value.GetAsync(Address(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                throw Invalid($"Failed to fetch image from URL: {url}. Error code: {(int)response.StatusCode}. Error message: {text[..Math.Min(text.Length, 300)]}.");
            }

            return new FlowImage(await response.Content.ReadAsByteArrayAsync(cancellationToken), mimeType, url);
        }
        catch (HttpRequestException e)
        {
            throw Invalid($"Failed to fetch image from URL: {url}. {Reason(e)}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Invalid($"Failed to fetch image from URL: {url}. No answer came within {client.Value.Timeout.TotalSeconds:0} seconds.", e);
        }
    }

    private static Uri Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw Invalid($"Failed to fetch image from URL: {url}. Only http and https addresses are fetched.");

    private static string Reason(HttpRequestException e) => e.GetBaseException() is ClosedAddressException closed ? closed.Message : e.Message;

    private static FlowException Invalid(string message, Exception? inner = null) => new(ErrorClasses.InvalidImageInput, message, inner);

    private static HttpClient Client(Func<IPAddress, bool> mayConnect)
    {
        var handler = new SocketsHttpHandler
        {
            // A proxy would resolve the name itself, out of our sight.
            UseProxy = false,
            UseCookies = false,
            MaxAutomaticRedirections = 5,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = async (context, cancellationToken) =>
            {
                var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
                if (!Array.TrueForAll(addresses, a => mayConnect(a)))
                {
                    throw new ClosedAddressException($"'{context.DnsEndPoint.Host}' is a private or local address; images are fetched from public addresses only.");
                }

                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = MaxBytes };
    }

    private sealed class ClosedAddressException(string message) : IOException(message);
}
