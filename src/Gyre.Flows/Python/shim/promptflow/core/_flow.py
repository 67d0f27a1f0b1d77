"""Flows and prompties that Python code loads and calls; the engine runs them."""
import dataclasses
import os
from os import PathLike

from promptflow.exceptions import UserErrorException


def _ask(method, arguments):
    from _gyre import host

    return host.ask(method, arguments)


async def _ask_later(method, arguments):
    import asyncio
    import contextvars

    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(None, context.run, _ask, method, arguments)


def _path(source, relative_to=None):
    path = os.path.abspath(os.fspath(source))
    if not os.path.exists(path):
        raise UserErrorException("Source %s does not exist" % path)
    return path


def _plain(value):
    """Connections stay objects; model configurations become mappings without empty entries."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = getattr(value, "_type", None)
        found = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        found = {k: v for k, v in found.items() if v is not None}
        return {"type": kind, **found} if kind and kind != "unknown" else found
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


class Flow:
    """A flow loaded from a folder or file; call it with its inputs."""

    _method = "flow.call"

    def __init__(self, path, **kwargs):
        self.path = path
        self.context = kwargs.pop("context", None)
        self._settings = kwargs

    @classmethod
    def load(cls, source, **kwargs):
        path = _path(source)
        if cls in (Flow, AsyncFlow) and path.endswith(".prompty"):
            return (AsyncPrompty if cls is AsyncFlow else Prompty).load(source, **kwargs)
        return cls(path, **kwargs)

    def _arguments(self, args, kwargs):
        if args:
            raise UserErrorException("Flow can only be called with keyword arguments.")
        context = self.context
        return {
            "source": self.path, "inputs": kwargs,
            "init": _plain(self._settings.get("init") or getattr(context, "init", None) or {}),
            "connections": _plain(self._settings.get("connections") or getattr(context, "connections", None) or {}),
            "environment_variables": dict(getattr(context, "environment_variables", None) or {}),
            "variant": getattr(context, "variant", None),
            "overrides": _plain(getattr(context, "overrides", None) or {}),
        }

    def __call__(self, *args, **kwargs):
        return _ask(self._method, self._arguments(args, kwargs))

    invoke = __call__


class AsyncFlow(Flow):
    async def __call__(self, *args, **kwargs):
        return await _ask_later(self._method, self._arguments(args, kwargs))

    invoke_async = __call__


_no_configuration = dict.fromkeys((
    "azure_deployment", "azure_endpoint", "api_base", "api_version", "api_key", "base_url", "organization", "model", "connection"))


class Prompty(Flow):
    """A prompty file; call it with its inputs, or without any to use its sample."""

    _method = "prompty.call"

    def __init__(self, path, model=None, **kwargs):
        super().__init__(path, **kwargs)
        self._model_overrides = _plain(model) if model is not None else {}
        given = model.get("configuration") if isinstance(model, dict) else None
        if dataclasses.is_dataclass(given):
            # A configuration object stands in for the file's whole configuration, a mapping only for its own keys.
            self._model_overrides["configuration"] = {**_no_configuration, **self._model_overrides["configuration"]}

    @classmethod
    def load(cls, source, **kwargs):
        return cls(_path(source), **kwargs)

    def _arguments(self, args, kwargs):
        if args:
            raise UserErrorException("Prompty can only be called with keyword arguments.")
        return {"source": self.path, "model": self._model_overrides, "inputs": kwargs}

    def render(self, *args, **kwargs):
        """The messages (or the text, for completion) without calling the model."""
        return _ask("prompty.render", self._arguments(args, kwargs))

    def estimate_token_count(self, *args, **kwargs):
        """How many tokens the rendered prompt takes."""
        rendered = self.render(*args, **kwargs)
        text = rendered if isinstance(rendered, str) else "\n".join(str(m.get("content")) for m in rendered)
        try:
            import tiktoken

            return len(tiktoken.get_encoding("cl100k_base").encode(text))
        except Exception:
            # Four characters a token is the usual rule of thumb where no tokenizer is at hand.
            return (len(text) + 3) // 4


class AsyncPrompty(Prompty):
    """The same, awaited."""

    async def __call__(self, *args, **kwargs):
        return await _ask_later(self._method, self._arguments(args, kwargs))
