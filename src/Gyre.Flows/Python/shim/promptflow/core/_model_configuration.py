from dataclasses import dataclass
from typing import Optional, Union

_KINDS = {}


@dataclass
class ModelConfiguration:
    """How to reach a model."""

    def __post_init__(self):
        self._type = "unknown"

    @classmethod
    def from_connection(cls, connection, **kwargs):
        raise NotImplementedError()


def _refuse_both(configuration, names):
    from promptflow.exceptions import ValidationException

    given = [name for name in names if getattr(configuration, name)]
    if configuration.connection and given:
        raise ValidationException(
            "Cannot configure model config and connection at the same time: %s." % ", ".join(given))


@dataclass
class AzureOpenAIModelConfiguration(ModelConfiguration):
    azure_deployment: Optional[str] = None
    azure_endpoint: Optional[str] = None
    api_version: Optional[str] = None
    api_key: Optional[str] = None
    connection: Optional[str] = None

    def __post_init__(self):
        self._type = "azure_openai"
        _refuse_both(self, ("azure_endpoint", "api_key", "api_version"))

    @classmethod
    def from_connection(cls, connection, azure_deployment=None, **kwargs):
        return cls(
            azure_deployment=azure_deployment, azure_endpoint=connection.api_base, api_version=connection.api_version,
            api_key=connection.api_key, **kwargs)


@dataclass
class OpenAIModelConfiguration(ModelConfiguration):
    model: Optional[str] = None
    base_url: Optional[str] = None
    api_key: Optional[str] = None
    organization: Optional[str] = None
    connection: Optional[str] = None

    def __post_init__(self):
        self._type = "openai"
        _refuse_both(self, ("base_url", "api_key", "organization"))

    @classmethod
    def from_connection(cls, connection, model=None, **kwargs):
        return cls(
            model=model, base_url=connection.base_url, api_key=connection.api_key, organization=connection.organization, **kwargs)
