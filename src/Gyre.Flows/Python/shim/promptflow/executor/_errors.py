from promptflow.executor._assistant_tool_invoker import InvalidAssistantTool

__all__ = ["InvalidAssistantTool"]
