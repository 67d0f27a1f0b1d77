"""LangChain's callback handler: its chains, models and tools become nested calls of the node."""
try:
    from langchain_core.callbacks.base import BaseCallbackHandler as _Handler
except ImportError:
    try:
        from langchain.callbacks.base import BaseCallbackHandler as _Handler
    except ImportError:
        _Handler = object


class PromptFlowCallbackHandler(_Handler):
    """Give it to LangChain as a callback."""

    def __init__(self):
        super().__init__()
        self._spans = {}

    @property
    def always_verbose(self):
        return True

    def _begin(self, run_id, serialized, kind, inputs):
        from _gyre import host

        name = ((serialized or {}).get("id") or [(serialized or {}).get("name") or kind])[-1]
        self._spans[run_id] = host.Span(name, "LangChain" if kind != "llm" else "LLM", inputs)

    def _end(self, run_id, output):
        span = self._spans.pop(run_id, None)
        if span is not None:
            span.end(output)

    def _fail(self, run_id, error):
        span = self._spans.pop(run_id, None)
        if span is not None:
            span.fail(error)

    def on_llm_start(self, serialized, prompts, *, run_id=None, **kwargs):
        self._begin(run_id, serialized, "llm", {"prompts": prompts})

    def on_llm_end(self, response, *, run_id=None, **kwargs):
        self._end(run_id, str(response))

    def on_llm_error(self, error, *, run_id=None, **kwargs):
        self._fail(run_id, error)

    def on_chain_start(self, serialized, inputs, *, run_id=None, **kwargs):
        self._begin(run_id, serialized, "chain", {"inputs": inputs})

    def on_chain_end(self, outputs, *, run_id=None, **kwargs):
        self._end(run_id, outputs)

    def on_chain_error(self, error, *, run_id=None, **kwargs):
        self._fail(run_id, error)

    def on_tool_start(self, serialized, input_str, *, run_id=None, **kwargs):
        self._begin(run_id, serialized, "tool", {"input_str": input_str})

    def on_tool_end(self, output, *, run_id=None, **kwargs):
        self._end(run_id, str(output))

    def on_tool_error(self, error, *, run_id=None, **kwargs):
        self._fail(run_id, error)
