"""Values and frames on the pipe: one JSON text a line.

Plain JSON travels as it is. Everything else is a dict with the key "$":
  {"$": "t", "v": [...]}            a tuple
  {"$": "d", "v": [[key, value]]}   a dict with keys that are not text, or with the key "$"
  {"$": "f", "v": "nan"}            a float that is no JSON number
  {"$": "s", "v": [code points]}    text with lone surrogates
  {"$": "h", "i": 7, "c": class, "r": repr, ...}  an object that stays here
  {"$": "m", "v": base64, "t": mime type, "u": url}  an image
  {"$": "c", ...}                   a connection
  {"$": "g", "i": 3}                a stream of text on the engine's side
  {"$": "p", "v": base64}           a pickled object of a line that has ended
"""
import json
import math
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator

from _gyre import objects

SCALARS = frozenset((str, int, float, bool, type(None)))
DEEPEST = 100
LONGEST_REPR = 4_000_000

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


class Table:
    """The objects of one line that the engine knows by number."""

    __slots__ = ("by_number", "numbers")

    def __init__(self):
        self.by_number = {}
        self.numbers = {}


class Objects:
    """All objects that stay here, by line."""

    def __init__(self):
        self.lines = {}
        self.last = 0
        self.gate = threading.Lock()

    def keep(self, line, value):
        with self.gate:
            table = self.lines.get(line)
            if table is None:
                table = self.lines[line] = Table()
            number = table.numbers.get(id(value))
            if number is None:
                self.last = number = self.last + 1
                table.by_number[number] = value
                table.numbers[id(value)] = number
            return number

    def get(self, line, number):
        table = self.lines.get(line)
        if table is None or number not in table.by_number:
            raise RuntimeError("The object belongs to a line that has ended.")
        return table.by_number[number]

    def end(self, line):
        with self.gate:
            self.lines.pop(line, None)


class Strict(Exception):
    """Something inside needs the careful way."""


def encode(value, line, keep, strict=False, depth=0):
    """The value as JSON data; containers are copied only where something inside changes."""
    kind = type(value)
    if kind in SCALARS:
        return _careful(value, kind, line, keep) if strict else value
    if depth > DEEPEST:
        return handle(value, line, keep)
    if kind is list:
        copy = value
        for i, item in enumerate(value):
            if type(item) in SCALARS and not strict:
                continue
            new = encode(item, line, keep, strict, depth + 1)
            if new is not item:
                if copy is value:
                    copy = list(value)
                copy[i] = new
        return copy
    if kind is dict:
        copy = value
        for key in value:
            if type(key) is not str or key == "$" or strict:
                return {"$": "d", "v": [
                    [encode(k, line, keep, strict, depth + 1), encode(v, line, keep, strict, depth + 1)] for k, v in value.items()]}
        for key, item in value.items():
            if type(item) in SCALARS:
                continue
            new = encode(item, line, keep, strict, depth + 1)
            if new is not item:
                if copy is value:
                    copy = dict(value)
                copy[key] = new
        return copy
    if kind is tuple:
        return {"$": "t", "v": [encode(item, line, keep, strict, depth + 1) for item in value]}
    image = objects.encode_image(value)
    if image is not None:
        return image
    return objects.encode_connection(value) or handle(value, line, keep)


def _careful(value, kind, line, keep):
    if kind is float and not math.isfinite(value):
        return {"$": "f", "v": repr(value)}
    if kind is str and not _is_unicode(value):
        return {"$": "s", "v": [ord(c) for c in value]}
    if kind is int:
        try:
            str(value)
        except ValueError:
            return handle(value, line, keep)
    return value


def _is_unicode(text):
    try:
        text.encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


def handle(value, line, keep):
    """What the engine is told of an object that stays here."""
    entry = {"$": "h", "i": keep(line, value), "c": type(value).__name__, "r": clean(_text(repr, value))}
    text = _text(str, value)
    if text != entry["r"]:
        entry["s"] = clean(text)
    if isinstance(value, Iterator):
        entry["g"] = 1
    elif isinstance(value, AsyncIterator):
        entry["g"] = 2
    try:
        if not value:
            entry["b"] = 0
    except Exception:
        pass
    if "g" not in entry:
        try:
            # The JSON that json.dumps would give, or nothing: then the repr stands for the object.
            entry["p"] = encode(json.loads(json.dumps(value, default=objects.json_default)), line, keep, strict=True)
        except Exception:
            pass
    return entry


def _text(function, value):
    try:
        text = function(value)
    except Exception as error:
        text = "<%s object, %s failed: %s>" % (type(value).__name__, function.__name__, error)
    return text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + "... (%d more)" % (len(text) - LONGEST_REPR)


def clean(text):
    """Text that is always valid UTF-8."""
    return text if text.isascii() or _is_unicode(text) else text.encode("utf-8", "backslashreplace").decode("utf-8")


def decode(value, line, world):
    """Data read from the pipe as the values a tool gets."""
    kind = type(value)
    if kind is list:
        for i, item in enumerate(value):
            if type(item) not in SCALARS:
                value[i] = decode(item, line, world)
        return value
    if kind is not dict:
        return value
    tag = value.get("$")
    if tag is None:
        for key, item in value.items():
            if type(item) not in SCALARS:
                value[key] = decode(item, line, world)
        return value
    content = value.get("v")
    if tag == "t":
        return tuple(decode(item, line, world) for item in content)
    if tag == "d":
        return {decode(k, line, world): decode(v, line, world) for k, v in content}
    if tag == "h":
        return world.objects.get(value.get("l", line), value["i"])
    if tag == "f":
        return float(content)
    if tag == "s":
        return "".join(map(chr, content))
    if tag == "m":
        return objects.image(content, value.get("t"), value.get("u"))
    if tag == "c":
        return objects.connection(value)
    if tag == "g":
        return objects.EngineStream(world, value["i"])
    if tag == "p":
        return objects.unpickle(world, content)
    raise ValueError("Unknown tag %r." % tag)


class Pipe:
    """Reads frames in one thread, writes them from any."""

    def __init__(self, requests, answers):
        self.source = os.fdopen(requests, "rb", buffering=1 << 16)
        self.answers = answers
        self.gate = threading.Lock()

    def read(self):
        """The next frame and whether it holds tagged values; None at the end."""
        line = self.source.readline()
        return (json.loads(line), b'"$"' in line) if line.endswith(b"\n") else (None, False)

    def write(self, frame, value=None, line=0, keep=None, has_value=False):
        """Writes a frame; with a value, as its member "v"."""
        if has_value:
            frame["v"] = encode(value, line, keep)
        try:
            data = _dumps(frame).encode("utf-8")
        except (ValueError, UnicodeEncodeError, RecursionError):
            if has_value:
                frame["v"] = encode(value, line, keep, strict=True)
            data = _dumps(_clean_frame(frame)).encode("utf-8")
        view = memoryview(data + b"\n")
        try:
            with self.gate:
                while view:
                    view = view[os.write(self.answers, view):]
        except OSError:
            os._exit(0)


def _clean_frame(item):
    if isinstance(item, str):
        return clean(item)
    if isinstance(item, dict):
        return {clean(k): _clean_frame(v) for k, v in item.items()}
    if isinstance(item, list):
        return [_clean_frame(v) for v in item]
    if isinstance(item, float) and not math.isfinite(item):
        return {"$": "f", "v": repr(item)}
    return item
