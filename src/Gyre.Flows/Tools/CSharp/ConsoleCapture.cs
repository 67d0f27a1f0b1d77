using System.Text;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>Sends what C# tools print to the record of their call. Everybody else's output goes where it went before.</summary>
internal sealed class ConsoleCapture : TextWriter
{
    private static readonly Lock Gate = new();
    private static readonly AsyncLocal<Sink?> Ambient = new();
    private static bool installed;

    private readonly TextWriter console;
    private readonly bool isError;

    private ConsoleCapture(TextWriter console, bool isError) => (this.console, this.isError) = (console, isError);

    public override Encoding Encoding => console.Encoding;

    /// <summary>From here on, this flow of calls prints into the sink.</summary>
    public static void Begin(Sink sink)
    {
        lock (Gate)
        {
            if (!installed)
            {
                Console.SetOut(new ConsoleCapture(Console.Out, isError: false));
                Console.SetError(new ConsoleCapture(Console.Error, isError: true));
                installed = true;
            }
        }

        Ambient.Value = sink;
    }

    public override void Write(char value)
    {
        if (Ambient.Value is { } sink)
        {
            sink.Write(isError, [value]);
        }
        else
        {
            console.Write(value);
        }
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Ambient.Value is { } sink)
        {
            sink.Write(isError, buffer);
        }
        else
        {
            console.Write(buffer);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{Environment.NewLine}".AsSpan());

    public override void Flush() => console.Flush();

    /// <summary>Takes what one call prints, each line with its time before it, a megabyte at the most.</summary>
    internal sealed class Sink(TimeProvider time)
    {
        private const int Limit = 1 << 20;

        private readonly StringBuilder output = new();
        private readonly StringBuilder error = new();

        public void Write(bool isError, ReadOnlySpan<char> text)
        {
            lock (output)
            {
                var target = isError ? error : output;
                foreach (var c in text)
                {
                    if (target.Length >= Limit)
                    {
                        return;
                    }

                    if (target.Length == 0 || target[^1] == '\n')
                    {
                        target.Append($"[{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss}+0000] ");
                    }

                    target.Append(c);
                }
            }
        }

        public void MoveTo(CallRecord record)
        {
            lock (output)
            {
                record.StandardOutput += output.ToString();
                record.StandardError += error.ToString();
            }
        }
    }
}
