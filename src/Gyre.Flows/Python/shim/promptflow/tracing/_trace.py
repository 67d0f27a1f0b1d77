import functools
import inspect


def trace(func=None, name=None, **kwargs):
    """Records each call of the function below the node that makes it."""
    if func is None:
        return lambda function: _traced(function, "Function", name)
    return _traced(func, "Function", name)


def enrich_prompt_template(template, variables):
    """The engine records prompts by itself."""


def _traced(function, kind, name=None):
    label = name or getattr(function, "__qualname__", str(function))

    if inspect.isasyncgenfunction(function):
        @functools.wraps(function)
        async def wrapped(*args, **kwargs):
            span = _begin(function, label, kind, args, kwargs)
            span.leave()
            source, pieces = function(*args, **kwargs), []
            try:
                while True:
                    span.enter()
                    try:
                        piece = await source.__anext__()
                    except StopAsyncIteration:
                        break
                    finally:
                        span.leave()
                    pieces.append(piece)
                    yield piece
            except BaseException as error:
                span.fail(error)
                raise
            span.end(_joined(pieces))
    elif inspect.iscoroutinefunction(function):
        @functools.wraps(function)
        async def wrapped(*args, **kwargs):
            span = _begin(function, label, kind, args, kwargs)
            try:
                result = await function(*args, **kwargs)
            except BaseException as error:
                span.fail(error)
                raise
            span.end(result)
            return result
    elif inspect.isgeneratorfunction(function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            span = _begin(function, label, kind, args, kwargs)
            span.leave()
            pieces = []
            source = function(*args, **kwargs)
            try:
                while True:
                    span.enter()
                    try:
                        piece = next(source)
                    except StopIteration as end:
                        result = end.value
                        break
                    finally:
                        span.leave()
                    pieces.append(piece)
                    yield piece
            except BaseException as error:
                span.fail(error)
                raise
            span.end(_joined(pieces))
            return result
    else:
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            span = _begin(function, label, kind, args, kwargs)
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                span.fail(error)
                raise
            span.end(result)
            return result

    setattr(wrapped, "__original_function", function)
    return wrapped


def _begin(function, label, kind, args, kwargs):
    from _gyre import host

    try:
        bound = dict(inspect.signature(function).bind_partial(*args, **kwargs).arguments)
        bound.pop("self", None)
    except TypeError:
        bound = dict(kwargs)
    return host.Span(label, kind, bound)


def _joined(pieces):
    return "".join(pieces) if all(isinstance(piece, str) for piece in pieces) else pieces
