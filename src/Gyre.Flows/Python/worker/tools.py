"""Finds the tool of a script file or a package, and says what it takes."""
import importlib
import importlib.machinery
import importlib.util
import os
import sys
import types
import typing

from _gyre import objects
from _gyre.errors import LoadError, text_of

PARAMETER_TYPES = {int: "int", float: "double", bool: "bool", str: "string", list: "list"}


class Tool:
    """A function to call; for a method, on an object made once with the node's literal inputs."""

    def __init__(self, function, kind=None):
        self.function = function
        self.kind = kind
        self.instances = {}
        self.call = None
        self.init_names = ()
        self.strong = {}

    def bind(self, node, arguments):
        """The callable for a node; the object of a class tool is made at the first call."""
        if self.kind is None:
            return self.call
        target = self.instances.get(node)
        if target is None:
            init = {name: arguments[name] for name in self.init_names if name in arguments}
            target = self.instances[node] = self.construct(init)
        return getattr(target, self.call)

    def construct(self, init):
        for name, kind in self.strong.items():
            if name in init:
                init[name] = strengthen(init[name], kind)
        return self.kind(**init)


def strengthen(value, kind):
    """A custom connection as the tool's own connection class."""
    if isinstance(value, kind) or type(value).__name__ != "CustomConnection":
        return value
    return objects.as_strong_type(value, kind)


class Tools:
    """What has been loaded in this worker; user modules are imported once."""

    def __init__(self, folder):
        self.folder = folder
        self.modules = {}

    def module(self, file):
        """The module of a script file, loaded under the name __pf_main__."""
        module = self.modules.get(file)
        if module is not None:
            return module
        path = os.path.join(self.folder, file)
        loader = Quiet("__pf_main__", path) if path.endswith(".py") else None
        spec = importlib.util.spec_from_file_location("__pf_main__", path, loader=loader)
        if spec is None or spec.loader is None:
            raise LoadError(
                "PythonLoaderNotFound",
                "Failed to load python file '%s'. Please make sure it is a valid .py file." % path)
        module = importlib.util.module_from_spec(spec)
        before = sys.modules.get("__pf_main__")
        sys.modules["__pf_main__"] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            if before is not None:
                sys.modules["__pf_main__"] = before
            raise LoadError(
                "PythonLoadError",
                "Failed to load python module from file '%s': (%s) %s" % (path, type(error).__name__, text_of(error)),
                error)
        self.modules[file] = module
        return module

    def script(self, file):
        """The one tool of a file."""
        module = self.module(file)
        found = _tools_in(module)
        if not found:
            raise LoadError(
                "NoToolDefined",
                "No tool found in the python script. Please make sure you have one and only one tool definition in your script.")
        if len(found) > 1:
            names = ", ".join(getattr(f, "__name__", str(f)) for f, _ in found)
            raise LoadError(
                "MultipleToolsDefined",
                "Expected 1 but collected %d tools: %s. Please make sure you have one and only one tool definition in your script."
                % (len(found), names))
        return _tool(*found[0])

    def package(self, tool_id, meta):
        """The tool that package metadata names: module, class_name, function."""
        name = meta["module"]
        try:
            module = importlib.import_module(name)
        except Exception as error:
            raise LoadError(
                "PackageToolNotFoundError" if isinstance(error, ModuleNotFoundError) and error.name == name else "ToolLoadError",
                "Failed to load package tool '%s': (%s) %s" % (tool_id, type(error).__name__, text_of(error)),
                error)
        try:
            if meta.get("class_name"):
                kind = getattr(module, meta["class_name"])
                return _tool(getattr(kind, meta["function"]), kind)
            return _tool(getattr(module, meta["function"]), None)
        except AttributeError as error:
            raise LoadError("ToolLoadError", "Failed to load package tool '%s': (AttributeError) %s" % (tool_id, error), error)


def _is_tool(item):
    return isinstance(item, types.FunctionType) and hasattr(item, "__tool")


