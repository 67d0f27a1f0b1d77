from promptflow._core.metric_logger import log_metric
from promptflow._core.tool import ToolProvider, tool
from promptflow.core._flow import AsyncFlow, AsyncPrompty, Flow, Prompty
from promptflow.core._model_configuration import (
    AzureOpenAIModelConfiguration,
    ModelConfiguration,
    OpenAIModelConfiguration,
)

__all__ = [
    "AsyncFlow", "AsyncPrompty", "AzureOpenAIModelConfiguration", "Flow", "ModelConfiguration", "OpenAIModelConfiguration", "Prompty",
    "ToolProvider", "log_metric", "tool"]
