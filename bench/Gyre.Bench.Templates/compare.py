"""The same renderings as RenderBenchmarks, by Jinja2 in Python: microseconds each."""
import pathlib
import re
import textwrap
import timeit

from jinja2.sandbox import SandboxedEnvironment

source = (pathlib.Path(__file__).parent / "RenderBenchmarks.cs").read_text()
env = SandboxedEnvironment(trim_blocks=True, keep_trailing_newline=True)
short = "system:\nYou are a {{ role }}.\n\nuser:\nAnswer {{ question }} in {{ language }}.\n"
chat, page = (textwrap.dedent(text) for text in re.findall(r'"""\n(.*?)\n        """', source, re.S))
variables = {
    "role": "helpful assistant",
    "question": "What is the capital of France?",
    "language": "English",
    "chat_history": [{"inputs": {"question": f"question {i}"}, "outputs": {"answer": f"answer {i}"}} for i in range(10)],
    "users": [{"name": f"user{i}", "score": i * 0.37} for i in range(20)],
}
for name, text, times in (("short", short, 20000), ("chat", chat, 5000), ("page", page, 1000)):
    template = env.from_string(text)
    print(f"{name}: {timeit.timeit(lambda: template.render(variables), number=times) / times * 1e6:.2f} µs")
print(f"parse chat: {timeit.timeit(lambda: env.from_string(chat), number=300) / 300 * 1e6:.2f} µs")
