from promptflow._core.tool import DynamicList, InputSetting
from promptflow._sdk.entities import (
    AzureContentSafetyConnection,
    AzureOpenAIConnection,
    CognitiveSearchConnection,
    CustomConnection,
    FlowContext,
    FormRecognizerConnection,
    OpenAIConnection,
    QdrantConnection,
    Run,
    SerpConnection,
    ServerlessConnection,
    WeaviateConnection,
)

__all__ = [
    "AzureContentSafetyConnection", "AzureOpenAIConnection", "CognitiveSearchConnection", "CustomConnection", "DynamicList",
    "FlowContext", "FormRecognizerConnection", "InputSetting", "OpenAIConnection", "QdrantConnection", "Run", "SerpConnection",
    "ServerlessConnection", "WeaviateConnection"]
