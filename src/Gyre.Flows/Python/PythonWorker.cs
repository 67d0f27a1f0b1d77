using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>One Python process and the talk with it. One thread reads; any thread writes.</summary>
internal sealed class PythonWorker : IAsyncDisposable
{
    private const int StandardErrorKept = 4000;

    private readonly Process process;
    private readonly Stream requests;
    private readonly HostCalls host;
    private readonly Lock writing = new();
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly ConcurrentDictionary<int, Pending> pending = new();
    private readonly ConcurrentDictionary<int, Lazy<Task>> loaded = new();
    private readonly TaskCompletionSource<PythonWorker> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder standardError = new();
    private int lastNumber;
    private volatile bool dead;

    private PythonWorker(Process process, HostCalls host)
    {
        this.process = process;
        this.host = host;
        requests = process.StandardInput.BaseStream;
        Loose = new PythonLine(null, 0, holds: false);
    }

    /// <summary>Told once when the process is gone.</summary>
    public Action<PythonWorker>? Died { get; set; }

    /// <summary>Whether nothing can be sent any more.</summary>
    public bool IsDead => dead;

    /// <summary>Process id.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Streams of text that this worker's code reads.</summary>
    public EngineStreams Streams { get; } = new();

    /// <summary>What belongs to no line: loading.</summary>
    public PythonLine Loose { get; }

    /// <summary>Starts a process and waits for its greeting.</summary>
    /// <exception cref="FlowException">It did not start.</exception>
    public static async Task<PythonWorker> StartAsync(PythonRuntime runtime, HostCalls host, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(runtime.Interpreter.Path)
        {
            WorkingDirectory = runtime.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-X", "utf8", "-u", Path.Combine(runtime.WorkerFolder, "_gyre", "__main__.py") },
        };
        foreach (var (name, value) in runtime.Environment)
        {
            start.Environment[name] = value;
        }

        PythonWorker worker;
        try
        {
            worker = new PythonWorker(Process.Start(start)!, host);
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw NotStarted($"'{runtime.Interpreter.Path}' can't be started: {failure.Message}", failure);
        }

        worker.process.ErrorDataReceived += (_, line) => worker.Note(line.Data);
        worker.process.BeginErrorReadLine();
        new Thread(worker.Read) { IsBackground = true, Name = "python worker" }.Start();
        try
        {
            return await worker.ready.Task.WaitAsync(TimeSpan.FromSeconds(runtime.StartTimeoutSeconds), cancellationToken);
        }
        catch (Exception failure)
        {
            worker.Kill();
            throw failure is TimeoutException
                ? NotStarted($"it gave no sign within {runtime.StartTimeoutSeconds:0} s", failure)
                : failure;
        }
    }

    /// <summary>Whether a tool or entry is loaded here.</summary>
    public bool HasLoaded(LoadRequest load) => loaded.TryGetValue(load.Number, out var once) && once.Value.IsCompletedSuccessfully;

    /// <summary>Loads a tool or entry here unless it is; a worker that takes longer is ended.</summary>
    /// <exception cref="FlowException">PythonLoadError, or what the worker says of it.</exception>
    public async Task LoadAsync(LoadRequest load, TimeSpan limit, CancellationToken cancellationToken)
    {
        var once = loaded.GetOrAdd(load.Number, _ => new Lazy<Task>(() => TellAsync(load, describe: false, CancellationToken.None)));
        try
        {
            await once.Value.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException late)
        {
            Kill();
            throw new FlowException(ErrorClasses.PythonLoadError, $"The Python code was not loaded within {limit.TotalSeconds:0} s.", late);
        }
    }

    /// <summary>Loads a tool or entry here and tells what the worker says of it.</summary>
    public async Task<PythonDict> DescribeAsync(LoadRequest load, CancellationToken cancellationToken)
    {
        var told = await TellAsync(load, describe: true, cancellationToken);
        loaded[load.Number] = new Lazy<Task>(Task.CompletedTask);
        return (PythonDict)told!;
    }

    private async Task<object?> TellAsync(LoadRequest load, bool describe, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(load.Operation, Loose, null, writer => load.Write(writer, this, describe), cancellationToken);
        return answer.Error is { } error ? throw PythonErrors.OfLoad(error) : answer.Value;
    }

