from promptflow.tracing._start_trace import start_trace
from promptflow.tracing._trace import enrich_prompt_template, trace
from promptflow.tracing._version import __version__

__all__ = ["__version__", "enrich_prompt_template", "start_trace", "trace"]
