"""Objects that flows know by their promptflow class: images, connections, streams; whichever promptflow is installed makes them."""
import sys
import types
import weakref


def loaded(module, name):
    """A class of a promptflow module, only if some flow has imported that module."""
    found = sys.modules.get(module)
    return getattr(found, name, None) if found is not None else None


def is_ours():
    """Whether promptflow is Gyre's stand-in, not the installed package."""
    import promptflow

    return bool(getattr(promptflow, "_gyre_shim", False))


# --- images

def encode_image(value):
    if not isinstance(value, bytes):
        return None
    kind = loaded("promptflow.contracts.multimedia", "Image")
    if kind is None or not isinstance(value, kind):
        return None
    import base64

    return {
        "$": "m",
        "v": base64.b64encode(value).decode("ascii"),
        "t": getattr(value, "_mime_type", None),
        "u": getattr(value, "source_url", None),
    }


def image(content, mime_type, url):
    import base64

    from promptflow.contracts.multimedia import Image

    return Image(base64.b64decode(content), mime_type or "image/*", url)


# --- connections

def encode_connection(value):
    fields = getattr(type(value), "__mro__", ())
    if not any(c.__name__ == "_Connection" and c.__module__.startswith("promptflow.") for c in fields):
        return None
    return {
        "$": "c",
        "name": getattr(value, "name", None),
        "type": type(value).__name__ if not _is_strong(value) else "CustomConnection",
        "module": getattr(value, "module", None) or "promptflow.connections",
        "configs": {str(k): v if v is None else str(v) for k, v in dict(value.configs or {}).items()},
        "secrets": {str(k): str(v) for k, v in dict(value.secrets or {}).items() if v is not None},
    }


def _is_strong(value):
    return any(c.__name__ == "CustomStrongTypeConnection" for c in type(value).__mro__)


def connection(data):
    """A connection object made of what the engine sent."""
    import promptflow.connections as module

    kind = getattr(module, data["type"], None)
    configs, secrets = dict(data["configs"]), dict(data["secrets"])
    if kind is None or kind.__name__ == "CustomConnection":
        made = module.CustomConnection(name=data["name"], configs=configs, secrets=secrets)
    elif getattr(module, "_gyre_shim", False):
        made = kind._of(data["name"], configs, secrets)
    else:
        known = {**configs, **secrets}
        known.pop("api_type", None)
        made = kind(name=data["name"], **{k: v for k, v in known.items() if v is not None})
    return made


def as_strong_type(value, kind):
    """A custom connection as the subclass of CustomStrongTypeConnection that a tool asks for."""
    configs = {k: v for k, v in dict(value.configs).items() if not k.startswith("promptflow.connection.")}
    made = kind(name=value.name, configs=configs, secrets=dict(value.secrets))
    return made


# --- streams and records

class EngineStream:
    """Text that arrives from the engine piece by piece."""

    def __init__(self, world, number):
        self.world = world
        self.number = number

    def __iter__(self):
        return self

    def __next__(self):
        piece = self.world.ask("stream.next", {"id": self.number})
        if piece is None:
            raise StopIteration
        return piece

    def __aiter__(self):
        return self

    async def __anext__(self):
        import asyncio

        piece = await asyncio.get_running_loop().run_in_executor(None, self.world.ask, "stream.next", {"id": self.number})
        if piece is None:
            raise StopAsyncIteration
        return piece

    def close(self):
        self.world.ask("stream.close", {"id": self.number})


_taken = weakref.WeakKeyDictionary()


def recorded(value):
    """A node's result; a generator as one that notes what is taken from it."""
    kind = type(value)
    if kind is not types.GeneratorType and kind is not types.AsyncGeneratorType:
        return value
    items = []
    made = (_noting if kind is types.GeneratorType else _noting_async)(value, items)
    made.__name__, made.__qualname__ = value.__name__, value.__qualname__
    _taken[made] = items
    return made


def taken(generator):
    """What was taken so far of a generator that is a node's result."""
    return _taken.get(generator, [])


def _noting(source, items):
    for item in source:
        items.append(item)
        yield item


async def _noting_async(source, items):
    async for item in source:
        items.append(item)
        yield item


def json_default(value):
    """What the original's JSON encoder accepts besides plain data."""
    image_kind = loaded("promptflow.contracts.multimedia", "PFBytes")
    if image_kind is not None and isinstance(value, image_kind):
        return str(value)
    assistant = loaded("promptflow.contracts.types", "AssistantDefinition")
    if assistant is not None and isinstance(value, assistant):
        return value.serialize()
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def serialize(value):
    """Plain data of dataclasses, enumerations, dates and models, as records of nested calls show them."""
    import dataclasses
    import datetime
    import enum

    if isinstance(value, datetime.datetime):
        return value.isoformat() + "Z"
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, list):
        return [serialize(item) for item in value]
    if encode_connection(value) is not None:
        return value.name
    if isinstance(value, dict):
        return {key: serialize(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if hasattr(value, "serialize"):
            return value.serialize()
        return {field.name: serialize(getattr(value, field.name)) for field in dataclasses.fields(value)}
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and isinstance(value, pydantic.BaseModel):
        return value.model_dump() if hasattr(value, "model_dump") else value.dict()
    return value


def to_record(value):
    """What the record of a nested call shows of an input or output."""
    import json

    if type(value) in (str, int, float, bool, type(None)):
        return value
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: to_record(item) for key, item in value.items()}
    try:
        plain = serialize(value)
        json.dumps(plain, default=json_default)
        return plain
    except Exception:
        return str(value)


# --- objects that outlive their line

def pickled(value, files):
    """Base64 of a pickle, classes of script tools named by their file; None where it can't be pickled."""
    import base64
    import io
    import pickle

    class Pickler(pickle.Pickler):
        def persistent_id(self, item):
            if isinstance(item, type) and item.__module__ == "__pf_main__":
                file = files.get(id(sys.modules.get("__pf_main__")))
                for path, module in files.items():
                    if getattr(module, item.__qualname__.split(".")[0], None) is not None:
                        file = path
                        break
                return ("__pf_main__", file, item.__qualname__)
            return None

    try:
        buffer = io.BytesIO()
        Pickler(buffer, protocol=4).dump(value)
        return base64.b64encode(buffer.getvalue()).decode("ascii")
    except Exception:
        return None


def unpickle(world, content):
    import base64
    import io
    import operator
    import pickle

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, key):
            _, file, name = key
            return operator.attrgetter(name)(world.tools.module(file))

    return Unpickler(io.BytesIO(base64.b64decode(content))).load()
