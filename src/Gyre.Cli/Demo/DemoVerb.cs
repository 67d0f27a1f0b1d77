using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows.Values;

namespace Gyre.Cli.Demo;

/// <summary><c>gyre demo</c>: two variants of a flow over all questions, scored, compared, reported. No key, no network, no Python.</summary>
internal static class DemoVerb
{
    /// <summary>Where the sample goes unless told.</summary>
    public const string DefaultFolder = "gyre-demo";

    public static Command Create(CliHost host)
    {
        var folder = new Option<string>("--folder") { Description = $"Where the sample workspace goes. Default: {DefaultFolder} here.", HelpName = "path" };
        return new Command("demo", "Run a whole evaluation of a sample: two variants, scores, a verdict. Needs no key and no network.") { folder }.Does(host, async (call, cancellationToken) =>
        {
            var start = call.Host.Time.GetTimestamp();
            var at = call.Host.Full(call.Value(folder) ?? DefaultFolder);
            SampleFiles.CopyTo(at);
            var demo = await DemoRun.OpenAsync(call.In(at), cancellationToken);
            if (!call.Json)
            {
                DemoView.Begin(call, demo);
            }

            var results = await demo.RunAsync(cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, results.ToDict()));
            }
            else
            {
                DemoView.End(call, results, call.Host.Time.GetElapsedTime(start));
            }

            return results.Failed ? ExitCodes.Failed : ExitCodes.Done;
        });
    }
}
