"""Flex flows: a function or class named by `entry`."""
import importlib
import inspect

from _gyre import objects
from _gyre.errors import LoadError, text_of
from _gyre.tools import _is_connection, type_name


class Entry:
    """The entry, with one instance for the life of the worker where it is a class."""

    def __init__(self, target):
        self.target = target
        self.is_class = inspect.isclass(target)
        self.instance = None

    def callable(self):
        return self.instance if self.is_class else self.target


def load(entry):
    """`pkg.module:name` as an Entry."""
    if not isinstance(entry, str) or entry.count(":") != 1 or not all(entry.split(":")):
        raise LoadError(
            "InvalidFlexFlowEntry", "Invalid entry '%s'. The entry should be in the format of '<module>:<function or class>'." % (entry,))
    module_name, name = entry.split(":")
    try:
        module = importlib.import_module(module_name)
        target = module
        for part in name.split("."):
            target = getattr(target, part)
    except Exception as error:
        raise LoadError(
            "PythonLoadError",
            "Failed to load python module for '%s': (%s) %s" % (entry, type(error).__name__, text_of(error)),
            error)
    if not callable(target):
        raise LoadError("PythonLoadError", "Failed to load python module for '%s': '%s' is not a function or class." % (entry, name))
    if inspect.isclass(target) and not any("__call__" in base.__dict__ for base in target.__mro__):
        raise LoadError("PythonLoadError", "Failed to load python module for '%s': class '%s' has no '__call__' method." % (entry, name))
    return Entry(target)


def describe(entry):
    """Inputs, init values and whether there is an aggregation, from the signatures."""
    function = entry.target.__call__ if entry.is_class else entry.target
    return {
        "inputs": _inputs(function, entry.is_class),
        "init": _inputs(entry.target.__init__, True) if entry.is_class and entry.target.__init__ is not object.__init__ else [],
        "outputs": _outputs(function),
        "is_class": entry.is_class,
        "aggregates": entry.is_class and callable(getattr(entry.target, "__aggregate__", None)),
    }


def _hints(function):
    import typing

    function = inspect.unwrap(function)
    try:
        return typing.get_type_hints(function)
    except Exception:
        return getattr(function, "__annotations__", {})


def _inputs(function, is_method):
    hints = _hints(function)
    found = []
    for i, parameter in enumerate(inspect.signature(function).parameters.values()):
        if (i == 0 and is_method) or parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            found.append({"name": parameter.name, "type": "object", "rest": True})
            continue
        entry = {"name": parameter.name, "type": _type(hints.get(parameter.name, parameter.annotation), parameter.default)}
        if parameter.default is not inspect.Parameter.empty:
            entry["has_default"] = True
            try:
                import json

                json.dumps(parameter.default, allow_nan=False)
                entry["default"] = parameter.default
            except Exception:
                pass
        found.append(entry)
    return found


def _type(kind, default=inspect.Parameter.empty):
    import typing

    if kind is inspect.Parameter.empty:
        kind = type(default) if default is not inspect.Parameter.empty and default is not None else object
    if typing.get_origin(kind) is typing.Union:
        members = [a for a in typing.get_args(kind) if a is not type(None)]
        kind = members[0]
    origin = typing.get_origin(kind)
    if origin is not None:
        kind = origin
    if _is_connection(kind):
        return kind.__name__
    if getattr(kind, "__name__", "") in ("AzureOpenAIModelConfiguration", "OpenAIModelConfiguration"):
        return kind.__name__
    if kind is dict:
        return "object"
    return type_name(kind)


def _outputs(function):
    import dataclasses

    kind = _hints(function).get("return")
    if dataclasses.is_dataclass(kind):
        return [f.name for f in dataclasses.fields(kind)]
    fields = getattr(kind, "__annotations__", None)
    if isinstance(kind, type) and issubclass(kind, dict) and fields:
        return list(fields)
    return []


def construct(entry, init):
    """Makes the instance; dicts given for model configurations become those."""
    if not entry.is_class or entry.instance is not None:
        return
    hints = _hints(entry.target.__init__)
    try:
        values = {name: _configured(value, hints.get(name)) for name, value in init.items()}
        entry.instance = entry.target(**values)
    except Exception as error:
        raise LoadError(
            "FlowEntryInitializationError",
            "Failed to initialize flow entry with '%s', ex: (%s) %s" % (init_names(init), type(error).__name__, text_of(error)),
            error)


def init_names(init):
    return {name: objects.to_record(value) if not isinstance(value, dict) else "{...}" for name, value in init.items()}


def _configured(value, kind):
    import typing

    if typing.get_origin(kind) is typing.Union:
        for member in typing.get_args(kind):
            if isinstance(member, type) and isinstance(value, dict) and _takes(member, value):
                return _configured(value, member)
        return value
    if isinstance(value, dict) and getattr(kind, "__name__", "") in ("AzureOpenAIModelConfiguration", "OpenAIModelConfiguration"):
        known = dict(value)
        known.pop("type", None)
        name = known.pop("connection", None)
        if name is not None:
            from _gyre import host

            found = host.ask("connection.get", {"name": name}) if isinstance(name, str) else name
            return kind.from_connection(found, **known)
        return kind(**known)
    return value


def _takes(kind, value):
    import dataclasses

    if not dataclasses.is_dataclass(kind):
        return False
    names = {f.name for f in dataclasses.fields(kind)}
    return all(key in names or key == "type" for key in value)


class Row(dict):
    """A line's result in __aggregate__: a dict whose keys are attributes too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value


def row(value):
    """The value with attribute access at every level."""
    if type(value) is dict:
        return Row((key, row(item)) for key, item in value.items())
    if type(value) is list:
        return [row(item) for item in value]
    return value


def columns(value):
    """A dataclass as a dict; a dict as it is; anything else stays."""
    import dataclasses

    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return objects.serialize(value)
    return value
