"""Connections as tools get them: fields as attributes and items, secrets beside plain values."""
import os
from collections.abc import Mapping

from promptflow.contracts.types import Secret

_gyre_shim = True


class _Connection(Mapping):
    """The base: configs and secrets in one mapping."""

    TYPE = ""
    _fields = {}
    _secret_fields = ()
    _defaults = {}

    def __init__(self, name=None, module="promptflow.connections", **kwargs):
        put = object.__setattr__
        put(self, "name", name)
        put(self, "module", module)
        put(self, "class_name", type(self).__name__)
        put(self, "type", self.TYPE)
        put(self, "expiry_time", None)
        put(self, "created_date", None)
        put(self, "last_modified_date", None)
        put(self, "configs", {})
        put(self, "secrets", {})

    @classmethod
    def _of(cls, name, configs, secrets):
        """What the engine's connection store holds."""
        made = cls.__new__(cls)
        _Connection.__init__(made, name=name)
        made.configs.update({**cls._defaults, **{k: v for k, v in configs.items()}})
        made.secrets.update(secrets)
        return made

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        for part in ("secrets", "configs"):
            values = self.__dict__.get(part)
            if values is not None and name in values:
                return values[name]
        if name in type(self)._secret_fields or name in type(self)._fields:
            return None
        raise AttributeError("'%s' object has no attribute '%s'" % (type(self).__name__, name))

    def __setattr__(self, name, value):
        if name in type(self)._secret_fields or name in self.__dict__.get("secrets", ()):
            self.secrets[name] = value
        elif name in type(self)._fields or name in self.__dict__.get("configs", ()):
            self.configs[name] = value
        else:
            object.__setattr__(self, name, value)

    def keys(self):
        return list(self.configs) + [key for key in self.secrets if key not in self.configs]

    def __getitem__(self, item):
        if item in self.secrets:
            return self.secrets[item]
        if item in self.configs:
            return self.configs[item]
        raise KeyError("Key %r not found in connection %r." % (item, self.name))

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__

    def __repr__(self):
        return "<%s '%s'>" % (type(self).__name__, self.name)

    def is_secret(self, item):
        return item in self.secrets

    def get_token(self):
        from promptflow.exceptions import UserErrorException

        raise UserErrorException("Connection '%s' has no token to give: sign-in is not available here, use a key." % self.name)

    def _to_dict(self):
        return {
            "name": self.name, "type": self.type, "module": self.module, **self.configs,
            **{key: "******" for key in self.secrets}}

    def _to_execution_connection_dict(self):
        return {
            "type": type(self).__name__, "module": self.module, "value": {**self.configs, **self.secrets},
            "secret_keys": list(self.secrets)}

    @classmethod
    def from_env(cls, name=None):
        raise _needs("from_env is not supported for %s." % cls.__name__)


def _needs(message):
    from promptflow.exceptions import UserErrorException

    return UserErrorException(message)


def _kind(class_name, type_name, fields, secrets, defaults, environment=None):
    """A connection class with a constructor of keyword arguments, the first few positional as in the original."""
    order = list(secrets) + list(fields)

    def __init__(self, *args, name=None, module="promptflow.connections", **kwargs):
        _Connection.__init__(self, name=name, module=module)
        if len(args) > len(order):
            raise TypeError("%s takes at most %d positional arguments" % (class_name, len(order)))
        values = dict(zip(order, args))
        values.update(kwargs)
        for field in secrets:
            self.secrets[field] = values.pop(field, None)
            if self.secrets[field] is None:
                del self.secrets[field]
        for field in fields:
            self.configs[field] = values.pop(field, None)
            if self.configs[field] is None:
                self.configs[field] = defaults.get(field)
        for field, value in values.items():
            object.__setattr__(self, field, value)

    members = {
        "__init__": __init__, "__module__": __name__, "TYPE": type_name, "_fields": dict.fromkeys(fields),
        "_secret_fields": tuple(secrets), "_defaults": defaults,
        "__doc__": "Fields: %s; secret: %s." % (", ".join(fields), ", ".join(secrets))}
    if environment:
        def from_env(cls, name=None):
            found = {field: os.environ.get(variable) for field, variable in environment.items()}
            if not any(found.get(field) for field in secrets):
                raise _needs("Required environment variable '%s' is not set." % environment[secrets[0]])
            return cls(name=name, **{k: v for k, v in found.items() if v is not None})

        members["from_env"] = classmethod(from_env)
    return type(class_name, (_Connection,), members)


AzureOpenAIConnection = _kind(
    "AzureOpenAIConnection", "AzureOpenAI", ("api_base", "api_type", "api_version", "auth_mode", "resource_id"), ("api_key",),
    {"api_type": "azure", "api_version": "2024-02-01", "auth_mode": "key"},
    {"api_key": "AZURE_OPENAI_API_KEY", "api_base": "AZURE_OPENAI_ENDPOINT", "api_version": "OPENAI_API_VERSION"})
