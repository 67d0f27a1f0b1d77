from dataclasses import asdict, dataclass
from typing import List


class Secret(str):
    """Text that is kept out of sight: a field of a custom connection's secrets."""

    def set_secret_name(self, name):
        self.secret_name = name


class PromptTemplate(str):
    """The text of a template."""


class FilePath(str):
    """The path of a file."""


@dataclass
class AssistantDefinition:
    """A model, its instructions and tools."""

    model: str
    instructions: str
    tools: List

    @staticmethod
    def deserialize(data: dict) -> "AssistantDefinition":
        return AssistantDefinition(
            model=data.get("model", ""), instructions=data.get("instructions", ""), tools=data.get("tools", []))

    def serialize(self):
        return {"model": self.model, "instructions": self.instructions, "tools": self.tools}

    def __post_init__(self):
        self._tool_invoker = None

    def init_tool_invoker(self, invoker=None):
        from promptflow.executor._assistant_tool_invoker import AssistantToolInvoker

        self._tool_invoker = invoker or AssistantToolInvoker.init(self.tools)
        return self._tool_invoker

    @property
    def tool_invoker(self):
        return self._tool_invoker or self.init_tool_invoker()