def _tools_in(module):
    found = []
    provider = None
    known = sys.modules.get("promptflow._core.tool")
    if known is not None:
        provider = getattr(known, "ToolProvider", None)
    for name in sorted(vars(module)):
        item = vars(module)[name]
        # A tool that is only imported here belongs to its own file.
        if _is_tool(item):
            if getattr(item, "__module__", "") == module.__name__ and getattr(item, "__globals__", None) is not None \
                    and _home(item) in (None, module.__file__):
                found.append((item, None))
        elif provider is not None and isinstance(item, type) and issubclass(item, provider) and item.__module__ == module.__name__:
            for method in sorted(dir(item)):
                if _is_tool(getattr(item, method, None)):
                    found.append((getattr(item, method), item))
    return found


def _home(function):
    original = getattr(function, "__original_function", None) or getattr(function, "__wrapped__", None) or function
    return original.__globals__.get("__file__") if hasattr(original, "__globals__") else None


def _tool(function, kind):
    original = getattr(function, "__original_function", None)
    tool = Tool(function, kind)
    if kind is not None:
        tool.call = function.__name__ if original is None or not hasattr(original, "__name__") else original.__name__
        tool.init_names = tuple(p["name"] for p in parameters(kind.__init__, True) if not p.get("rest"))
        tool.strong = _strong(kind.__init__)
        tool.function = function
    else:
        # The stand-in's wrapper only records nested calls; the call of the node itself goes to the function.
        tool.call = original if original is not None and objects.is_ours() else function
    tool.casts = {**_casts(function), **{name: _strengthener(own) for name, own in _strong(function).items()}}
    return tool


def _strengthener(kind):
    return lambda value: strengthen(value, kind)


def _casts(function):
    """Parameters whose text becomes a class of promptflow's."""
    _, signature, _ = _annotations(function)
    found = {}
    for name, parameter in signature.parameters.items():
        for kind in _members(parameter.annotation):
            label = type_name(kind)
            if label in ("file_path", "prompt_template", "secret"):
                found[name] = _text_cast(kind)
            elif label == "assistant_definition":
                found[name] = _assistant_cast(kind)
    return found


def _text_cast(kind):
    return lambda value: kind(value) if type(value) is str else value


def _assistant_cast(kind):
    def cast(value):
        if type(value) is str:
            from _gyre import host

            with open(value, encoding="utf-8") as file:
                value = host.ask("yaml.load", {"text": file.read()})
        if type(value) is dict:
            value = kind.deserialize(value)
            value.init_tool_invoker()
        return value

    return cast


def _annotations(function):
    """Raw annotations; text (of a __future__ import) is looked up only to find connection classes, as nothing else needs it."""
    import inspect

    target = inspect.unwrap(function)
    return target, inspect.signature(function), getattr(target, "__globals__", {})


def _strong(function):
    """Parameters that ask for a connection class of the user's own."""
    _, signature, scope = _annotations(function)
    found = {}
    for name, parameter in signature.parameters.items():
        for kind in _members(_resolved(parameter.annotation, scope)):
            if isinstance(kind, type) and _is_strong(kind):
                found[name] = kind
    return found


def _members(annotation):
    if typing.get_origin(annotation) is typing.Union:
        return [a for a in typing.get_args(annotation) if a is not type(None)]
    return [annotation]


def _resolved(annotation, scope):
    if isinstance(annotation, str):
        try:
            found = eval(annotation, scope)
        except Exception:
            return object
        return found if any(_is_connection(kind) for kind in _members(found)) else object
    return annotation


def _is_connection(kind):
    return isinstance(kind, type) and any(
        c.__name__ == "_Connection" and c.__module__.startswith("promptflow.") for c in kind.__mro__) and kind.__name__ != "_Connection"


def _is_strong(kind):
    return _is_connection(kind) and any(c.__name__ == "CustomStrongTypeConnection" for c in kind.__mro__) \
        and kind.__name__ != "CustomStrongTypeConnection"


