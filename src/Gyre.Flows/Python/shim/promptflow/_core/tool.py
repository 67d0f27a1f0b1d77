"""The decorator that makes a function a tool, and what may be said with it."""
from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict, List, Optional, Union

from promptflow.tracing._trace import _traced

STREAMING_OPTION_PARAMETER_ATTR = "_streaming_option_parameter"


class ToolType(str, Enum):
    LLM = "llm"
    PYTHON = "python"
    CSHARP = "csharp"
    PROMPT = "prompt"
    _ACTION = "action"
    CUSTOM_LLM = "custom_llm"


class ToolInvoker:
    @classmethod
    def activate(cls, tool_invoker):
        """The engine invokes tools itself."""


@dataclass
class DynamicList:
    function: Any
    input_mapping: Optional[Dict] = None

    def __post_init__(self):
        self.func_path, self.func_kwargs = _function_reference(self.function, self.input_mapping)


@dataclass
class GeneratedBy:
    function: Any
    reverse_function: Any
    input_settings: Optional[Dict[str, Any]] = None

    def __post_init__(self):
        self.func_path, self.func_kwargs = _function_reference(self.function, None)
        self.reverse_func_path, _ = _function_reference(self.reverse_function, None)


@dataclass
class InputSetting:
    is_multi_select: bool = None
    allow_manual_entry: bool = None
    enabled_by: str = None
    enabled_by_value: List = None
    enabled_by_type: List = None
    dynamic_list: DynamicList = None
    generated_by: GeneratedBy = None
    enum: List = None
    undefined_field: Dict = None

    def __init__(self, *args, **kwargs):
        names = [name for name in self.__annotations__ if name != "undefined_field"]
        for name, value in list(zip(names, args)) + [(name, kwargs.pop(name)) for name in names if name in kwargs]:
            setattr(self, name, value)
        self.undefined_field = kwargs


def _function_reference(function, mapping):
    import inspect

    if isinstance(function, str):
        return function, []
    kwargs = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        kwargs.append({
            "name": name,
            "type": [getattr(parameter.annotation, "__name__", "object")],
            "optional": parameter.default is not inspect.Parameter.empty,
            **({"reference": "${inputs.%s}" % mapping[name]} if mapping and name in mapping else {}),
        })
    return "%s.%s" % (function.__module__, function.__name__), kwargs


def tool(
    func=None,
    *args_mark,
    name: str = None,
    description: str = None,
    type: str = None,
    input_settings=None,
    streaming_option_parameter: Optional[str] = None,
    **kwargs,
):
    """Marks a function as a tool; it stays callable as it is."""

    def mark(function):
        marked = _traced(function, "Tool")
        setattr(marked, "__original_function", function)
        setattr(marked, "__tool", None)
        setattr(marked, "__name", name)
        setattr(marked, "__description", description)
        setattr(marked, "__type", type or ToolType.PYTHON)
        setattr(marked, "__input_settings", input_settings)
        setattr(marked, "__extra_info", kwargs)
        if streaming_option_parameter and isinstance(streaming_option_parameter, str):
            setattr(marked, STREAMING_OPTION_PARAMETER_ATTR, streaming_option_parameter)
        return marked

    if func is not None and not callable(func):
        raise TypeError("@tool takes keyword arguments only.")
    return mark(func) if func is not None else mark


class ToolProvider:
    """The base of tools that are classes: the constructor takes literals, one method is the @tool."""

    _initialize_inputs = None
    _required_initialize_inputs = None
    _instance_init_params = None

    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made._instance_init_params = kwargs
        return made

    def __init__(self):
        """To be overridden."""