    /// <summary>Sends one request and waits for its answer.</summary>
    /// <exception cref="FlowException">What the worker reports, or ProcessCrashError where it died.</exception>
    public async Task<WorkerAnswer> SendAsync(string operation, PythonLine line, ToolCall? call, Action<Utf8JsonWriter> members, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = Interlocked.Increment(ref lastNumber);
        var entry = new Pending(line, call, cancellationToken);
        pending[number] = entry;
        using var stop = cancellationToken.Register(static worker => ((PythonWorker)worker!).Kill(), this);
        try
        {
            if (dead)
            {
                throw Crashed(call);
            }

            Write(operation, number, line, call, members);
            var answer = await entry.Answer.Task;
            if (answer.Error is { } error && PythonErrors.IsCrash(error))
            {
                // It is about to end by itself: nobody else may get it.
                Kill();
            }

            return answer;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or WorkerGoneException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Crashed(call);
        }
        finally
        {
            pending.TryRemove(number, out _);
        }
    }

    /// <summary>Tells the worker that a line has ended, so that it lets go of the line's objects.</summary>
    public void EndLine(PythonLine line)
    {
        try
        {
            Write("end", 0, line, null, static _ => { });
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It is gone, and the line's objects with it.
        }
    }

    /// <summary>Answers a call from inside Python.</summary>
    public void Reply(int number, PythonLine line, object? value, FlowException? failure)
    {
        try
        {
            Write("answer", number, line, null, writer =>
            {
                if (failure is null)
                {
                    writer.WritePropertyName("v");
                    WireWriter.Value(writer, value, this, line);
                    return;
                }

                writer.WriteStartObject("e");
                writer.WriteString("code", failure.ErrorClass);
                writer.WriteString("message", failure.Message);
                writer.WriteString("inner", failure.InnerClass);
                writer.WriteBoolean("system", failure.Kind == ErrorKind.SystemError);
                writer.WriteEndObject();
            });
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Whoever asked died meanwhile.
        }
    }

    /// <summary>Ends the process and its children at once.</summary>
    public void Kill()
    {
        dead = true;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            // In the kernel's hands; nothing more can be done.
        }

