"""Calls the Python functions of an assistant definition, and describes them for a model."""
import inspect
import os
from typing import Dict

from promptflow.exceptions import UserErrorException


class InvalidAssistantTool(UserErrorException):
    """A tool of an assistant definition can't be used."""


_JSON_TYPES = {"int": "number", "double": "number", "bool": "boolean", "string": "string", "list": "array", "object": "object"}


class AssistantTool:
    def __init__(self, name, openai_definition, func):
        self.name, self.openai_definition, self.func = name, openai_definition, func


class AssistantToolInvoker:
    """The tools of an assistant definition by name."""

    def __init__(self, assistant_tools: Dict[str, AssistantTool]):
        self._assistant_tools = assistant_tools

    @classmethod
    def init(cls, tools, working_dir=None, connection_provider=None):
        found = {}
        for tool in tools:
            kind = tool.get("type") if isinstance(tool, dict) else None
            if kind in ("code_interpreter", "retrieval", "file_search"):
                found[kind] = AssistantTool(kind, {"type": kind}, None)
            elif kind == "function":
                made = cls._function(tool)
                found[made.name] = made
            else:
                raise InvalidAssistantTool("Unsupported assistant tool's type in node <unknown> : %s. Please make sure the type is restricted within ['code_interpreter', 'function', 'retrieval']." % kind)
        return cls(found)

    @classmethod
    def _function(cls, tool):
        from _gyre import host
        from _gyre.tools import _tools_in, _tool, describe

        if tool.get("tool_type", "python") != "python":
            raise InvalidAssistantTool("Assistant tool of type '%s' is not supported: only python." % tool.get("tool_type"))
        source = tool.get("source") or {}
        world = host.world
        if source.get("type", "code") == "code":
            path = source.get("path")
            if not path or not os.path.exists(os.path.join(world.tools.folder, path)):
                raise InvalidAssistantTool("Load tool failed. The source path '%s' is missing." % path)
            loaded = world.tools.script(path)
        else:
            packages = _packages()
            tool_id = packages["deprecated"].get(source.get("tool"), source.get("tool"))
            meta = packages["tools"].get(tool_id)
            if meta is None:
                raise InvalidAssistantTool("Package tool '%s' is not found in the current environment." % tool_id)
            loaded = world.tools.package(tool_id, meta)
        predefined = dict(tool.get("predefined_inputs") or {})
        described = describe(loaded)
        for parameter in described["parameters"]:
            name = parameter["name"]
            if isinstance(predefined.get(name), str) and parameter["types"][0].endswith("Connection"):
                predefined[name] = host.ask("connection.get", {"name": predefined[name]})
        call = loaded.call if loaded.kind is None else loaded.bind(described["name"], predefined)

        def invoke(**kwargs):
            return call(**{**kwargs, **predefined})

        if inspect.iscoroutinefunction(inspect.unwrap(loaded.function)):
            async def invoke(**kwargs):  # noqa: F811
                return await call(**{**kwargs, **predefined})

        name = described["function"]
        return AssistantTool(name, _definition(name, loaded.function, described, predefined), invoke)

    def invoke_tool(self, func_name, kwargs):
        """Calls one by name."""
        return self._assistant_tools[func_name].func(**kwargs)

    def to_openai_tools(self):
        """What a model is told of them."""
        return [tool.openai_definition for tool in self._assistant_tools.values()]


def _packages():
    from _gyre.tools import packages

    return packages()


def _definition(name, function, described, predefined):
    summary, notes = parse_docstring(inspect.getdoc(inspect.unwrap(function)) or "")
    properties, required = {}, []
    for parameter in described["parameters"]:
        if parameter["name"] in predefined or parameter.get("rest"):
            continue
        entry = {"description": notes.get(parameter["name"], {}).get("description", "")}
        if parameter.get("enum"):
            entry["enum"] = parameter["enum"]
        entry["type"] = _JSON_TYPES.get(parameter["types"][0], "object")
        properties[parameter["name"]] = entry
        if not parameter.get("has_default"):
            required.append(parameter["name"])
    return {
        "type": "function",
        "function": {
            "name": name, "description": summary,
            "parameters": {"type": "object", "properties": properties, "required": required}}}


def parse_docstring(text):
    """Summary and {parameter: {description, type}} of reST, Google and NumPy styles."""
    import re

    found = {}
    for name, description in re.findall(r"^\s*:param\s+(?:[^:\n]+\s)?(\w+)\s*:\s*(.*(?:\n(?!\s*:).+)*)", text, re.M):
        found.setdefault(name, {})["description"] = " ".join(description.split())
    for name, kind in re.findall(r"^\s*:type\s+(\w+)\s*:\s*(.*)$", text, re.M):
        found.setdefault(name, {})["type"] = kind.strip()
    google = re.search(r"^(?:Args|Arguments|Parameters):\s*\n((?:[ \t]+.*\n?|\n)+)", text, re.M)
    if google:
        last = None
        for line in google.group(1).splitlines():
            item = re.match(r"^\s+\*{0,2}(\w+)\s*(?:\(([^)]*)\))?\s*:\s*(.*)$", line)
            if item:
                last = found.setdefault(item.group(1), {})
                last["description"] = item.group(3).strip()
            elif last is not None and line.strip():
                last["description"] += " " + line.strip()
    numpy = re.search(r"^Parameters\s*\n-{3,}\s*\n(.*?)(?=^\S+\s*\n-{3,}|\Z)", text, re.M | re.S)
    if numpy:
        last = None
        for line in numpy.group(1).splitlines():
            item = re.match(r"^(\w+)\s*:?\s*(.*)$", line)
            if item:
                last = found.setdefault(item.group(1), {"description": ""})
                last["type"] = item.group(2)
            elif last is not None and line.strip():
                last["description"] = (last["description"] + " " + line.strip()).strip()
    summary = re.split(r"^\s*:(?:param|type|return|returns|rtype|raises)\b|^(?:Args|Arguments|Parameters|Returns|Raises):?\s*$", text, maxsplit=1, flags=re.M)[0]
    return " ".join(summary.split()), found
