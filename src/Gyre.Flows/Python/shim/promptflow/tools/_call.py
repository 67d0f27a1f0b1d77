"""Model calls go through the engine: its retries, limits and records apply."""


def call(method, connection, values, rest):
    from _gyre import host

    arguments = {"connection": connection}
    arguments.update((key, value) for key, value in values.items() if key not in ("self", "connection", "kwargs", "cls"))
    arguments["variables"] = rest
    return host.ask(method, arguments)
