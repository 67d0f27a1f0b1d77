// The engine's own cost: three prompt nodes over many lines in memory, records written as JSON.
// Run: dotnet run -c Release --project bench/Gyre.Bench.Flows [lines]
using System.Buffers;
using System.Diagnostics;
using Gyre.Bench.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

var count = args.Length > 0 ? int.Parse(args[0]) : 10_000;
var folder = Directory.CreateTempSubdirectory("gyre-bench-").FullName;
try
{
    WriteFlow(folder);
    var started = Stopwatch.StartNew();
    await using var flow = await FlowOpener.OpenAsync(new FlowRequest(folder), new FlowServices { Connections = new NoConnections(), Models = new NoModels() });
    Console.WriteLine($"open          {started.Elapsed.TotalMilliseconds,10:0.0} ms");
    Console.WriteLine($"first line    {(await MeasureAsync("", 1, json: true)).Wall * 1000,10:0.0} ms");
    await MeasureAsync("", 2_000, json: true);
    await MeasureAsync("", 2_000, json: true);
    await ReportAsync("engine", json: false);
    await ReportAsync("engine + JSON", json: true);

    async Task ReportAsync(string name, bool json)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (wall, cpu) = await MeasureAsync(name, count, json);
        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / count;
        Console.WriteLine($"{name,-14}{wall * 1e6 / count,9:0.0} µs per line, {cpu * 1e6 / count:0.0} µs CPU, {bytes:N0} bytes, {wall:0.00} s for {count:N0} lines");
    }

    async Task<(double Wall, double Cpu)> MeasureAsync(string name, int lines, bool json)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var writer = PythonJson.Writer(buffer);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var wall = Stopwatch.StartNew();
        for (var i = 0; i < lines; i++)
        {
            var inputs = new PythonDict { { "question", $"What is {i}?" }, { "tone", "plain" } };
            var result = await flow.ExecuteLineAsync(new LineRequest(inputs, "bench", i) { NodeConcurrency = 2 }, CancellationToken.None);
            if (result.Line.Status != RunStatus.Completed)
            {
                throw new InvalidOperationException($"{name}: {result.Line.Error?.Message}");
            }

            if (json)
            {
                buffer.ResetWrittenCount();
                writer.Reset(buffer);
                RunRecordJson.Write(writer, result.Line);
                writer.Flush();
                foreach (var node in result.Nodes)
                {
                    writer.Reset(buffer);
                    RunRecordJson.Write(writer, node);
                    writer.Flush();
                }
            }
        }

        if (json && lines > 1)
        {
            Console.WriteLine($"JSON of a line {buffer.WrittenCount,8:N0} bytes");
        }

        return (wall.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void WriteFlow(string folder)
{
    File.WriteAllText(Path.Combine(folder, "flow.dag.yaml"), """
        inputs:
          question: {type: string}
          tone: {type: string, default: plain}
        outputs:
          answer: {reference: "${final.output}"}
        nodes:
        - {name: system, type: prompt, source: {type: code, path: system.jinja2}, inputs: {tone: "${inputs.tone}"}}
        - {name: user, type: prompt, source: {type: code, path: user.jinja2}, inputs: {question: "${inputs.question}"}}
        - {name: final, type: prompt, source: {type: code, path: final.jinja2}, inputs: {system: "${system.output}", user: "${user.output}"}}
        """);
    File.WriteAllText(Path.Combine(folder, "system.jinja2"), "You answer in a {{ tone }} tone.");
    File.WriteAllText(Path.Combine(folder, "user.jinja2"), "Question: {{ question }}");
    File.WriteAllText(Path.Combine(folder, "final.jinja2"), "{{ system }}\n{% if user %}{{ user }}{% endif %}\n");
}
