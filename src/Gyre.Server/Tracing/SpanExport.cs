using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gyre.Gateway;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gyre.Server.Tracing;

/// <summary>
/// Sends the gateway's spans to a collector over OTLP, where OpenTelemetry's standard variables name one. Without them nobody listens
/// to the gateway's activities, and none is made.
/// </summary>
internal static class SpanExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    // Where collectors take gRPC; everywhere else HTTP is the standard's default.
    private const int GrpcPort = 4317;

    /// <summary>Begins to send; null where no collector is named, or traces are switched off.</summary>
    /// <param name="environment">Reads a variable.</param>
    public static TracerProvider? Start(Func<string, string?> environment) =>
        Named(environment) is null || environment("OTEL_TRACES_EXPORTER") == "none" || string.Equals(environment("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Add(new Variables(environment)).Build()))
                .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                    .AddTelemetrySdk()
                    .AddService("gyre", serviceVersion: typeof(SpanExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0])
                    .AddEnvironmentVariableDetector())
                .AddSource(GatewayRoom.SpanSourceName)
                .AddOtlpExporter()
                .Build();

    private static string? Named(Func<string, string?> environment) => Enumerable.FirstOrDefault([environment(TracesEndpoint), environment(Endpoint)], v => v is { Length: > 0 });

    // Variables are asked for one by one, by their own names.
    private sealed class Variables(Func<string, string?> environment) : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, [NotNullWhen(true)] out string? value)
        {
            value = environment(key) is { Length: > 0 } given ? given
                : key == Protocol ? Uri.TryCreate(Named(environment), UriKind.Absolute, out var address) && address.Port == GrpcPort ? "grpc" : "http/protobuf"
                : null;
            return value is not null;
        }
    }
}
