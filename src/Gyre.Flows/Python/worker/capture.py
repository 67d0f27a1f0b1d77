"""sys.stdout and sys.stderr as each node sees them: what it prints goes into its own record."""
import io
import sys
import time
from contextvars import ContextVar

LIMIT = 1_000_000

current = ContextVar("gyre_call")


class Sink:
    """What one call has printed on one stream, cut after LIMIT characters."""

    __slots__ = ("parts", "left")

    def __init__(self):
        self.parts = []
        self.left = LIMIT

    def write(self, text):
        if self.left <= 0:
            return
        # Every write but a bare line break is stamped: the original's log format.
        if text != "\n":
            text = stamp() + text
        if len(text) > self.left:
            text = text[:self.left] + "\n... (more than %d characters were printed; the rest is cut)\n" % LIMIT
            self.left = 0
        else:
            self.left -= len(text)
        self.parts.append(text)

    def text(self):
        return "".join(self.parts)


_second = 0
_stamp = ""


def stamp():
    global _second, _stamp
    now = int(time.time())
    if now != _second:
        _stamp = time.strftime("[%Y-%m-%dT%H:%M:%S+0000] ", time.gmtime(now))
        _second = now
    return _stamp


class Stream(io.TextIOBase):
    """Stands in for sys.stdout or sys.stderr."""

    def __init__(self, name, descriptor, calls):
        self._sink = name
        self._descriptor = descriptor
        self._calls = calls
        self.buffer = Bytes(self)

    encoding = "utf-8"
    errors = "backslashreplace"
    mode = "w"

    @property
    def name(self):
        return "<stdout>" if self._descriptor == 1 else "<stderr>"

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return False

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        call = current.get(None)
        if call is None:
            # A thread of the tool's own: it belongs to the only call there is.
            call = self._calls.only()
        if call is not None and text:
            getattr(call, self._sink).write(text)
        return len(text)

    def flush(self):
        pass


class Bytes(io.RawIOBase):
    """sys.stdout.buffer."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def write(self, data):
        self._stream.write(bytes(data).decode("utf-8", "backslashreplace"))
        return len(data)


def install(calls):
    sys.stdout = Stream("out", 1, calls)
    sys.stderr = Stream("err", 2, calls)
