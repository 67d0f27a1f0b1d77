using BenchmarkDotNet.Attributes;
using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Bench.Templates;

/// <summary>What prompts cost: a short one, a chat with history, a page with loops, macros and filters.</summary>
[MemoryDiagnoser]
public class RenderBenchmarks
{
    public const string Short = "system:\nYou are a {{ role }}.\n\nuser:\nAnswer {{ question }} in {{ language }}.\n";

    public const string Chat = """
        system:
        You are a helpful assistant.

        {% for item in chat_history %}
        user:
        {{ item.inputs.question }}
        assistant:
        {{ item.outputs.answer }}
        {% endfor %}

        user:
        {{ question }}
        """;

    public const string Page = """
        {% macro row(u) %}<{{ u.name|upper }}|{{ '%.2f'|format(u.score) }}>{% endmacro %}
        {% for u in users|sort(attribute='score', reverse=true) if u.score > 1 %}
        {{ loop.index }}. {{ row(u) }}{% if not loop.last %}, {% endif %}
        {% endfor %}
        {{ users|map(attribute='name')|join(', ') }}
        """;

    private static readonly PythonDict Variables = Create();
    private readonly JinjaTemplate shortPrompt = JinjaTemplate.Parse(Short);
    private readonly JinjaTemplate chat = JinjaTemplate.Parse(Chat);
    private readonly JinjaTemplate page = JinjaTemplate.Parse(Page);

    [Benchmark(Baseline = true)]
    public string ShortPrompt() => shortPrompt.Render(Variables);

    [Benchmark]
    public string ChatWithHistory() => chat.Render(Variables);

    [Benchmark]
    public string PageWithFilters() => page.Render(Variables);

    [Benchmark]
    public object ParseChat() => JinjaTemplate.Parse(Chat);

    private static PythonDict Create()
    {
        static PythonDict Turn(int i) => new()
        {
            { "inputs", new PythonDict { { "question", $"question {i}" } } },
            { "outputs", new PythonDict { { "answer", $"answer {i}" } } },
        };

        return new PythonDict
        {
            { "role", "helpful assistant" },
            { "question", "What is the capital of France?" },
            { "language", "English" },
            { "chat_history", Enumerable.Range(0, 10).Select(i => (object?)Turn(i)).ToList() },
            { "users", Enumerable.Range(0, 20).Select(i => (object?)new PythonDict { { "name", $"user{i}" }, { "score", i * 0.37 } }).ToList() },
        };
    }
}