OpenAIConnection = _kind(
    "OpenAIConnection", "OpenAI", ("organization", "base_url"), ("api_key",), {},
    {"api_key": "OPENAI_API_KEY", "organization": "OPENAI_ORG_ID", "base_url": "OPENAI_BASE_URL"})
ServerlessConnection = _kind("ServerlessConnection", "Serverless", ("api_base",), ("api_key",), {})
SerpConnection = _kind("SerpConnection", "Serp", (), ("api_key",), {})
BingConnection = _kind("BingConnection", "Bing", ("url",), ("api_key",), {"url": "https://api.bing.microsoft.com/v7.0/search"})
QdrantConnection = _kind("QdrantConnection", "Qdrant", ("api_base",), ("api_key",), {})
WeaviateConnection = _kind("WeaviateConnection", "Weaviate", ("api_base",), ("api_key",), {})
CognitiveSearchConnection = _kind(
    "CognitiveSearchConnection", "CognitiveSearch", ("api_base", "api_version", "auth_mode"), ("api_key",),
    {"api_version": "2023-11-01", "auth_mode": "key"})
AzureContentSafetyConnection = _kind(
    "AzureContentSafetyConnection", "AzureContentSafety", ("endpoint", "api_version", "api_type"), ("api_key",),
    {"api_version": "2023-10-01", "api_type": "Content Safety"})
FormRecognizerConnection = _kind(
    "FormRecognizerConnection", "FormRecognizer", ("endpoint", "api_version", "api_type"), ("api_key",),
    {"api_version": "2023-07-31", "api_type": "Form Recognizer"})
AzureAIServicesConnection = _kind(
    "AzureAIServicesConnection", "AzureAIServices", ("endpoint", "auth_mode"), ("api_key",), {"auth_mode": "key"})


class CustomConnection(_Connection):
    """Any configs and secrets, each an attribute."""

    TYPE = "Custom"

    def __init__(self, secrets=None, configs=None, name=None, module="promptflow.connections", **kwargs):
        _Connection.__init__(self, name=name, module=module)
        self.secrets.update(secrets or {})
        self.configs.update(configs or {})
        for key, value in kwargs.items():
            object.__setattr__(self, key, value)

    def __setattr__(self, name, value):
        if name in self.__dict__.get("secrets", ()):
            self.secrets[name] = value
        elif name in self.__dict__.get("configs", ()):
            self.configs[name] = value
        else:
            object.__setattr__(self, name, value)

    def convert_to(self, kind):
        """The connection as a class of the user's own."""
        return kind(configs=dict(self.configs), secrets=dict(self.secrets), name=self.name)

    _convert_to_custom_strong_type = convert_to

    @classmethod
    def from_env(cls, name=None):
        return cls(configs=dict(os.environ), secrets={}, name=name)


class CustomStrongTypeConnection(_Connection):
    """The base of users' connection classes: annotated fields, those of type Secret from the secrets."""

    TYPE = "Custom"

    def __init__(self, secrets=None, configs=None, name=None, module="promptflow.connections", **kwargs):
        _Connection.__init__(self, name=name, module=module)
        object.__setattr__(self, "custom_type", type(self).__name__)
        given_secrets, given_configs = dict(secrets or {}), dict(configs or {})
        for field, kind in self._annotated().items():
            default = getattr(type(self), field, None)
            is_secret = kind is Secret or kind == "Secret"
            target = given_secrets if is_secret else given_configs
            if field in kwargs:
                target[field] = kwargs.pop(field)
            elif field not in target and default is not None:
                target[field] = default
        self.secrets.update(given_secrets)
        self.configs.update(given_configs)
        # A default of the class would hide what was given: instance attributes win.
        for field, value in {**given_configs, **given_secrets}.items():
            if isinstance(field, str) and field.isidentifier() and field not in ("name", "type", "module", "configs", "secrets"):
                self.__dict__[field] = value
        for key, value in kwargs.items():
            object.__setattr__(self, key, value)

    def __setattr__(self, name, value):
        for part in ("secrets", "configs"):
            if name in self.__dict__.get(part, ()):
                getattr(self, part)[name] = value
        object.__setattr__(self, name, value)

    @classmethod
    def _annotated(cls):
        found = {}
        for kind in reversed(cls.__mro__):
            if issubclass(kind, CustomStrongTypeConnection) and kind is not CustomStrongTypeConnection:
                found.update(vars(kind).get("__annotations__", {}))
        return found


__all__ = [
    "AzureOpenAIConnection", "OpenAIConnection", "ServerlessConnection", "SerpConnection", "BingConnection", "QdrantConnection",
    "WeaviateConnection", "CognitiveSearchConnection", "AzureContentSafetyConnection", "FormRecognizerConnection",
    "AzureAIServicesConnection", "CustomConnection", "CustomStrongTypeConnection"]
