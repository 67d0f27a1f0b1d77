"""What the stand-in promptflow package asks of the worker: the engine's services, records of nested calls, metrics."""
import time
import uuid

from _gyre.capture import current

world = None


def ask(method, arguments):
    """Calls the engine and waits; errors are raised as promptflow's classes."""
    if world is None:
        raise RuntimeError("This needs the engine: run the code in a flow.")
    return world.ask(method, arguments)


def log_metric(key, value):
    """Counts only in an aggregation node."""
    call = current.get(None)
    if call is None and world is not None:
        call = world.calls.only()
    if call is not None and call.metrics is not None:
        call.metrics[key] = value


class Span:
    """One nested call; children of the current call or of another span."""

    __slots__ = ("record", "parent", "call", "token")

    def __init__(self, name, kind, inputs):
        from _gyre import objects

        self.call = current.get(None)
        self.record = None
        if self.call is None:
            return
        self.parent = _span.get(None)
        self.record = {
            "name": name,
            "type": kind,
            "inputs": objects.to_record(inputs),
            "output": None,
            "start_time": time.time(),
            "end_time": None,
            "error": None,
            "children": [],
            "node_name": self.call.node,
            "parent_id": self.parent["id"] if self.parent else "",
            "id": str(uuid.uuid4()),
            "function": name,
        }
        (self.parent["children"] if self.parent else self.call.children).append(self.record)
        self.token = _span.set(self.record)

    def enter(self):
        """Makes it the parent of what is called from here; for steps of a generator."""
        if self.record is not None:
            self.token = _span.set(self.record)

    def leave(self):
        if self.record is not None and self.token is not None:
            try:
                _span.reset(self.token)
            except ValueError:
                pass
            self.token = None

    def end(self, output):
        if self.record is not None:
            from _gyre import objects

            self.record["output"] = objects.to_record(output)
            self.record["end_time"] = time.time()
            self.leave()

    def fail(self, error):
        if self.record is not None:
            self.record["error"] = {"message": str(error), "type": type(error).__qualname__}
            self.record["end_time"] = time.time()
            self.leave()


from contextvars import ContextVar

_span = ContextVar("gyre_span")
