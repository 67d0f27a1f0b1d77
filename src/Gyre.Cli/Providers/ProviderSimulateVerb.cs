using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Gateway.Simulation;
using Gyre.Kernel;
using Gyre.Models.Simulated;

namespace Gyre.Cli.Providers;

/// <summary><c>gyre provider simulate</c>: a provider without a model, for load and chaos tests.</summary>
internal static class ProviderSimulateVerb
{
    public static Command Create(CliHost host)
    {
        var port = new Option<int>("--port") { Description = "Where to listen on 127.0.0.1; 0 for any free port.", HelpName = "number", DefaultValueFactory = _ => 5090 }.IsPort();
        (Option<string> Option, string Field)[] settings =
        [
            (Setting("--latency", "time", "Until the first token: 200ms, 100ms..300ms, or percentiles such as p50=200ms,p99=2s."), "latency"),
            (Setting("--rate", "number", "Tokens per second; at once unless given."), "tokens_per_second"),
            (Setting("--tokens", "number", "Tokens of an answer: 50 unless given, or a range such as 20..200."), "answer_tokens"),
            (Setting("--faults", "shares", "What goes wrong how often: 429=0.05,500=0.01,cut=0.02,hang=0.001,slow=0.05."), "faults"),
            (Setting("--requests-per-minute", "number", "More get a 429, over any second a sixtieth of it; no limit unless given."), "requests_per_minute"),
            (Setting("--tokens-per-minute", "number", "The same for tokens of requests and answers."), "tokens_per_minute"),
            (Setting("--retry-after", "time", "How long a 429 or 503 tells to wait; 1s unless given."), "retry_after"),
            (Setting("--retry-after-form", "form", "How it tells: seconds, milliseconds, azure, date, reset, body or none."), "retry_after_form"),
            (Setting("--seed", "number", "The same seed repeats the run; 1 unless given."), "seed"),
            (Setting("--right-answers", "path", "Judge pairs of responses by these right answers, without reading them: JSON lines of query, better and worse, each the SHA-256 of a text."), "right_answers"),
            (Setting("--judge-accuracy", "share", "Of which share of pairs the simulated judge has the right opinion; 1 unless given."), "judge_accuracy"),
            (Setting("--judge-position-bias", "share", "For which share of pairs it takes the first response, whichever that is; 0 unless given."), "judge_position_bias"),
        ];
        var command = new Command("simulate", "Serve a simulated provider: every vendor's format, no model, no key, with the latency and faults you ask for.") { port };
        foreach (var (option, _) in settings)
        {
            command.Add(option);
        }

        return command.Does(host, async (call, cancellationToken) =>
        {
            var options = SimulationOptions.Read(
                field => call.Value(settings.First(s => s.Field == field).Option) is { } text ? field == "right_answers" ? call.Host.Full(text) : text : null,
                (field, text, wanted) => new UsageException($"{settings.First(s => s.Field == field).Option.Name} must be {wanted}, but is '{text}'."));
            await using var server = await StartAsync(options, call.Value(port), call.Host.Time, cancellationToken);
            if (options.RightAnswers is not null)
            {
                call.Note("It judges pairs by the right answers it was given. That is a simulated judge: no model reads anything, and its figures say nothing of any model.");
            }

            call.Host.Output.WriteLine($"Simulated provider at {server.Address} (OpenAI: {server.Address}/v1). Stop it with Ctrl-C.");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, call.Host.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Being stopped is how it ends.
            }

            call.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Requests} requests came, {server.Refused} met a limit."));

            return ExitCodes.Done;
        });
    }

    private static async Task<SimulatedServer> StartAsync(SimulationOptions options, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await SimulatedServer.StartAsync(options, port, time, cancellationToken);
        }
        catch (IOException e)
        {
            throw new ProblemException(new Problem("port-taken", $"Port {port} can't be listened on ({e.Message.TrimEnd('.')}). Give another with --port, or --port 0 for any free one."), e);
        }
    }

    private static Option<string> Setting(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