def parameters(function, is_method):
    """[{name, types, default, has_default, enum, custom_type, rest}] in order."""
    import enum
    import inspect

    _, signature, scope = _annotations(function)
    found = []
    for i, parameter in enumerate(signature.parameters.values()):
        if i == 0 and is_method:
            continue
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            found.append({"name": parameter.name, "types": ["object"], "rest": True})
            continue
        entry = {"name": parameter.name}
        annotation = _resolved(parameter.annotation, scope)
        members = _members(annotation)
        kind = members[0] if len(members) == 1 else members
        has_default = parameter.default is not inspect.Parameter.empty
        if has_default and annotation is inspect.Parameter.empty:
            kind = type(parameter.default)
        if isinstance(kind, list):
            if all(_is_connection(member) for member in kind):
                entry["types"] = []
                for member in kind:
                    name = "CustomConnection" if _is_strong(member) else member.__name__
                    if name not in entry["types"]:
                        entry["types"].append(name)
                strong = [member.__name__ for member in kind if _is_strong(member)]
                if strong:
                    entry["custom_type"] = strong
            else:
                entry["types"] = ["object"]
        elif isinstance(kind, type) and issubclass(kind, enum.Enum):
            entry["enum"] = [str(option.value) for option in kind]
            entry["types"] = ["string"]
        elif _is_strong(kind):
            entry["types"] = ["CustomConnection"]
            entry["custom_type"] = [kind.__name__]
        elif _is_connection(kind):
            entry["types"] = [kind.__name__]
        else:
            entry["types"] = [type_name(kind)]
        if has_default:
            default = parameter.default
            entry["has_default"] = True
            entry["default"] = default.value if isinstance(default, enum.Enum) else default
        found.append(entry)
    return found


def type_name(kind):
    """Prompt flow's name of a Python type."""
    try:
        known = PARAMETER_TYPES.get(kind)
    except TypeError:
        known = None
    if known is not None:
        return known
    name = getattr(kind, "__name__", "")
    if getattr(kind, "__module__", "").startswith("promptflow."):
        return {
            "Secret": "secret", "PromptTemplate": "prompt_template", "FilePath": "file_path", "Image": "image",
            "AssistantDefinition": "assistant_definition",
        }.get(name, "object")
    return "object"


def describe(tool, tool_id=None):
    """The tool's metadata, as flow.tools.json has it."""
    import inspect

    function = inspect.unwrap(tool.function)
    own = getattr(tool.function, "__tool", None)
    taken = parameters(tool.function, tool.kind is not None)
    init = parameters(tool.kind.__init__, True) if tool.kind is not None and tool.kind.__init__ is not object.__init__ else []
    return {
        "name": getattr(tool.function, "__name", None) or getattr(own, "name", None) or function.__qualname__,
        "description": getattr(tool.function, "__description", None) or inspect.getdoc(function),
        "module": function.__module__,
        "function": function.__name__,
        "class_name": tool.kind.__name__ if tool.kind is not None else None,
        "parameters": [plain_default(p) for p in taken],
        "init": [plain_default(p) for p in init if not p.get("rest")],
        "kind": "async" if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function) else "sync",
    }


def plain_default(entry):
    """A default that is no plain data is left out of the metadata."""
    import json

    if "default" in entry:
        try:
            json.dumps(entry["default"], allow_nan=False)
        except Exception:
            entry = {k: v for k, v in entry.items() if k != "default"}
    return entry


def packages():
    """Metadata of all installed package tools by id, and old ids with their new ones."""
    from importlib import metadata

    found, renamed, failed = {}, {}, []
    try:
        points = metadata.entry_points(group="package_tools")
    except TypeError:
        points = metadata.entry_points().get("package_tools", [])
    for point in points:
        try:
            for tool_id, meta in point.load()().items():
                meta["package"] = point.dist.metadata["Name"] if getattr(point, "dist", None) else None
                meta["package_version"] = point.dist.version if getattr(point, "dist", None) else None
                for old in meta.get("deprecated_tools", []) or []:
                    renamed[old] = tool_id
                found[tool_id] = meta
        except Exception as error:
            failed.append("%s: (%s) %s" % (point.value, type(error).__name__, text_of(error)))
    return {"tools": found, "deprecated": renamed, "failed": failed}


class Quiet(importlib.machinery.SourceFileLoader):
    """Loads sources of the flow folder without leaving __pycache__ in it."""

    def set_data(self, path, data, *, _mode=0o666):
        pass


def keep_clean(folder):
    """Imports from the flow folder write nothing there."""
    def hook(path):
        if path != folder and not path.startswith(folder + os.sep):
            raise ImportError
        return make(path)

    make = importlib.machinery.FileFinder.path_hook(
        (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
        (Quiet, importlib.machinery.SOURCE_SUFFIXES),
        (importlib.machinery.SourcelessFileLoader, importlib.machinery.BYTECODE_SUFFIXES))
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.pop(folder, None)
