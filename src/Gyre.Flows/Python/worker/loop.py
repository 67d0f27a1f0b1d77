"""Receives requests, runs them in threads, sends the answers."""
import os
import sys
import threading
from _queue import SimpleQueue

from _gyre import capture, errors, host, objects, wire
from _gyre.tools import Tools, keep_clean

CRASH = (SystemExit, KeyboardInterrupt)


class Call:
    """One request that is being served."""

    __slots__ = ("frame", "tagged", "line", "node", "out", "err", "children", "metrics")

    def __init__(self, frame, tagged):
        self.frame = frame
        self.tagged = tagged
        self.line = frame.get("l", 0)
        self.node = frame.get("n")
        self.out = capture.Sink()
        self.err = capture.Sink()
        self.children = []
        self.metrics = {} if frame.get("g") else None


class Calls:
    """What runs now."""

    def __init__(self):
        self.active = {}

    def only(self):
        """The call that a thread without a context must belong to, where there is just one."""
        try:
            calls = list(self.active.values())
        except RuntimeError:
            return None
        return calls[0] if len(calls) == 1 else None


class World:
    """The worker's state."""

    def __init__(self, requests, answers, folder):
        self.pipe = wire.Pipe(requests, answers)
        self.objects = wire.Objects()
        self.keep = self.objects.keep
        self.calls = Calls()
        self.tools = Tools(folder)
        self.loaded = {}
        self.queue = SimpleQueue()
        self.idle = 0
        self.gate = threading.Lock()
        self.waiting = {}
        self.last = 0
        self.events = None

    # --- requests

    def receive(self):
        """The reading thread: hands requests out, answers in."""
        while True:
            frame, tagged = self.pipe.read()
            if frame is None:
                os._exit(0)
            operation = frame["o"]
            if operation == "answer":
                waiting = self.waiting.pop(frame["i"], None)
                if waiting is not None:
                    waiting[1] = (frame, tagged)
                    waiting[0].release()
            elif operation == "end":
                self.objects.end(frame["l"])
            else:
                with self.gate:
                    spawn = self.idle == 0
                    if not spawn:
                        self.idle -= 1
                if spawn:
                    threading.Thread(target=self.serve, args=((frame, tagged),), daemon=True).start()
                else:
                    self.queue.put((frame, tagged))

    def serve(self, work=None):
        """A serving thread: the main one and as many more as calls run at once."""
        while True:
            if work is None:
                work = self.queue.get()
            self.run(*work)
            work = None
            with self.gate:
                self.idle += 1

    def run(self, frame, tagged):
        call = Call(frame, tagged)
        number = frame["i"]
        self.calls.active[number] = call
        token = capture.current.set(call)
        try:
            value = getattr(self, "do_" + frame["o"])(call)
            answer = {"o": "done", "i": number}
        except CRASH as error:
            self.answer({"o": "fail", "i": number, "e": {"code": "ProcessCrashError", "details": errors.describe(error)}}, call)
            os._exit(error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1)
        except BaseException as error:
            value = None
            answer = {"o": "fail", "i": number, "e": errors.report(error)}
        finally:
            capture.current.reset(token)
            self.calls.active.pop(number, None)
        try:
            self.answer(answer, call, value, answer["o"] == "done")
        except BaseException as error:
            self.answer({"o": "fail", "i": number, "e": errors.report(error)}, call)

    def answer(self, frame, call, value=None, has_value=False):
        if call.out.parts:
            frame["out"] = call.out.text()
        if call.err.parts:
            frame["err"] = call.err.text()
        if call.children:
            frame["calls"] = wire.encode(call.children, call.line, self.keep, strict=False)
        if call.metrics:
            frame["metrics"] = wire.encode(call.metrics, call.line, self.keep)
        self.pipe.write(frame, value, call.line, self.keep, has_value)

    def decoded(self, call, key):
        value = call.frame.get(key)
        return wire.decode(value, call.line, self) if call.tagged else value

    # --- what the engine may ask

    def do_load(self, call):
        """A script or package tool: kept under its number, described."""
        from _gyre import tools

        frame = call.frame
        if "file" in frame:
            tool = self.tools.script(frame["file"])
        else:
            tool = self.tools.package(frame["package"], frame["meta"])
        self.loaded[frame["t"]] = tool
        return tools.describe(tool) if frame.get("describe") else None

    def do_construct(self, call):
        """The object of a class tool, so that a failing constructor is seen when the flow is loaded."""
        tool = self.loaded[call.frame["t"]]
        init = self.decoded(call, "a")
        try:
            tool.instances[call.node] = tool.construct(init)
        except Exception as error:
            raise errors.LoadError(
                "ToolLoadError",
                "Failed to load package tool '%s': (%s) %s" % (call.node, type(error).__name__, errors.text_of(error)), error)

    def do_call(self, call):
        tool = self.loaded.get(call.frame["t"])
        if isinstance(tool, errors.LoadError):
            raise tool
        arguments = self.decoded(call, "a")
        if tool.kind is not None:
            function = tool.bind(call.node, arguments)
            for name in tool.init_names:
                arguments.pop(name, None)
        else:
            function = tool.call
        for name, cast in tool.casts.items():
            if name in arguments:
                arguments[name] = cast(arguments[name])
        return objects.recorded(self.finished(function(**arguments), call))

    def do_import(self, call):
        """A legacy `module` of a node."""
        import importlib

        name = call.frame["module"]
        try:
            importlib.import_module(name)
        except Exception as error:
            raise errors.LoadError(
                "FailedToImportModule",
                "Failed to import modules with error: (%s) %s." % (type(error).__name__, errors.text_of(error)), error)

    def do_packages(self, call):
        from _gyre import tools

        return tools.packages()

    def do_flex(self, call):
        """Loads a flex flow's entry and makes its instance."""
        from _gyre import flex

        entry = flex.load(call.frame["entry"])
        self.loaded[call.frame["t"]] = entry
        description = flex.describe(entry)
        if call.frame.get("construct"):
            flex.construct(entry, self.decoded(call, "a"))
        return description

    def do_enter(self, call):
        """Calls a flex flow."""
        from _gyre import flex

        entry = self.loaded[call.frame["t"]]
        function = entry.callable()
        return flex.columns(self.finished(function(**self.decoded(call, "a")), call))

    def do_aggregate(self, call):
        from _gyre import flex

        entry = self.loaded[call.frame["t"]]
        rows = [flex.row(item) for item in self.decoded(call, "a")]
        return self.finished(entry.instance.__aggregate__(rows), call)

    def do_next(self, call):
        """The next piece of a generator as text; None at its end."""
        stream = self.objects.get(call.line, call.frame["h"])
        if hasattr(stream, "__next__"):
            try:
                return [str(next(stream))]
            except StopIteration:
                return None
        try:
            return [str(self.await_(stream.__anext__()))]
        except StopAsyncIteration:
            return None

    def do_join(self, call):
        """All that is left of a generator, as one text."""
        stream = self.objects.get(call.line, call.frame["h"])
        if hasattr(stream, "__next__"):
            return "".join(str(piece) for piece in stream)

        async def join():
            return "".join([str(piece) async for piece in stream])

        return self.await_(join())

    def do_taken(self, call):
        """What has been taken of a node's generator, for its record."""
        stream = self.objects.get(call.line, call.frame["h"])
        return [objects.to_record(item) for item in objects.taken(stream)]

    def do_attr(self, call):
        value = self.objects.get(call.line, call.frame["h"])
        name = call.frame["name"]
        return [getattr(value, name)] if hasattr(value, name) else None

    def do_item(self, call):
        value = self.objects.get(call.line, call.frame["h"])
        try:
            return [value[self.decoded(call, "a")]]
        except (KeyError, IndexError, TypeError):
            return None

    def do_pickle(self, call):
        """The line's objects that are to outlive it."""
        return {str(number): objects.pickled(self.objects.get(call.line, number), self.tools.modules) for number in call.frame["h"]}

    # --- results

    def finished(self, result, call):
        """The result, awaited where it has to be."""
        if hasattr(result, "__await__"):
            return self.await_(result)
        return result

    def await_(self, awaitable):
        """Runs it on the worker's event loop, with this call's context."""
        import asyncio
        import contextvars

        if self.events is None:
            with self.gate:
                if self.events is None:
                    loop = asyncio.new_event_loop()
                    threading.Thread(target=self.turn, args=(loop,), daemon=True).start()
                    self.events = loop

        async def step():
            return await awaitable

        done = threading.Lock()
        done.acquire()
        outcome = []
        context = contextvars.copy_context()

        def start():
            task = context.run(self.events.create_task, step())
            task.add_done_callback(finish)

        def finish(task):
            try:
                outcome.append((task.result(), None))
            except BaseException as error:
                outcome.append((None, error))
            done.release()

        self.events.call_soon_threadsafe(start)
        done.acquire()
        value, error = outcome[0]
        if error is not None:
            raise error
        return value

    def turn(self, loop):
        import asyncio

        asyncio.set_event_loop(loop)
        while True:
            try:
                loop.run_forever()
            except CRASH:
                # Already handed to the task that raised it.
                continue

    # --- what Python asks of the engine

    def ask(self, method, arguments):
        """Asks the engine and waits for its answer."""
        call = capture.current.get(None) or self.calls.only()
        line = call.line if call is not None else 0
        done = threading.Lock()
        done.acquire()
        waiting = [done, None]
        with self.gate:
            self.last = number = self.last + 1
        self.waiting[number] = waiting
        self.pipe.write(
            {"o": "ask", "i": number, "c": call.frame["i"] if call is not None else 0, "m": method},
            arguments, line, self.keep, True)
        done.acquire()
        frame, tagged = waiting[1]
        if "e" in frame:
            raise engine_error(frame["e"])
        value = frame.get("v")
        return wire.decode(value, line, self) if tagged else value


def engine_error(error):
    """An error of the engine under its class of promptflow's."""
    import promptflow.exceptions as known

    base = known.SystemErrorException if error.get("system") else known.UserErrorException
    kind = getattr(known, error["code"], None)
    if kind is None:
        kind = type(error["code"], (base,), {})
    made = kind(error["message"])
    made._gyre_code = error["code"]
    made._gyre_inner = error.get("inner")
    return made


def run(requests, answers, folder):
    world = World(requests, answers, folder)
    host.world = world
    capture.install(world.calls)
    keep_clean(folder)
    world.pipe.write({"o": "hello", "version": list(sys.version_info[:3]), "executable": sys.executable, "pid": os.getpid()})
    threading.Thread(target=world.receive, daemon=True).start()
    with world.gate:
        world.idle += 1
    world.serve()
