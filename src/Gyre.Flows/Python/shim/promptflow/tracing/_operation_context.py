"""Values that go with the current operation."""
from contextvars import ContextVar


class OperationContext(dict):
    _current = ContextVar("operation_context", default=None)
    USER_AGENT_KEY = "user_agent"
    _OTEL_ATTRIBUTES = "_otel_attributes"

    @classmethod
    def get_instance(cls):
        found = cls._current.get()
        if found is None:
            found = cls()
            cls._current.set(found)
        return found

    @classmethod
    def set_instance(cls, instance):
        cls._current.set(instance)

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def append_user_agent(self, user_agent):
        known = self.get(self.USER_AGENT_KEY, "")
        if user_agent not in known:
            self[self.USER_AGENT_KEY] = ("%s %s" % (known, user_agent)).strip()

    def get_user_agent(self):
        return ("%s promptflow/1.18.5" % self.get(self.USER_AGENT_KEY, "")).strip()

    def _add_otel_attributes(self, key, value):
        self.setdefault(self._OTEL_ATTRIBUTES, {})[key] = value

    def _remove_otel_attributes(self, keys):
        for key in [keys] if isinstance(keys, str) else keys:
            self.get(self._OTEL_ATTRIBUTES, {}).pop(key, None)

    def _get_otel_attributes(self):
        return self.get(self._OTEL_ATTRIBUTES, {})

    def get_context_dict(self):
        return dict(self)

    def copy(self):
        return OperationContext(self)
