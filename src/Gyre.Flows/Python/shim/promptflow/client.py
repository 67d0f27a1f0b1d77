"""The SDK's client, as far as flow code uses it: connections, and calling other flows."""
from promptflow.core._flow import Flow, Prompty  # noqa: F401
from promptflow.exceptions import UserErrorException


def load_flow(source, **kwargs):
    """A flow, flex flow or prompty; call it with its inputs as keywords."""
    return Flow.load(source, **kwargs)


def load_run(source, **kwargs):
    raise _not_here("load_run")


def load_connection(source, **kwargs):
    raise _not_here("load_connection")


def _not_here(name):
    return UserErrorException("%s is not available inside a flow here: use the gyre command (gyre run, gyre connection)." % name)


class _Connections:
    def get(self, name, **kwargs):
        from _gyre import host

        return host.ask("connection.get", {"name": name})

    def __getattr__(self, name):
        raise _not_here("PFClient.connections.%s" % name)


class _Missing:
    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        raise _not_here("PFClient.%s.%s" % (self._name, name))


class _Flows(_Missing):
    def test(self, flow, *, inputs=None, variant=None, environment_variables=None, init=None, **kwargs):
        from promptflow._sdk.entities import FlowContext

        loaded = Flow.load(flow)
        loaded.context = FlowContext(variant=variant, environment_variables=environment_variables, init=init)
        return loaded(**(inputs or {}))


class PFClient:
    """Connections and single tests; batch runs are started with the gyre command."""

    def __init__(self, **kwargs):
        self.connections = _Connections()
        self.flows = _Flows("flows")
        self.runs = _Missing("runs")

    def test(self, flow, *, inputs=None, variant=None, environment_variables=None, **kwargs):
        return self.flows.test(flow, inputs=inputs, variant=variant, environment_variables=environment_variables)

    def __getattr__(self, name):
        raise _not_here("PFClient.%s" % name)


__all__ = ["PFClient", "load_connection", "load_flow", "load_run"]
