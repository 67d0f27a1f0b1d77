from promptflow.tracing.contracts.trace import TraceType

__all__ = ["TraceType"]
