from promptflow.tracing._trace import trace

__all__ = ["trace"]
