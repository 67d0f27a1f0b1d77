from dataclasses import dataclass, field

from promptflow.connections import (
    AzureAIServicesConnection,
    AzureContentSafetyConnection,
    AzureOpenAIConnection,
    CognitiveSearchConnection,
    CustomConnection,
    CustomStrongTypeConnection,
    FormRecognizerConnection,
    OpenAIConnection,
    QdrantConnection,
    SerpConnection,
    ServerlessConnection,
    WeaviateConnection,
)
from promptflow.connections import _Connection  # noqa: F401


class FlowContext:
    """What a loaded flow is called with besides its inputs."""

    def __init__(self, *, connections=None, variant=None, environment_variables=None, overrides=None, streaming=None, init=None, **kwargs):
        self.connections = connections or {}
        self.variant = variant
        self.environment_variables = environment_variables or {}
        self.overrides = overrides or {}
        self.streaming = streaming
        self.init = init or {}


class Run:
    """A batch run as the SDK names it; runs are started with the gyre command."""

    def __init__(self, flow=None, name=None, data=None, column_mapping=None, **kwargs):
        self.flow, self.name, self.data, self.column_mapping = flow, name, data, column_mapping
        for key, value in kwargs.items():
            setattr(self, key, value)
