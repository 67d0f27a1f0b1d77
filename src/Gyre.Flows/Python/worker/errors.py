"""Exceptions as the engine records them."""
import os
import sys


class LoadError(Exception):
    """A failure with the original's error class."""

    def __init__(self, code, message, cause=None):
        super().__init__(message)
        self.code = code
        self.cause = cause


def text_of(error):
    try:
        return str(error)
    except Exception as other:
        return "<str() failed: %s>" % type(other).__name__


def describe(error):
    """{type, message, traceback, filename, lineno, name}: frames of the engine and of the stand-in package are left out."""
    import traceback

    frames = error.__traceback__
    while frames is not None and _is_ours(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    details = {"type": type(error).__name__, "message": text_of(error)}
    try:
        told = traceback.TracebackException(type(error), error.with_traceback(frames), frames)
        told.stack = traceback.StackSummary.from_list([f for f in told.stack if not _is_ours(f.filename)])
        details["traceback"] = "".join(told.format())
    except Exception:
        details["traceback"] = "%s: %s\n" % (details["type"], details["message"])
    last = None
    while frames is not None:
        if not _is_ours(frames.tb_frame.f_code.co_filename) and not frames.tb_frame.f_code.co_filename.startswith("<frozen "):
            last = frames
        frames = frames.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        # Its frames are those of the import; it says itself where it is.
        details.update(filename=error.filename, lineno=error.lineno, name="<module>")
    elif last is not None:
        details["filename"] = last.tb_frame.f_code.co_filename
        details["lineno"] = last.tb_lineno
        details["name"] = last.tb_frame.f_code.co_name
    return details


def report(error):
    """The frame's "e": class, message and details."""
    if isinstance(error, LoadError):
        found = {"code": error.code, "message": text_of(error)}
        if error.cause is not None:
            found["details"] = describe(error.cause)
        return found
    found = {"details": describe(error)}
    known = sys.modules.get("promptflow.exceptions")
    if known is not None and isinstance(error, known.PromptflowException):
        # Raised on purpose with a class of promptflow's: reported as it is, not as a tool that broke.
        found["code"] = getattr(error, "_gyre_code", None) or type(error).__name__
        found["message"] = getattr(error, "message", None) or text_of(error)
        found["system"] = isinstance(error, known.SystemErrorException)
        inner = getattr(error, "_gyre_inner", None) or getattr(error, "inner_exception", None)
        if inner is not None:
            found["inner"] = inner if isinstance(inner, str) else type(inner).__name__
    return found


_here = os.path.dirname(os.path.abspath(__file__))
_root = os.path.dirname(_here)


def _is_ours(file):
    return file.startswith(_root + os.sep)