        await Streams.DisposeAsync();
        process.Dispose();
    }

    private static FlowException NotStarted(string why, Exception? cause = null) =>
        new(ErrorClasses.PythonLoadError, $"The Python worker did not start: {why}.", cause) { Kind = ErrorKind.SystemError };

    private static FlowException Crashed(ToolCall? call) =>
        new(ErrorClasses.ProcessCrashError, $"Process crashed while executing line {call?.Line.LineNumber ?? 0}.") { Node = call?.Node };

    private void Write(string operation, int number, PythonLine line, ToolCall? call, Action<Utf8JsonWriter> members)
    {
        lock (writing)
        {
            buffer.ResetWrittenCount();
            using (var writer = PythonJson.Writer(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("o"u8, operation);
                writer.WriteNumber("i"u8, number);
                writer.WriteNumber("l"u8, line.Number);
                if (call is not null)
                {
                    writer.WriteString("n"u8, call.Node);
                    if (call.Line.IsAggregation)
                    {
                        writer.WriteNumber("g"u8, 1);
                    }
                }

                members(writer);
                writer.WriteEndObject();
            }

            buffer.Write("\n"u8);
            requests.Write(buffer.WrittenSpan);
            requests.Flush();
            if (buffer.Capacity > 1 << 20)
            {
                buffer.Clear();
            }
        }
    }

    private void Read()
    {
        try
        {
            var source = process.StandardOutput.BaseStream;
            var bytes = new byte[1 << 16];
            var (start, end, scanned) = (0, 0, 0);
            while (true)
            {
                var at = bytes.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
                if (at >= 0)
                {
                    Received(bytes.AsSpan(start, scanned + at - start));
                    start = scanned = scanned + at + 1;
                    continue;
                }

                scanned = end;
                if (start > 0)
                {
                    bytes.AsSpan(start, end - start).CopyTo(bytes);
                    (start, end, scanned) = (0, end - start, scanned - start);
                }

                if (end == bytes.Length)
                {
                    Array.Resize(ref bytes, bytes.Length * 2);
                }

                var count = source.Read(bytes, end, bytes.Length - end);
                if (count == 0)
                {
                    break;
                }

                end += count;
                if (bytes.Length > 1 << 22 && end < 1 << 16)
                {
                    Array.Resize(ref bytes, 1 << 16);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or JsonException or InvalidOperationException)
        {
            Kill();
        }

        Gone();
    }

    private void Gone()
    {
        dead = true;
        ready.TrySetException(NotStarted(standardError.Length > 0 ? LastErrorLine() : "it ended at once"));
        foreach (var entry in pending.Values)
        {
            entry.Answer.TrySetException(new WorkerGoneException());
        }

        Died?.Invoke(this);
    }

    private void Received(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        var message = new WorkerAnswer();
        var operation = "";
        var number = 0;
        Pending? entry = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "o":
                    operation = reader.GetString()!;
                    break;
                case "i":
                    number = reader.GetInt32();
                    if (operation is "done" or "fail" && !pending.TryGetValue(number, out entry))
                    {
                        return;
                    }

                    break;
                case "c":
                    pending.TryGetValue(reader.GetInt32(), out entry);
                    break;
                case "m":
                    message.Method = reader.GetString()!;
                    break;
                case "v":
                    message.Value = WireReader.Value(ref reader, this, entry?.Line);
                    break;
                case "e":
                    message.Error = (PythonDict)WireReader.Value(ref reader, this, entry?.Line)!;
                    break;
                case "out":
                    message.StandardOutput = reader.GetString()!;
                    break;
                case "err":
                    message.StandardError = reader.GetString()!;
                    break;
                case "calls":
                    message.Children = (List<object?>)WireReader.Value(ref reader, this, entry?.Line)!;
                    break;
                case "metrics":
                    message.Metrics = (PythonDict)WireReader.Value(ref reader, this, entry?.Line)!;
                    break;
                case "pid":
                    ProcessId = reader.GetInt32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        switch (operation)
        {
            case "hello":
                ready.TrySetResult(this);
                break;
            case "ask":
                host.Serve(this, number, entry?.Line ?? Loose, entry?.Call, message.Method, (PythonDict)message.Value!, entry?.Cancellation ?? default);
                break;
            default:
                if (message.Value is TextStream { Source: PythonHandle made })
                {
                    made.Node = entry!.Call?.Node ?? "";
                }

                entry!.Answer.TrySetResult(message);
                break;
        }
    }

    private void Note(string? line)
    {
        lock (standardError)
        {
            standardError.AppendLine(line);
            if (standardError.Length > 2 * StandardErrorKept)
            {
                standardError.Remove(0, standardError.Length - StandardErrorKept);
            }
        }
    }

    private string LastErrorLine()
    {
        lock (standardError)
        {
            return standardError.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it ended at once";
        }
    }

    private sealed record Pending(PythonLine Line, ToolCall? Call, CancellationToken Cancellation)
    {
        public TaskCompletionSource<WorkerAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class WorkerGoneException : Exception;
}

/// <summary>What a worker answered to one request.</summary>
internal sealed class WorkerAnswer
{
    public object? Value { get; set; }

    /// <summary>{code, message, inner, system, details}; null for success.</summary>
    public PythonDict? Error { get; set; }

    public string StandardOutput { get; set; } = "";

    public string StandardError { get; set; } = "";

    public List<object?>? Children { get; set; }

    public PythonDict? Metrics { get; set; }

    /// <summary>For a call from inside Python: what is asked.</summary>
    public string Method { get; set; } = "";

    /// <summary>Puts output, nested calls and metrics where they belong.</summary>
    public void Record(ToolCall call)
    {
        call.Record.StandardOutput += StandardOutput;
        call.Record.StandardError += StandardError;
        foreach (var child in Children ?? [])
        {
            call.Record.AddChild((PythonDict)child!);
        }

        if (call.Line.IsAggregation)
        {
            foreach (var (key, value) in Metrics ?? [])
            {
                call.Line.Metrics.Log(PythonText.Str(key), value);
            }
        }
    }
}
